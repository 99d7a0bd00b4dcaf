// Real file systems for tests: a sparse image, formatted and loop-mounted by test/servers/loopfs.sh, where root.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type LoopFileSystem = 'ext4' | 'xfs' | 'btrfs';

export interface LoopMount {
  /** Mount point. */
  path: string;
  /** Loop device: `/dev/loop0`. */
  device: string;
  /** Unmounts and removes all that was made for it. */
  unmount(): void;
}

const script = fileURLToPath(new URL('../servers/loopfs.sh', import.meta.url));

/** Why `loopMount(type)` cannot work on this machine; an empty string when it can. For `test.skipIf` and the title. */
export function whyNoLoopMount(type: LoopFileSystem): string {
  const { status, stdout, stderr } = spawnSync(script, ['check', type], { encoding: 'utf8' });
  return status === 0 ? '' : stdout.trim() || stderr.trim() || 'loopfs.sh does not run here';
}

/**
 * Mounts a new file system of `sizeMiB`, on a device with sectors of `sectorSize` bytes, in a temporary directory. The
 * caller unmounts it, in `afterAll` or `finally`.
 */
export function loopMount(type: LoopFileSystem, sizeMiB = 512, sectorSize = 512): LoopMount {
  const parent = mkdtempSync(join(tmpdir(), `ioproof-${type}-`));
  const path = join(parent, 'mount');
  const removeParent = (): void => {
    rmSync(parent, { recursive: true, force: true });
  };
  try {
    const device = execFileSync(script, ['up', type, path, String(sizeMiB), String(sectorSize)], {
      encoding: 'utf8',
    }).trim();
    const unmount = (): void => {
      execFileSync(script, ['down', path]);
      removeParent();
    };
    return { path, device, unmount };
  } catch (error) {
    removeParent();
    throw error;
  }
}
