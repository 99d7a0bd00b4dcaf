// What the tools of a Lustre client print, in files of test/fixtures/lustre, and a mount that they belong to.
import { readFileSync } from 'node:fs';
import type { MountedFileSystem } from '../../../src/filesystem/adapter.js';

export function text(name: string): string {
  return readFileSync(new URL(`../../fixtures/lustre/${name}.txt`, import.meta.url), 'utf8');
}

/** The instance of the mount, as `lfs getname` tells it. */
export const instance = 'scratch-ffff8a1b2c3d4000';

export const mount: MountedFileSystem = {
  kind: 'lustre',
  path: '/mnt/scratch/test',
  mountPoint: '/mnt/scratch',
  source: '10.0.0.1@o2ib,10.0.1.1@tcp:10.0.0.2@o2ib:/scratch/sub',
  type: 'lustre',
  options: ['rw'],
  superOptions: ['rw', 'flock', 'lazystatfs'],
  majorMinor: '0:55',
};
