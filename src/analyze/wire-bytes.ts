// What came over the wire for what was read, where a client counts all bytes but not those of data.
import type { CountersRecord } from '../result/schema.js';

/**
 * At most so many bytes of data came for each byte read: all that the client received, by what was asked. Null: nothing was
 * read, the client does not tell, or it counts data itself (`readPerByteAsked`).
 */
export function receivedPerByteAsked(rpc: CountersRecord['rpc'] | undefined, askedBytes: number): number | null {
  if (!rpc || rpc.readPerByteAsked !== null || rpc.receivedBytes === null || askedBytes === 0) return null;
  return rpc.receivedBytes / askedBytes;
}
