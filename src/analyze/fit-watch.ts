// Whether a try of a fit is decided before its end: what its accelerator utilization will be, at least and at most.
import type { NativeTrainingSnapshot } from '../native/contract.js';
import { studentQuantile } from '../statistics/student.js';

/** What a try is going to do. */
export interface FitTerms {
  /** Percent of accelerator utilization to reach. */
  threshold: number;
  accelerators: number;
  epochs: number;
  /** Of an epoch. */
  steps: number;
  /** Mean nanoseconds of a step, and whether every step takes just that. */
  computeNs: number;
  fixedCompute: boolean;
  /** Steps at the start of an epoch that live on what was prefetched while the first batch was awaited. */
  stepsAhead: number;
}

/** Percent of accelerator utilization of the whole try, as it can be told before its end. */
export interface FitOutlook {
  /** Where the rest goes as the try has gone so far. */
  percent: number;
  /** Where the rest goes as badly, or as well, as the blocks so far leave open; null: too few to tell. */
  interval: { low: number; high: number } | null;
  /** Where no accelerator ever waits again; null where the compute time is drawn. */
  best: number | null;
}

export interface FitDecision extends FitOutlook {
  reached: boolean;
  by: 'bound' | 'interval';
}

interface Span {
  computeNs: number;
  elapsedNs: number;
}

// Blocks are joined in pairs when there are as many, so that each grows with the try and hardly depends on its neighbour.
const mostBlocks = 32;
const leastBlocks = 16;
// Of both sides; the try is looked at many times, each of which may be wrong.
const confidence = 0.999;
// What the sums of snapshots may be off: the end of an epoch is between two of them.
const boundMarginPercent = 0.5;

/** Takes the snapshots of a try in their order. */
export class FitWatch {
  private epoch = 1;
  private last: Span & { step: number } = { computeNs: 0, elapsedNs: 0, step: 0 };
  private readonly sum: Span = { computeNs: 0, elapsedNs: 0 };
  private blocks: Span[] = [];
  private open: Span = { computeNs: 0, elapsedNs: 0 };
  /** Snapshots that make a block. */
  private blockLength = 1;
  private inOpen = 0;

  constructor(private readonly terms: FitTerms) {}

  /** The decision where there is one now. */
  take(snapshot: NativeTrainingSnapshot): FitDecision | null {
    if (snapshot.kind !== 'train') return null;
    if (!this.advance(snapshot)) return null;
    return this.decide();
  }

  /** Null before the first step after the first. */
  get outlook(): FitOutlook | null {
    const { computeNs, elapsedNs } = this.sum;
    if (elapsedNs <= 0 || computeNs <= 0) return null;
    const interval = this.interval();
    return {
      percent: this.projected(computeNs / elapsedNs),
      interval: interval && { low: this.projected(interval.low), high: this.projected(interval.high) },
      best: this.terms.fixedCompute ? this.projected(1) : null,
    };
  }

  /** False where nothing has happened since the snapshot before. */
  private advance({ epoch, step, computeAfterFirstNs, elapsedAfterFirstNs }: NativeTrainingSnapshot): boolean {
    if (epoch !== this.epoch) this.last = { computeNs: 0, elapsedNs: 0, step: 0 };
    this.epoch = epoch;
    const before = this.last;
    if (step <= before.step || elapsedAfterFirstNs <= before.elapsedNs) return false;
    this.last = { computeNs: computeAfterFirstNs, elapsedNs: elapsedAfterFirstNs, step };
    const span = {
      computeNs: computeAfterFirstNs - before.computeNs,
      elapsedNs: elapsedAfterFirstNs - before.elapsedNs,
    };
    add(this.sum, span);
    if (before.step >= this.terms.stepsAhead) this.addToBlock(span);
    return true;
  }

  private addToBlock(span: Span): void {
    add(this.open, span);
    this.inOpen += 1;
    if (this.inOpen < this.blockLength) return;
    this.blocks.push(this.open);
    this.open = { computeNs: 0, elapsedNs: 0 };
    this.inOpen = 0;
    if (this.blocks.length < mostBlocks) return;
    this.blocks = inPairs(this.blocks);
    this.blockLength *= 2;
  }

  private decide(): FitDecision | null {
    const { outlook } = this;
    if (outlook === null) return null;
    const { threshold } = this.terms;
    if (outlook.best !== null && outlook.best + boundMarginPercent < threshold) {
      return { ...outlook, reached: false, by: 'bound' };
    }
    if (outlook.interval === null) return null;
    const { low, high } = outlook.interval;
    if (low >= threshold) return { ...outlook, reached: true, by: 'interval' };
    return high < threshold ? { ...outlook, reached: false, by: 'interval' } : null;
  }

  /** Utilization of the whole try in percent where that of its rest is `utilization`. */
  private projected(utilization: number): number {
    const { computeNs, elapsedNs } = this.sum;
    const rest = this.restNs();
    return (100 * (computeNs + rest)) / (elapsedNs + rest / Math.max(utilization, Number.MIN_VALUE));
  }

  /** Compute of all accelerators that is still to come, the first step of each epoch left out as in the formula. */
  private restNs(): number {
    const { accelerators, epochs, steps, computeNs } = this.terms;
    const inLater = Math.max(0, epochs - this.epoch) * Math.max(0, steps - 1);
    return (inLater + Math.max(0, steps - this.last.step)) * computeNs * accelerators;
  }

  /** Of the utilization of blocks, by the ratio estimator and Student's t; within 0 … 1. */
  private interval(): { low: number; high: number } | null {
    const { blocks } = this;
    const count = blocks.length;
    if (count < leastBlocks) return null;
    const sum = blocks.reduce(joined);
    const ratio = sum.computeNs / sum.elapsedNs;
    const squares = blocks.reduce((total, block) => total + (block.computeNs - ratio * block.elapsedNs) ** 2, 0);
    const error = Math.sqrt(squares / (count - 1) / count) / (sum.elapsedNs / count);
    const away = studentQuantile((1 + confidence) / 2, count - 1) * error;
    return { low: Math.max(0, ratio - away), high: Math.min(1, ratio + away) };
  }
}

function add(to: Span, { computeNs, elapsedNs }: Span): void {
  to.computeNs += computeNs;
  to.elapsedNs += elapsedNs;
}

function joined(one: Span, other: Span): Span {
  return { computeNs: one.computeNs + other.computeNs, elapsedNs: one.elapsedNs + other.elapsedNs };
}

function inPairs(blocks: readonly Span[]): Span[] {
  return blocks.flatMap((block, at) =>
    at % 2 === 0 ? [joined(block, blocks[at + 1] ?? { computeNs: 0, elapsedNs: 0 })] : [],
  );
}
