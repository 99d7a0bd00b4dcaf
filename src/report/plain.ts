// Progress as log lines for streams that are no terminal: one line an event of note, no escape, no carriage return.
import type { NativeReady, NativeSnapshot } from '../native/contract.js';
import type { Plan, PlannedStep } from '../plan/planned-step.js';
import { isNotNeeded } from '../result/not-needed.js';
import type { StepRecord, SystemCaches, Warning } from '../result/schema.js';
import type { Progress } from '../run/progress.js';
import { printable } from './display-text.js';
import { numberOf } from './live-state.js';
import { checkpointTexts } from './checkpoint-words.js';
import { byteRate, headline, intervalFigures, operationRate, stepFigures, type Figure } from './figures.js';
import { tryStartText, tryText } from './fit-text.js';
import { cachedTexts } from './kv-cache-words.js';
import { formatClock, formatLatency, formatPercent, formatSeconds, formatSize } from './numbers.js';
import { positionTexts } from './step-position.js';
import { errorText, evidenceText, jobText, probeText, resumptionText, variantText } from './step-text.js';
import { trainedTexts } from './training-words.js';
import { verifiedText } from './verification.js';

/** Milliseconds between two lines of progress: of a layout, of intervals, of a verification. */
const quietMs = 5000;

/** Turns progress into lines; each starts with the time since the first event. */
export class PlainLog {
  readonly #now: () => number;
  #startedMs: number | null = null;
  #lastLineMs = 0;
  #steps: PlannedStep[] = [];
  /** Why the last step was not needed. */
  #needless = '';
  #stopping = false;
  /** Where the trainings and checkpoints that run are, by the ids of their steps. */
  readonly #positions = new Map<string, string>();

  /** `now`: clock in milliseconds. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** The line for an event, without a line end; null when the event is not worth a line. */
  line(progress: Progress): string | null {
    const nowMs = this.#now();
    this.#startedMs ??= nowMs;
    if (progress.type === 'plan') this.#steps = progress.plan.steps;
    this.#followPosition(progress);
    if (nowMs - this.#lastLineMs < quietMs && canWait(progress)) return null;
    if (progress.type === 'stopping') this.#stopping = true;
    const text = this.#isQuiet(progress) ? null : this.#text(progress);
    if (text === null) return null;
    // A warning does not push the next figures away.
    if (progress.type !== 'warning') this.#lastLineMs = nowMs;
    return `${formatClock((nowMs - this.#startedMs) / 1000)}  ${printable(text)}`;
  }

  #text(progress: Progress): string | null {
    switch (progress.type) {
      case 'plan':
        return `run ${progress.runId} in ${progress.directory}: ${planText(progress.plan)}`;
      case 'dropped':
        return `${this.#name(progress.step)}: not needed any more`;
      case 'together':
        return `all ${progress.steps.length} parts are ready and begin`;
      case 'step-start':
        return `${this.#name(progress.step)}: start, ${startText(progress.step)}`;
      case 'layout':
        return `${this.#name(progress.step)}: ${layoutText(progress.bytesDone, progress.bytesTotal)}`;
      case 'resumed':
        return `${this.#name(progress.step)}: writing the data set, ${resumptionText(progress)}`;
      case 'caches':
        return `${this.#name(progress.step)}: ${cachesText(progress.caches)}`;
      case 'ready':
        return `${this.#name(progress.step)}: ready, ${readyText(progress.ready)}${delayText(progress.step)}`;
      case 'snapshot':
        return snapshotText(this.#name(progress.step), progress.snapshot);
      case 'interval':
        return `${this.#name(progress.step)}: at ${intervalText(progress.interval, this.#positions.get(progress.step.id) ?? '')}`;
      case 'probe':
        return `${this.#name(progress.step)}: ${probeText(progress.number, progress.probe)}`;
      case 'try-start':
        return `${this.#name(progress.step)}: ${tryStartText(progress.number, progress.accelerators)}`;
      case 'try':
        return `${this.#name(progress.step)}: ${tryText(progress.number, progress.told)}`;
      case 'step-end':
        return `${this.#name(progress.step)}: ${endText(progress.record)}`;
      case 'warning':
        return `${progress.step === null ? '' : `${this.#name(progress.step)}: `}${warningText(progress.warning)}`;
      case 'companion':
        return `${this.#name(progress.step)}: ${progress.text}`;
      case 'counters':
      case 'acceptance':
        return null;
      case 'stopping':
        return `stopping: ${progress.reason}`;
    }
  }

  #followPosition(progress: Progress): void {
    if (progress.type === 'step-start' || progress.type === 'step-end') this.#positions.delete(progress.step.id);
    if (progress.type !== 'snapshot') return;
    const position = positionTexts(progress.step, progress.snapshot).join(' ');
    if (position !== '') this.#positions.set(progress.step.id, `${position}; `);
  }

  // All steps after a stop are skipped, for the reason that the line about the stop gives.
  #isQuiet(progress: Progress): boolean {
    const skipped = progress.type === 'step-end' && progress.record.status === 'skipped';
    return (this.#stopping && skipped) || this.#isKnownNeedless(progress) || endsStep(progress);
  }

  // The repeats that are left out follow one another, for one reason.
  #isKnownNeedless(progress: Progress): boolean {
    if (progress.type !== 'step-end' || !isNotNeeded(progress.record)) return false;
    const why = progress.record.error?.message ?? '';
    const known = why === this.#needless;
    this.#needless = why;
    return known;
  }

  #name(step: PlannedStep): string {
    const number = numberOf(step, this.#steps);
    return `${number > 0 ? `[${number}/${this.#steps.length}] ` : ''}${step.id}`;
  }
}

// The end of a layout is told however short it was: the line says that data was written.
function canWait(progress: Progress): boolean {
  if (progress.type === 'interval' || progress.type === 'snapshot') return true;
  return progress.type === 'layout' && progress.bytesDone < progress.bytesTotal;
}

// The last interval of a timed step would stand right before the line that sums it up.
function endsStep(progress: Progress): boolean {
  if (progress.type !== 'interval') return false;
  const { step, interval } = progress;
  // Pauses between epochs put the end off.
  if (step.spec.coldPasses !== 'none') return false;
  return step.spec.runtimeNs > 0 && interval.startNs + interval.durationNs >= step.spec.runtimeNs;
}

function planText({ steps, mounts, leastSeconds, unboundedSteps }: Plan): string {
  const bytes = mounts.reduce((sum, mount) => sum + mount.bytes, 0);
  const time = `${unboundedSteps > 0 ? 'at least' : 'about'} ${formatSeconds(leastSeconds)} of load`;
  const count = `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`;
  return `${count} on ${mounts.map(({ name }) => name).join(', ')}, ${formatSize(bytes)} of test data, ${time}`;
}

function startText({ job, variant }: PlannedStep): string {
  const swept = variantText(variant);
  return `${jobText(job, Object.keys(variant))}${swept === '' ? '' : `, ${swept}`}`;
}

function layoutText(done: number, total: number): string {
  const share = total > 0 ? formatPercent(done / total) : '0%';
  return `writing the data set, ${share}, ${formatSize(done)} of ${formatSize(total)}`;
}

function readyText({ engineUsed, direct, queueDepthUsed }: NativeReady): string {
  return `${engineUsed}, ${direct.used ? 'direct' : 'not direct'}, depth ${queueDepthUsed}`;
}

function delayText({ startDelayNs }: PlannedStep): string {
  return startDelayNs > 0 ? `; starts in ${formatSeconds(startDelayNs / 1e9)}` : '';
}

function cachesText({ dropped, reason }: SystemCaches): string {
  return dropped ? 'system caches dropped' : `system caches not dropped: ${reason}`;
}

// Intervals tell of the measured time.
function snapshotText(name: string, { phase, fractionDone }: NativeSnapshot): string | null {
  return phase === 'verify' ? `${name}: checking what was written, ${formatPercent(fractionDone)}` : null;
}

function intervalText(interval: Parameters<typeof intervalFigures>[0], position: string): string {
  const figures = headline(intervalFigures(interval));
  const at = formatSeconds((interval.startNs + interval.durationNs) / 1e9);
  return `${at} ${position}${figures.length === 0 ? 'no operation completed' : figures.map(figureText).join('; ')}`;
}

function endText(record: StepRecord): string {
  const figures = stepFigures(record).map(figureText).join('; ');
  if (isNotNeeded(record)) return record.error?.message ?? '';
  if (record.status !== 'complete') {
    const until = record.error?.code === 'STOPPED' && figures !== '' ? `: ${figures}` : '';
    return `${record.status.toUpperCase()}, ${errorText(record.error)}${until}`;
  }
  const ofKind = [...trainedTexts(record), ...checkpointTexts(record), ...cachedTexts(record)];
  const told = [...ofKind, figures, verifiedText(record) ?? ''].filter((text) => text !== '').join('; ');
  const bound =
    record.diagnosis === undefined ? '' : `. Bound: ${record.diagnosis.bound}. ${record.diagnosis.sentence}`;
  return `complete, ${formatSeconds(record.elapsedSeconds ?? 0)} measured${told === '' ? '' : `, ${told}`}${bound}`;
}

function warningText(warning: Warning): string {
  const evidence = evidenceText(warning);
  return `WARNING ${warning.code}${evidence === '' ? '' : ` (${evidence})`}. ${warning.advice}`;
}

function figureText(figure: Figure): string {
  const { kind, p50, p99, max, errors } = figure;
  const latencies = `p50 ${formatLatency(p50)} p99 ${formatLatency(p99)} max ${formatLatency(max)}`;
  const rates = [byteRate(figure), operationRate(figure)].filter((rate) => rate !== '').join(' ');
  return `${kind} ${rates} ${latencies}${errors > 0 ? ` ${errors} ERRORS` : ''}`;
}
