// Data sets whose writer is ended before they are done: how far it had come, and what of it lies on the storage.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Finished, type Running, Workplace } from '../helpers/cli.js';
import { childrenOf, until } from '../helpers/processes.js';

/** Milliseconds for each command and each wait: the storage may have much to sync for others. */
const patienceMs = 200_000;

/** Milliseconds of a test with two commands, the first of which may be tried with more files. */
export const testTimeoutMs = 900_000;

/**
 * How many files are tried, in this order: a fast storage may have the fewest of them before the writer can be ended. The
 * most take seconds, whatever the storage, since each is made, written and closed.
 */
const fileCounts = [24_000, 96_000, 384_000];

/** A workload with a data set of small files. */
export interface FileWorkload {
  /** Begins the name of the folder of the data set. */
  kind: 'files' | 'training';
  /** Content of its file. */
  yaml: (fileCount: number) => string;
  /** Path of a file within the data set. */
  pathOf: (file: number, fileCount: number) => string;
}

/** One data set that is being written, in a place of its own, by a run whose results are in `first`. */
export class DatasetWriting {
  readonly place: Workplace;
  readonly mount: string;
  readonly command: Running;

  constructor(
    private readonly workload: FileWorkload,
    readonly fileCount: number,
    mount?: string,
  ) {
    this.place = new Workplace({ 'work.yaml': workload.yaml(fileCount) }, patienceMs);
    this.mount = mount ?? this.place.mount('data');
    this.command = this.place.start(...this.#run('first'));
  }

  /** Runs the same again, with results in `second`. */
  again(): Finished {
    return this.place.run(...this.#run('second'));
  }

  /** The data set; null before its folder is there. */
  get path(): string | null {
    const data = join(this.mount, 'ioproof-data');
    if (!existsSync(data)) return null;
    const name = readdirSync(data).find((entry) => entry.startsWith(`${this.workload.kind}-`));
    return name === undefined ? null : join(data, name);
  }

  /** Files that each worker had written when the last account was taken; empty without one, or when all is written. */
  get marks(): number[] {
    const { path } = this;
    if (path === null) return [];
    try {
      const manifest = readFileSync(join(path, '.manifest.partial.json'), 'utf8');
      return (JSON.parse(manifest) as { written?: number[] }).written ?? [];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  /** Files that the last account calls safe. */
  get safe(): number {
    return this.marks.reduce((sum, files) => sum + files, 0);
  }

  pathOf(file: number): string {
    return join(this.path ?? '', this.workload.pathOf(file, this.fileCount));
  }

  /** Files before the marks, some of each worker, as they lie on the storage. */
  stateBefore(marks: readonly number[]): string[] {
    return marks.flatMap((count, worker) =>
      Array.from({ length: Math.min(count, 50) }, (_, at) => {
        const file = Math.floor((this.fileCount * worker) / marks.length) + Math.floor((at * count) / 50);
        const { ino, mtimeNs, size } = statSync(this.pathOf(file), { bigint: true });
        return `${file} ${ino} ${mtimeNs} ${size}`;
      }),
    );
  }

  /** Waits until this holds, or the run is over. */
  async until(condition: () => boolean, what: string): Promise<void> {
    await until(() => condition() || this.command.isOver, what, patienceMs);
  }

  #run(results: string): string[] {
    return ['run', 'work.yaml', '--mount', `here=${this.mount}`, '--out', results];
  }
}

/** Ends a writer between two of its files; resolves to false where it was done before. */
export type End = (writing: DatasetWriting) => Promise<boolean>;

/** A data set whose writer was ended before it was done, tried with more files as long as it was done before that. */
export async function interrupted(workload: FileWorkload, end: End): Promise<DatasetWriting> {
  for (const fileCount of fileCounts) {
    const writing = new DatasetWriting(workload, fileCount);
    if (await end(writing)) return writing;
  }
  throw new Error(`${fileCounts.join(', ')} files were all written before the writer could be ended`);
}

/** Kills the job as soon as an account says that some files are safe. */
export async function kill(writing: DatasetWriting): Promise<boolean> {
  const { command } = writing;
  await writing.until(() => writing.safe > 0, 'the first account');
  for (const job of childrenOf(command.id, 'job-child.js')) {
    try {
      process.kill(job, 'SIGKILL');
    } catch {
      // ESRCH: it is done.
    }
  }
  const { exitCode, stderr } = await command.ended;
  if (exitCode !== 0 && exitCode !== 3) throw new Error(`exit code ${exitCode}: ${stderr}`);
  return exitCode === 3 && writing.safe > 0 && writing.safe < writing.fileCount;
}
