// What the observer of a mount and its child process say to each other over the IPC channel.
import type { CounterPart } from '../analyze/counters/totals.js';
import type { MountedFileSystem } from '../filesystem/adapter.js';

export interface CounterRequest {
  /** Null: only the machine is read. */
  mount: MountedFileSystem | null;
  /** Block devices below the mount. */
  devices: string[];
  /** Milliseconds for each file and tool of the mount. */
  timeoutMs: number;
}

export type ToCounters =
  | { type: 'open'; request: CounterRequest }
  /** A step is ready: what takes time is read, so that its cost is known. */
  | { type: 'arm'; id: number }
  /** The measured time starts then, by CLOCK_MONOTONIC. */
  | { type: 'begin'; id: number; atNs: bigint; intervalNs: number }
  | { type: 'end'; id: number }
  | { type: 'ping' }
  | { type: 'close' };

/** The sources of the machine, which cannot block, or those of the mount. */
export type CounterGroup = 'machine' | 'mount';

export type FromCounters =
  /** Sent before what may block; empty: it has answered. */
  | { type: 'asking'; what: string }
  | { type: 'armed'; id: number }
  | { type: 'read'; id: number; group: CounterGroup; parts: CounterPart[] }
  /** The last reading of the group is out. `processorSeconds`: of its process, from the first reading of the machine to the last. */
  | { type: 'ended'; id: number; group: CounterGroup; processorSeconds: number }
  | { type: 'pong' };
