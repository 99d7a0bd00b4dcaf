// Deadlines of a step: each phase must show progress in time.

/** `setTimeout` takes no longer time: it would fire at once. */
const longestTimeoutMs = 2 ** 31 - 1;

/** Calls `onExpired` once when no `feed` came within the time of the last one. */
export class Watchdog {
  private timer: NodeJS.Timeout | undefined;
  private expired = false;

  constructor(private readonly onExpired: (what: string, afterMs: number) => void) {}

  /** Restarts the time; `what` says what did not happen if it runs out. */
  feed(milliseconds: number, what: string): void {
    if (this.expired) return;
    this.wait(milliseconds, () => {
      this.expired = true;
      this.onExpired(what, milliseconds);
    });
  }

  stop(): void {
    clearTimeout(this.timer);
    this.expired = true;
  }

  private wait(milliseconds: number, done: () => void): void {
    const first = Math.min(milliseconds, longestTimeoutMs);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (first < milliseconds) this.wait(milliseconds - first, done);
      else done();
    }, first);
  }
}
