// Counters of a client around a step: what is read, what differences are, what they say of the wire.
import type { NoAnswer } from './access.js';

/**
 * Values at one instant. Names are `<source>.<thing>.<field>`, the field in camel case with its unit at the end
 * (`Bytes`, `Us`, `Ms`, `Seconds`; none: a count), such as `nfs.READ.rttMs`.
 */
export interface Reading {
  /** Only ever grow. A value that is absent is one that has not begun to count. */
  counters: Record<string, number>;
  /** Values of the moment. */
  gauges: Record<string, number>;
}

export interface CounterSource {
  /** Name in the record: `nfs mountstats`, `lustre llite`. */
  name: string;
  /**
   * `kernel`: a file that the kernel makes from memory, which cannot block. `file`: one that may. A tool costs a process
   * each time, so it is asked less often.
   */
  cost: 'kernel' | 'file' | 'tool';
  read(): Promise<Reading | NoAnswer>;
}

/** Counter → how much it grew. */
export type Deltas = Readonly<Record<string, number>>;

/** What a client of a network file system sent and waited for. Null: its counters do not tell. */
export interface RpcFigures {
  protocol: string;
  /** Requests of every kind, and those that move data or ask for metadata. */
  requests: number;
  readRequests: number | null;
  writeRequests: number | null;
  metadataRequests: number | null;
  sentBytes: number | null;
  receivedBytes: number | null;
  /** Bytes of file data that came from and went to the servers. */
  readBytes: number | null;
  writtenBytes: number | null;
  /** Mean from sending a request to its answer, and in the queue of the client before. */
  meanWaitMs: number | null;
  meanQueueMs: number | null;
  /** Requests that were sent again. */
  retransmissions: number | null;
}
