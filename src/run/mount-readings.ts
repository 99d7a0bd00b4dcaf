// Readings of the sources of a mount for one step: one after the other, since they may take their time or never answer.
import type { CounterPart } from '../analyze/counters/totals.js';
import type { NoAnswer } from '../filesystem/access.js';
import type { CounterSource, Reading } from '../filesystem/counters.js';
import { isNoAnswer } from '../filesystem/no-answer.js';
import { inTime } from './in-time.js';
import { TrackedSource } from './tracked-source.js';

/** Share of the time that tools may take between the first and the last reading. */
const toolShare = 0.01;

/** A source of a mount, over all steps of a run. */
export interface LastingSource {
  source: CounterSource;
  /** Set once it did not answer: it is not asked again. */
  gone: NoAnswer | null;
}

export interface MountReadingsOptions {
  /** Milliseconds that a source has for one answer. */
  patienceMs: number;
  tell: (parts: CounterPart[]) => void;
  /** Told of each source before it is asked, and with an empty text after. */
  onAsking: (what: string) => void;
}

interface Tracked {
  lasting: LastingSource;
  track: TrackedSource;
  /** Reading that was taken when the step was ready. */
  early: { answer: Reading | NoAnswer; atNs: bigint } | null;
}

export class MountReadings {
  private readonly tracked: Tracked[];
  private queue: Promise<void> = Promise.resolve();
  private busy = false;
  private toolsNs = 0;
  private toolsReadNs = 0n;
  /** What was read and is not told yet. */
  private readonly untold: CounterPart[] = [];

  constructor(
    sources: readonly LastingSource[],
    private readonly options: MountReadingsOptions,
  ) {
    this.tracked = sources.map((lasting) => ({ lasting, track: new TrackedSource(lasting.source.name), early: null }));
  }

  get isEmpty(): boolean {
    return this.tracked.length === 0;
  }

  /** Nanoseconds that the tools took when they were asked last. */
  get toolCostNs(): number {
    return this.toolsNs;
  }

  /** A first reading, which stands for that at the start where a tool has no time for another one. */
  arm(): Promise<void> {
    return this.next(async () => {
      const began = process.hrtime.bigint();
      for (const one of this.tracked) {
        const answer = await this.ask(one.lasting);
        one.early = { answer, atNs: process.hrtime.bigint() };
      }
      this.noteTools(began);
    });
  }

  /** `tools`: they are asked again. */
  begin(tools: boolean): Promise<void> {
    return this.next(async () => {
      const began = process.hrtime.bigint();
      for (const { lasting, track, early } of this.tracked) {
        const fresh = tools || lasting.source.cost !== 'tool' || early === null;
        const answer = fresh ? await this.ask(lasting) : early.answer;
        const atNs = fresh ? process.hrtime.bigint() : early.atNs;
        this.untold.push(track.begin(answer, atNs));
      }
      this.tellAll();
      if (tools) this.noteTools(began);
    });
  }

  /** Once an interval; left out while the reading before is not over. */
  interval(): void {
    if (this.busy) return;
    const since = Number(process.hrtime.bigint() - this.toolsReadNs);
    void this.readAll(since * toolShare >= this.toolsNs);
  }

  end(): Promise<void> {
    return this.readAll(true);
  }

  private readAll(tools: boolean): Promise<void> {
    return this.next(async () => {
      const began = process.hrtime.bigint();
      for (const { lasting, track } of this.tracked) {
        if (track.isOver || (lasting.source.cost === 'tool' && !tools)) continue;
        const answer = await this.ask(lasting);
        this.untold.push(track.take(answer, process.hrtime.bigint()));
      }
      this.tellAll();
      if (tools) this.noteTools(began);
    });
  }

  private noteTools(began: bigint): void {
    this.toolsReadNs = process.hrtime.bigint();
    const some = this.tracked.some(({ lasting }) => lasting.source.cost === 'tool');
    this.toolsNs = some ? Number(this.toolsReadNs - began) : 0;
  }

  private async ask(lasting: LastingSource): Promise<Reading | NoAnswer> {
    if (lasting.gone !== null) return lasting.gone;
    const { name, cost } = lasting.source;
    if (cost === 'kernel') return read(lasting.source, this.options.patienceMs);
    this.tellAll();
    this.options.onAsking(name);
    const answer = await read(lasting.source, this.options.patienceMs);
    this.options.onAsking('');
    if (isNoAnswer(answer) && (answer.code === 'TIMED_OUT' || answer.code === 'ABANDONED')) lasting.gone = answer;
    return answer;
  }

  /** In one message what came of several sources; before one that may block, since nothing may come after it. */
  private tellAll(): void {
    if (this.untold.length > 0) this.options.tell(this.untold.splice(0));
  }

  private next(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(async () => {
      this.busy = true;
      await work();
      this.busy = false;
    });
    return this.queue;
  }
}

async function read(source: CounterSource, patienceMs: number): Promise<Reading | NoAnswer> {
  const { name } = source;
  const answer = await inTime(
    patienceMs,
    source.read().catch((error: unknown) => broken(name, error)),
  );
  return answer ?? { ok: false, code: 'TIMED_OUT', reason: `${name}: no answer within ${patienceMs / 1000} s` };
}

function broken(name: string, error: unknown): NoAnswer {
  return { ok: false, code: 'FAILED', reason: `${name}: ${String(error)}` };
}
