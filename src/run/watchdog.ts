// Deadlines of a step: each phase must show progress in time.
import { LongTimer } from './long-timer.js';

/** Calls `onExpired` once when no `feed` came within the time of the last one. */
export class Watchdog {
  private readonly timer = new LongTimer();
  private expired = false;

  constructor(private readonly onExpired: (what: string, afterMs: number) => void) {}

  /** Restarts the time; `what` says what did not happen if it runs out. */
  feed(milliseconds: number, what: string): void {
    if (this.expired) return;
    this.timer.start(milliseconds, () => {
      this.expired = true;
      this.onExpired(what, milliseconds);
    });
  }

  stop(): void {
    this.timer.stop();
    this.expired = true;
  }
}
