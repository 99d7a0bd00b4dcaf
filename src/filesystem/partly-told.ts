// Records of which a system tells only a part: the rest is null or empty.
import type { StorageTarget } from './adapter.js';
import type { RpcFigures } from './counters.js';
import type { FileLayout } from './layout.js';

/** `by`: the command, or the attribute. */
export function layoutOf(by: string, told: Partial<Omit<FileLayout, 'by'>>): FileLayout {
  return {
    pool: null,
    stripeCount: null,
    stripeSize: null,
    objectSize: null,
    objectClass: null,
    details: {},
    targets: [],
    ...told,
    by,
  };
}

export function storageTarget(told: Pick<StorageTarget, 'name' | 'role'> & Partial<StorageTarget>): StorageTarget {
  return {
    pools: [],
    totalBytes: null,
    availableBytes: null,
    inodes: null,
    freeInodes: null,
    state: '',
    ...told,
  };
}

export function rpcFigures(told: Pick<RpcFigures, 'protocol' | 'requests'> & Partial<RpcFigures>): RpcFigures {
  return {
    readRequests: null,
    writeRequests: null,
    metadataRequests: null,
    sentBytes: null,
    receivedBytes: null,
    readBytes: null,
    writtenBytes: null,
    meanWaitMs: null,
    meanQueueMs: null,
    retransmissions: null,
    ...told,
  };
}
