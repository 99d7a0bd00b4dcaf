// Deadlines of a step: each phase must show progress in time.

/** Calls `onExpired` once when no `feed` came within the time of the last one. */
export class Watchdog {
  private timer: NodeJS.Timeout | undefined;
  private expired = false;

  constructor(private readonly onExpired: (what: string, afterMs: number) => void) {}

  /** Restarts the time; `what` says what did not happen if it runs out. */
  feed(milliseconds: number, what: string): void {
    if (this.expired) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.expired = true;
      this.onExpired(what, milliseconds);
    }, milliseconds);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.expired = true;
  }
}
