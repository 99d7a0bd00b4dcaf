// A line of mountinfo as far as it tells what is mounted.
import type { MountedFileSystem } from '../adapter.js';

export type MountLine = Omit<MountedFileSystem, 'kind' | 'path'>;
