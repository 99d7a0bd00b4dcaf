// A directory that is held open, in which names are resolved as openat(2) does: exchanging a part of its path for a
// symbolic link meanwhile leads nowhere else.
import { closeSync, constants, fstatSync, fsyncSync, lstatSync, mkdirSync, openSync } from 'node:fs';
import { readdirSync, renameSync, rmdirSync, unlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../errors.js';
import { foreign } from './mount-error.js';
import { readAttribute } from './sys-file.js';

const openFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NONBLOCK;

/** Methods throw the error of the system call, and refuse names that are not a single path component. */
export class HeldDirectory {
  /** Path for messages; it is not used again to reach the directory. */
  readonly path: string;
  readonly #descriptor: number;

  private constructor(path: string, descriptor: number) {
    this.path = path;
    this.#descriptor = descriptor;
  }

  /** Opens a directory that the user named; symbolic links are followed, an automount is triggered. */
  static open(path: string): HeldDirectory {
    return new HeldDirectory(path, openSync(path, openFlags));
  }

  /** Opens a directory in this one; a symbolic link gives ENOTDIR or ELOOP. */
  child(name: string): HeldDirectory {
    return new HeldDirectory(join(this.path, name), openSync(this.within(name), openFlags | constants.O_NOFOLLOW));
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** This directory, for a system call that takes a path. */
  get here(): string {
    return `/proc/self/fd/${this.#descriptor}`;
  }

  /** An entry of this directory, for a system call that takes a path. */
  within(name: string): string {
    if (name === '' || name === '.' || name === '..' || name.includes('/')) {
      throw new Error(`"${name}" is not the name of an entry of "${this.path}"`);
    }
    return `${this.here}/${name}`;
  }

  names(): string[] {
    return readdirSync(this.here).sort();
  }

  /** Status of this directory itself. */
  status(): Stats {
    return fstatSync(this.#descriptor);
  }

  /** Status of an entry, of the link itself for a symbolic link; null when there is none. */
  entry(name: string): Stats | null {
    return lstatSync(this.within(name), { throwIfNoEntry: false }) ?? null;
  }

  /** False when an entry of this name existed, of whatever type. */
  makeDirectory(name: string): boolean {
    try {
      mkdirSync(this.within(name));
      return true;
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return false;
      throw error;
    }
  }

  /** Removes an entry that is not a directory; one that is missing already is no error. */
  unlink(name: string): void {
    try {
      unlinkSync(this.within(name));
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
    }
  }

  /** Replaces what has the new name. */
  rename(name: string, newName: string): void {
    renameSync(this.within(name), this.within(newName));
  }

  removeDirectory(name: string): void {
    rmdirSync(this.within(name));
  }

  /** Makes new and renamed entries durable, where the file system can sync a directory. */
  sync(): void {
    try {
      fsyncSync(this.#descriptor);
    } catch (error) {
      if (!['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EISDIR'].includes(systemCode(error))) throw error;
    }
  }

  /** Id of the mount in mountinfo; null where the kernel below `root` does not tell. */
  mountId(root = '/'): number | null {
    const text = readAttribute(root, `proc/self/fdinfo/${this.#descriptor}`);
    const id = /^mnt_id:\s*(\d+)$/m.exec(text ?? '')?.[1];
    return id === undefined ? null : Number(id);
  }

  /** Whether both are on one mount. A bind mount has the same device, so the mount id decides where it is known. */
  sharesMount(other: HeldDirectory): boolean {
    const id = this.mountId();
    return id === null ? this.status().dev === other.status().dev : id === other.mountId();
  }
}

/** Uses a directory and closes it, whatever happens. */
export function holding<Result>(directory: HeldDirectory, use: (directory: HeldDirectory) => Result): Result {
  try {
    return use(directory);
  } finally {
    directory.close();
  }
}

/** Opens a directory of this tool in another. A link, a file and a mount point are refused with DATA_DIRECTORY_FOREIGN. */
export function openOwn(parent: HeldDirectory, name: string): HeldDirectory {
  const directory = openEntry(parent, name);
  if (directory.sharesMount(parent)) return directory;
  directory.close();
  throw foreign(directory.path, 'is a mount point, so tests in it would not be tests of this mount');
}

function openEntry(parent: HeldDirectory, name: string): HeldDirectory {
  try {
    return parent.child(name);
  } catch (error) {
    if (['ENOTDIR', 'ELOOP'].includes(systemCode(error))) throw foreign(join(parent.path, name), 'is not a directory');
    throw error;
  }
}
