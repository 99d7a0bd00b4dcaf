// Keeps account, while a data set of small files is written, of how far each worker has come.
import type { NativeBinding, NativeJobHandle, NativeJobSpec } from '../native/contract.js';
import { keepWatermarks, type Watermarks } from '../mount/watermarks.js';
import type { PlannedStep } from '../plan/planned-step.js';

/** Milliseconds between two accounts at least; and an account may take a hundredth of the time. */
const shortestPauseMs = 250;
const timesItsCost = 100;

/** Files that each worker writes, one after the other; null for a job whose order says nothing of what is done. */
export function partsOf({ kind, packing, access, queueDepth, workers, fileCount }: NativeJobSpec): number[] | null {
  if (kind !== 'files' || packing !== 'none' || access !== 'sequential' || queueDepth !== 1) return null;
  const start = (worker: number) => Number((BigInt(fileCount) * BigInt(worker)) / BigInt(workers));
  return Array.from({ length: workers }, (_, worker) => start(worker + 1) - start(worker));
}

/**
 * Each account is taken in three steps, in this order: the counts of finished files are read, the file system is synced,
 * the counts are written durably to the manifest. Whenever the machine crashes, the manifest holds counts that were read
 * before a sync that has ended, so every file before them is on the storage whole, with its name. Files behind them may be
 * there in any state; they are made anew, cut to nothing first.
 */
export class WatermarkKeeper {
  #timer: NodeJS.Timeout | undefined;
  #taking: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly binding: Pick<NativeBinding, 'syncFileSystem'>,
    private readonly job: Pick<NativeJobHandle, 'snapshot'>,
    private readonly step: Pick<PlannedStep, 'mountPath' | 'dataset'>,
    private readonly root: string,
  ) {}

  /** Takes an account now and then until `stop` is called. */
  start(): void {
    this.#wait(shortestPauseMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#taking;
  }

  /** The last account of a job that has ended too early. Returns the files that are safe. */
  async takeLast(): Promise<number> {
    await this.stop();
    const written = await this.#take().catch(() => []);
    return written.reduce((sum, files) => sum + files, 0);
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#taking = this.#takeTimed();
    }, ms);
  }

  async #takeTimed(): Promise<void> {
    const begin = performance.now();
    // The account before stays valid; what has failed, fails the job itself.
    await this.#take().catch(() => undefined);
    if (!this.#stopped) this.#wait(Math.max(shortestPauseMs, timesItsCost * (performance.now() - begin)));
  }

  async #take(): Promise<Watermarks> {
    const { workersDone } = this.job.snapshot();
    if (workersDone.length === 0 || this.step.dataset === null) return [];
    await this.binding.syncFileSystem(this.root);
    keepWatermarks(this.step.mountPath, this.step.dataset, workersDone);
    return workersDone;
  }
}
