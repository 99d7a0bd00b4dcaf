// IBM Storage Scale (GPFS), as the rest of the program knows it. Its counters do not tell what went over the wire.
import type { FileSystemAdapter } from '../adapter.js';
import { gpfsCounters } from './counters.js';
import { describeGpfs } from './describe.js';
import { gpfsLayout } from './layout.js';

export const gpfsAdapter: FileSystemAdapter = {
  kinds: ['gpfs'],
  describe: describeGpfs,
  layout: gpfsLayout,
  counters: gpfsCounters,
};
