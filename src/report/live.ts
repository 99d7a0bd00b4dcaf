// The live view of a run: progress events in, a frame of text out. It draws nothing itself.
import type { Progress } from '../run/progress.js';
import { applyProgress, type LiveState, newLiveState } from './live-state.js';
import { panelLines } from './live-panel.js';
import { doneLines, overallLine, titleLine, warningLines } from './live-summary.js';
import { togetherLines } from './live-together.js';
import { lookOf, type Look } from './look.js';
import { paint, type Span } from './spans.js';

export interface LiveOptions {
  colour: boolean;
  /** False where the locale is not UTF-8; default true. */
  unicode?: boolean;
  /** Clock in milliseconds, the same that `frame` is given; default `Date.now`. */
  now?: () => number;
}

/** Narrower terminals get lines of this width. */
const leastWidth = 20;

export class LiveView {
  readonly #state = newLiveState();
  readonly #options: LiveOptions;
  readonly #now: () => number;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  onProgress(progress: Progress): void {
    applyProgress(this.#state, progress, this.#now());
  }

  /** The view at `nowMs`: at most `height` lines of at most `width` columns, without a line end after the last. */
  frame(width: number, height: number, nowMs: number): string {
    const look = lookOf({ ...this.#options, width: Math.max(leastWidth, width) });
    return this.#lines(Math.max(1, height), nowMs, look)
      .map((line) => paint(line, look.colour).trimEnd())
      .join('\n');
  }

  #lines(height: number, nowMs: number, look: Look): Span[][] {
    const state = this.#state;
    const title = height >= 3 ? [titleLine(state, nowMs, look)] : [];
    const overall = [overallLine(state, nowMs, look)];
    const warnings = height >= 6 ? warningLines(state.warnings, look) : [];
    const free = height - title.length - overall.length - warnings.length;
    const panel = panelOf(state, nowMs, free, look);
    const left = free - panel.length;
    // Blank lines only where no finished step has to hide for them.
    const airy = left >= state.done.length + 2;
    const blank: Span[][] = airy ? [[]] : [];
    const done = doneLines(state.done, airy ? left - 2 : left, look);
    return [...title, ...blank, ...done, ...(done.length > 0 ? blank : []), ...panel, ...warnings, ...overall];
  }
}

function panelOf(state: LiveState, nowMs: number, rows: number, look: Look): Span[][] {
  const { current, together, togetherSinceMs: sinceMs } = state;
  if (together.length > 0) return togetherLines(together, { sinceMs, nowMs, rows }, look);
  return current === null ? [] : panelLines(current, nowMs, rows, look);
}
