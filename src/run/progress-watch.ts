// Whether a job goes on: each phase of it must show progress now and then, or the watchdog ends it.
import type { NativeJobSpec, NativeSnapshot } from '../native/contract.js';
import type { Watchdog } from './watchdog.js';

export class ProgressWatch {
  private lastCount = -1;
  private lastVerified = '';
  private lastPausedNs = 0;
  private pauseAtNs = -1;
  /** When all workers start, by CLOCK_MONOTONIC. */
  private startsAtNs = 0n;

  /** `graceMs`: milliseconds without any sign of progress. */
  constructor(
    private readonly spec: NativeJobSpec,
    private readonly graceMs: number,
    private readonly watchdog: Watchdog,
  ) {}

  /** Bytes of the data set that are written. */
  written(bytes: number): void {
    if (this.advances(bytes)) this.watchdog.feed(this.graceMs, 'gone on writing its data set');
  }

  /** The job starts at this instant of CLOCK_MONOTONIC. */
  released(atMonotonicNs: bigint): void {
    this.startsAtNs = atMonotonicNs;
    this.lastCount = -1;
    const { rampNs, runtimeNs } = this.spec;
    const waitMs = Number(atMonotonicNs - process.hrtime.bigint()) / 1e6;
    this.watchdog.feed(Math.max(0, waitMs) + (rampNs + runtimeNs) / 1e6 + this.graceMs, 'ended');
  }

  /** A step that ends by its passes has no planned time: it must complete something now and then. */
  take(snapshot: NativeSnapshot, stopped: boolean): void {
    const { operations, phase, pausedNs } = snapshot;
    if (phase === 'verify') {
      if (!stopped) this.takeVerification(snapshot);
    } else if (phase === 'pause' || pausedNs !== this.lastPausedNs) {
      if (!stopped) this.takePause(snapshot);
    } else if (this.spec.runtimeNs === 0 && phase !== 'ready' && phase !== 'prepare') {
      if (process.hrtime.bigint() < this.startsAtNs) return;
      if (this.advances(operations)) this.watchdog.feed(this.patienceMs(), 'completed another operation');
    }
  }

  /** Nothing is done between two saves. */
  private patienceMs(): number {
    return this.graceMs + (this.spec.checkpoint?.pauseNs ?? 0) / 1e6;
  }

  /** Dropping caches must end in the time of a preparation; a timed step lasts that much longer. */
  private takePause({ phase, elapsedNs, pausedNs }: NativeSnapshot): void {
    const { spec, graceMs } = this;
    if (phase === 'pause') {
      // The measured time stands still in a pause, and goes on between two.
      if (elapsedNs !== this.pauseAtNs) this.watchdog.feed(graceMs, 'dropped the caches between two epochs');
      this.pauseAtNs = elapsedNs;
      return;
    }
    this.lastPausedNs = pausedNs;
    const leftMs = Math.max(0, spec.rampNs + spec.runtimeNs - elapsedNs) / 1e6;
    this.watchdog.feed(leftMs + graceMs, 'ended');
  }

  /** No runtime bounds the reading back: it must go on now and then. Once stopped, it has to end. */
  private takeVerification({ fractionDone, bytes }: NativeSnapshot): void {
    const done = `${fractionDone} ${bytes}`;
    if (done === this.lastVerified) return;
    this.lastVerified = done;
    this.watchdog.feed(this.graceMs, 'gone on checking what it wrote');
  }

  private advances(count: number): boolean {
    const more = count > this.lastCount;
    if (more) this.lastCount = count;
    return more;
  }
}
