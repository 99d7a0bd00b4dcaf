// CephFS through either of its clients: the kernel's, and ceph-fuse.
import type { FileSystemAdapter } from '../adapter.js';
import { describeFuse, describeKernel } from './facts.js';
import { fuseCounterSources, fuseRpc } from './fuse-counters.js';
import { kernelCounterSources, kernelRpc } from './kernel-counters.js';
import { cephLayout } from './layout.js';

export const cephFuseAdapter: FileSystemAdapter = {
  kinds: ['ceph-fuse'],
  describe: describeFuse,
  layout: cephLayout,
  counters: (mount, access) => Promise.resolve(fuseCounterSources(mount, access)),
  rpc: fuseRpc,
};

export const cephKernelAdapter: FileSystemAdapter = {
  kinds: ['cephfs'],
  describe: describeKernel,
  layout: cephLayout,
  counters: (mount, access) => Promise.resolve(kernelCounterSources(mount, access)),
  rpc: kernelRpc,
};
