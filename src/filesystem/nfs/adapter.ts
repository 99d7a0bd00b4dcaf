// NFS of the kernel's client, versions 3 and 4.x, over TCP and RDMA, with pNFS or without.
import type { FileSystemAdapter } from '../adapter.js';
import { nfsCounterSources } from './counters.js';
import { describeNfs } from './facts.js';
import { nfsRpc } from './rpc.js';

/** It has no layout: where the bytes lie is the server's affair, and a client cannot ask. */
export const nfsAdapter: FileSystemAdapter = {
  kinds: ['nfs'],
  describe: describeNfs,
  counters: (mount, access) => Promise.resolve(nfsCounterSources(mount, access)),
  rpc: nfsRpc,
};
