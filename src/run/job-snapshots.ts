// Polls a running job for the live view, in its own process.
import type { NativeJobHandle, NativeSnapshot } from '../native/contract.js';

const everyMs = 250;

/** Calls `report` four times a second until the returned function is called. */
export function reportSnapshots(job: NativeJobHandle, report: (snapshot: NativeSnapshot) => void): () => void {
  const timer = setInterval(() => {
    report(job.snapshot());
  }, everyMs);
  return () => {
    clearInterval(timer);
  };
}
