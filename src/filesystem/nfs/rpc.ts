// What an NFS client sent and waited for, from the differences of its counters.
import type { Deltas, RpcFigures } from '../counters.js';

/** Move file data. */
const reads = new Set(['READ', 'READ_PLUS']);
const writes = new Set(['WRITE']);

/** Neither data nor metadata of a file: sessions, leases, layouts of pNFS, and work that the server does by itself. */
const upkeep = new Set([
  ...['NULL', 'RENEW', 'SETCLIENTID', 'SETCLIENTID_CONFIRM', 'EXCHANGE_ID', 'CREATE_SESSION', 'DESTROY_SESSION'],
  ...['SEQUENCE', 'GET_LEASE_TIME', 'RECLAIM_COMPLETE', 'DESTROY_CLIENTID', 'BIND_CONN_TO_SESSION'],
  ...['SECINFO', 'SECINFO_NO_NAME', 'TEST_STATEID', 'FREE_STATEID', 'FSID_PRESENT', 'RELEASE_LOCKOWNER'],
  ...['LAYOUTGET', 'LAYOUTCOMMIT', 'LAYOUTRETURN', 'LAYOUTSTATS', 'LAYOUTERROR', 'GETDEVICEINFO', 'GETDEVICELIST'],
  ...['COMMIT', 'ALLOCATE', 'DEALLOCATE', 'ZERO_RANGE', 'CLONE', 'COPY', 'COPY_NOTIFY', 'OFFLOAD_CANCEL'],
  ...['OFFLOAD_STATUS'],
]);

type Field = 'requests' | 'transmissions' | 'sentBytes' | 'receivedBytes' | 'queueMs' | 'waitMs';

/** Zeros where nothing was sent: then a cache of the client has answered all. */
export function nfsRpc(deltas: Deltas): RpcFigures {
  const sum = (field: Field, isMeant: (operation: string) => boolean = () => true): number =>
    operationsIn(deltas)
      .filter(isMeant)
      .reduce((total, operation) => total + (deltas[`nfs.${operation}.${field}`] ?? 0), 0);
  const requests = sum('requests');
  const mean = (field: Field): number | null => (requests > 0 ? sum(field) / requests : null);
  return {
    protocol: 'NFS',
    requests,
    readRequests: sum('requests', (operation) => reads.has(operation)),
    writeRequests: sum('requests', (operation) => writes.has(operation)),
    metadataRequests: sum('requests', isMetadata),
    sentBytes: sum('sentBytes'),
    receivedBytes: sum('receivedBytes'),
    readBytes: deltas['nfs.bytes.serverReadBytes'] ?? 0,
    writtenBytes: deltas['nfs.bytes.serverWrittenBytes'] ?? 0,
    meanWaitMs: mean('waitMs'),
    meanQueueMs: mean('queueMs'),
    retransmissions: Math.max(0, sum('transmissions') - requests),
  };
}

function isMetadata(operation: string): boolean {
  return !reads.has(operation) && !writes.has(operation) && !upkeep.has(operation);
}

/** Requests are in capitals, which sets them apart from `bytes`, `events` and `transport`. */
function operationsIn(deltas: Deltas): string[] {
  const names = Object.keys(deltas).flatMap((name) => /^nfs\.([A-Z0-9_]+)\./.exec(name)?.[1] ?? []);
  return [...new Set(names)];
}
