// Lustre, as the rest of the program knows it.
import type { FileSystemAdapter } from '../adapter.js';
import { lustreCounters, lustreRpc } from './counters.js';
import { describeLustre } from './describe.js';
import { lustreLayout } from './layout.js';

export const lustreAdapter: FileSystemAdapter = {
  kinds: ['lustre'],
  describe: describeLustre,
  layout: lustreLayout,
  counters: lustreCounters,
  rpc: lustreRpc,
};
