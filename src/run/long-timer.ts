// A timer for any time, which one of Node's is not.

/** `setTimeout` takes no longer time: it would fire at once. */
const longestTimeoutMs = 2 ** 31 - 1;

/** At most one call is pending: a new start takes the place of the one before. */
export class LongTimer {
  private timer: NodeJS.Timeout | undefined;

  /** Calls `done` once, after this many milliseconds. */
  start(milliseconds: number, done: () => void): void {
    const first = Math.min(milliseconds, longestTimeoutMs);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (first < milliseconds) this.start(milliseconds - first, done);
      else done();
    }, first);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
