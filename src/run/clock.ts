// The clock that the starts of several jobs go by.
import { LongTimer } from './long-timer.js';

export interface Clock {
  /** Nanoseconds of CLOCK_MONOTONIC. */
  now(): bigint;
  /** Calls `reached` once it is that time; returns what takes it back. */
  at(timeNs: bigint, reached: () => void): () => void;
}

/** The same clock as that of the jobs. */
export const monotonicClock: Clock = {
  now: () => process.hrtime.bigint(),
  at(timeNs, reached) {
    const timer = new LongTimer();
    timer.start(Math.max(0, Number(timeNs - process.hrtime.bigint()) / 1e6), reached);
    return () => {
      timer.stop();
    };
  },
};
