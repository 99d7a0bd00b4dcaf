// All sources of a machine.
import { controlGroupSource } from './control-group.js';
import { diskSource } from './disks.js';
import { groupIoSource } from './group-io.js';
import { networkSource, rdmaSource } from './networks.js';
import type { NodeSource } from './node-source.js';
import { loadSource, pressureSource, processorSource } from './processors.js';

/**
 * `root` stands for `/` where /proc and /sys are read; `devices` are the block devices below the mount. None can block.
 */
export function nodeSources(devices: readonly string[], root = '/'): NodeSource[] {
  const sources = [
    processorSource(root),
    diskSource(root, devices),
    pressureSource(root),
    loadSource(root),
    networkSource(root),
    rdmaSource(root),
    controlGroupSource(root),
    groupIoSource(root),
  ];
  return sources.filter((source) => source !== null);
}
