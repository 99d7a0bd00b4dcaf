// How the files of a step are spread over the storage: set before the first of them, read back, compared, and recorded.
import { IoproofError, messageOf } from '../errors.js';
import type { Access, NoAnswer } from '../filesystem/access.js';
import type { LayoutAdapter, MountedFileSystem } from '../filesystem/adapter.js';
import { directoryDifferences, type LayoutDifference } from '../filesystem/compare-layout.js';
import { fileSystemTitles } from '../filesystem/kinds.js';
import type { FileLayout, LayoutRequest } from '../filesystem/layout.js';
import { isNoAnswer } from '../filesystem/no-answer.js';
import { firstFile } from '../mount/first-file.js';
import type { FileLayoutRecord } from '../result/schema.js';

/** The file system of a step, as far as layouts go. */
export interface Layouts {
  mount: MountedFileSystem;
  /** Absent where it has none. */
  adapter: LayoutAdapter | undefined;
  access: Access;
}

const advice = {
  set: 'Remove "layout" from the workload, or set it by hand on the directory of the mount and leave it out.',
  kept: 'Ask for what the file system can give, or remove what is there with `ioproof clean`.',
};

/** The layout of one data set, from its empty directory to its files. */
export class DatasetLayout {
  private setBy: string | null = null;
  private directory: FileLayout | null = null;
  private file: FileLayout | null = null;
  private readonly problems: string[] = [];
  /** A tool that did not answer in its time would not in the next either, and each question costs all of it. */
  private hangs = false;

  constructor(
    private readonly layouts: Layouts,
    private readonly asked: LayoutRequest | null,
  ) {}

  /**
   * Makes new files of the empty directory get what is asked for, and proves it. Throws LAYOUT_NOT_SET, LAYOUT_NOT_READ and
   * LAYOUT_NOT_KEPT.
   */
  async set(path: string): Promise<void> {
    const { mount, adapter, access } = this.layouts;
    if (this.asked === null) return;
    if (adapter === undefined) {
      throw notSet(path, `${fileSystemTitles[mount.kind]} has no layout that ioproof could set`);
    }
    const answer = await adapter.set(path, this.asked, mount, access);
    if (!answer.ok) throw notSet(path, answer.reason);
    this.setBy = answer.by;
    await this.prove(path);
  }

  /** Reads the directory unless that is done, and proves that it is as asked for. Throws as `set` does. */
  async prove(path: string): Promise<void> {
    const { adapter } = this.layouts;
    if (adapter === undefined || this.directory !== null) return;
    const found = await this.read(path, adapter);
    if (isNoAnswer(found)) {
      if (this.asked !== null) throw notRead(path, found.reason);
      this.problems.push(found.reason);
      return;
    }
    this.directory = found;
    const differences = this.asked === null ? [] : directoryDifferences(this.asked, found);
    if (differences.length > 0) throw notKept(path, differences, found.by);
  }

  /** Reads one file of the directory, unless one was read before. */
  async readFile(path: string): Promise<void> {
    const { adapter } = this.layouts;
    if (adapter === undefined || this.file !== null || this.hangs) return;
    const file = firstFile(path);
    if (file === null) return;
    const found = await this.read(file, adapter);
    if (isNoAnswer(found)) this.problems.push(found.reason);
    else this.file = found;
  }

  /** No figure is lost over a text that nobody has thought of. */
  private async read(path: string, adapter: LayoutAdapter): Promise<FileLayout | NoAnswer> {
    try {
      const found = await adapter.read(path, this.layouts.mount, this.layouts.access);
      this.hangs = isNoAnswer(found) && (found.code === 'TIMED_OUT' || found.code === 'ABANDONED');
      return found;
    } catch (error) {
      return { ok: false, code: 'FAILED', reason: `${path}: ${messageOf(error)}` };
    }
  }

  /** Null where nothing was asked for and the file system tells nothing. */
  record(): FileLayoutRecord | null {
    const { asked, setBy, directory, file, problems } = this;
    if (asked === null && this.layouts.adapter === undefined) return null;
    return { asked, setBy, directory, file, problem: [...new Set(problems)].join('; ') };
  }
}

function notSet(path: string, reason: string): IoproofError {
  return new IoproofError('LAYOUT_NOT_SET', `the layout of "${path}" could not be set: ${reason}`, {
    advice: advice.set,
    details: { path, reason },
  });
}

function notRead(path: string, reason: string): IoproofError {
  return new IoproofError('LAYOUT_NOT_READ', `the layout of "${path}" could not be read back: ${reason}`, {
    advice: advice.set,
    details: { path, reason },
  });
}

function notKept(path: string, differences: LayoutDifference[], by: string): IoproofError {
  const values = differences.map(({ key, asked, found }) => `${key} is ${found ?? 'not told'} and not ${asked}`);
  return new IoproofError('LAYOUT_NOT_KEPT', `"${path}" has another layout: ${values.join(', ')} (${by})`, {
    advice: advice.kept,
    details: { path, differences },
  });
}
