// A mount for tests of adapters, as if it had been recognised.
import type { MountedFileSystem } from '../../src/filesystem/adapter.js';
import type { FileSystemKind } from '../../src/filesystem/kinds.js';

export function mounted(kind: FileSystemKind, given: Partial<MountedFileSystem> = {}): MountedFileSystem {
  return {
    kind,
    path: '/mnt/under-test/me',
    mountPoint: '/mnt/under-test',
    source: kind,
    type: kind,
    options: ['rw', 'relatime'],
    superOptions: ['rw'],
    majorMinor: '0:77',
    ...given,
  };
}
