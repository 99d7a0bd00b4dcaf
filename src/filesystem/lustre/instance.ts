// Which of the Lustre clients of a machine serves a mount: their parameters carry its name and its number.
import type { Access } from '../access.js';
import type { MountedFileSystem } from '../adapter.js';

/** Patterns of parameters that belong to one mount. */
export interface LustreInstance {
  /** Name of the file system; empty where nothing tells. */
  fileSystem: string;
  /** For `llite.<llite>.stats`; `*` in it where the number is not known. */
  llite: string;
  osc: string;
  mdc: string;
}

/**
 * Asks `lfs getname`, which says `scratch-ffff888103d4c000 /mnt/scratch`. Without it, the name is that of the source, and
 * mounts of the same file system are not told apart.
 */
export async function instanceOf(mount: MountedFileSystem, access: Access): Promise<LustreInstance> {
  const answer = await access.run('lfs', ['getname', mount.mountPoint]);
  const [, fileSystem, number] = /^(\S+)-([0-9a-f]{8,16})(?:\s|$)/m.exec(answer.ok ? answer.text : '') ?? [];
  return patternsOf(fileSystem ?? fileSystemOfSource(mount.source), number ?? '*');
}

/** `nid,nid:nid:/name/sub` → `name`; empty for a source of another form, such as `none` in a container. */
export function fileSystemOfSource(source: string): string {
  return /:\/([\w-]{1,8})(?:\/|$)/.exec(source)?.[1] ?? '';
}

function patternsOf(fileSystem: string, number: string): LustreInstance {
  const name = fileSystem === '' ? '*' : fileSystem;
  return {
    fileSystem,
    llite: `${name}-${number}`,
    osc: `${name}-OST*-osc-${number}`,
    mdc: `${name}-MDT*-mdc-${number}`,
  };
}
