// The counters around one step: when its readings are asked for, and what came of them in time.
import { type CounterPart, CounterTotals, type Totals } from '../analyze/counters/totals.js';
import type { CounterGroup } from './counter-messages.js';
import { after, type CounterProcess, type StepMessage } from './counter-process.js';

/** What was read in a part of the measured time. */
export interface CounterInterval {
  /** Nanoseconds from the start of the measured time; the first reading is a little before it. */
  startNs: number;
  durationNs: number;
  deltas: Record<string, number>;
  gauges: Record<string, number>;
}

export interface Observed extends Totals {
  /** Other steps ran on the machine at the same time. */
  shared: boolean;
  /** Those of `sources` that are of the mount; the others are of the machine. */
  ofMount: string[];
  /** Processor time that reading took; null where the process did not come to its end. */
  processorSeconds: number | null;
}

/** A source that a process did not come back from, with why. */
export interface LostSource {
  source: string;
  reason: string;
}

export interface ObservationOptions {
  id: number;
  /** The process to read with; after `replace` another one, which reads the machine only. */
  process: () => CounterProcess;
  /** Called where the process does not answer any more. */
  replace: (process: CounterProcess) => void;
  /** What earlier processes did not come back from. */
  lost: () => readonly LostSource[];
  onInterval: (interval: CounterInterval) => void;
  /** Milliseconds for the last reading of the mount. */
  patienceMs: number;
}

/** A step waits no longer for its counters to be ready. */
const armMs = 1000;
/** A process that is alive answers in this time, once it has been told of the end. */
const pingMs = 1000;

export class Observation {
  shared = false;
  /** Names of the sources of the mount that have told anything. */
  private readonly ofMount = new Set<string>();
  private readonly sums = new CounterTotals();
  /** When each source was read last. */
  private readonly readAt = new Map<string, bigint>();
  private readonly ends: Record<CounterGroup, Promised>;
  private process: CounterProcess;
  private startNs: bigint | null = null;
  private ending: Promise<void> | null = null;
  private processorSeconds: number | null = null;
  private dropped = false;
  private onArmed: () => void = () => undefined;

  constructor(private readonly options: ObservationOptions) {
    this.ends = { machine: new Promised(), mount: new Promised() };
    this.process = this.use();
  }

  /** Resolves when the first readings can be taken, after a second at the latest. Never rejects. */
  async armed(): Promise<void> {
    const { process } = this;
    const late = after(armMs).then(() => false);
    const armed = this.arm();
    const early = await Promise.race([armed, after(armMs / 2).then(() => null)]);
    if (early === true) return;
    // One that is slow answers this; one that is blocked does not.
    const answers = process.answers(armMs / 2);
    if (early === null && (await Promise.race([armed, late]))) return;
    if (this.dropped || process.isStarting || (await answers)) return;
    process.forget(this.options.id);
    this.options.replace(process);
    this.process = this.use();
    await Promise.race([this.arm(), late]);
  }

  begin(atNs: bigint, intervalNs: number): void {
    if (this.dropped) return;
    this.startNs = atNs;
    this.process.send({ type: 'begin', id: this.options.id, atNs, intervalNs });
  }

  /** The measured time is over. Only the first call after `begin` counts. */
  end(): void {
    if (this.startNs !== null) this.ending ??= this.waitForEnd();
  }

  /** What was read; null where nothing was. */
  async observed(): Promise<Observed | null> {
    if (this.dropped || this.startNs === null) {
      this.drop();
      return null;
    }
    this.end();
    await this.ending;
    const { totals } = this.sums;
    const { shared, processorSeconds } = this;
    return totals === null ? null : { ...totals, shared, ofMount: [...this.ofMount], processorSeconds };
  }

  /** Nobody waits for it any more. */
  drop(): void {
    if (this.dropped) return;
    this.dropped = true;
    this.process.send({ type: 'end', id: this.options.id });
    this.process.forget(this.options.id);
    for (const end of Object.values(this.ends)) end.settle();
  }

  private use(): CounterProcess {
    const process = this.options.process();
    process.listen(this.options.id, (message) => {
      this.take(message);
    });
    return process;
  }

  private async arm(): Promise<boolean> {
    const armed = new Promise<true>((resolve) => {
      this.onArmed = () => {
        resolve(true);
      };
    });
    this.process.send({ type: 'arm', id: this.options.id });
    return Promise.race([armed, this.process.over.then(() => false), after(armMs).then(() => false)]);
  }

  private take(message: StepMessage): void {
    if (message.type === 'armed') this.onArmed();
    else if (message.type === 'ended') this.takeEnd(message);
    else this.takeParts(message.parts, message.group);
  }

  private takeEnd({ group, processorSeconds }: Extract<StepMessage, { type: 'ended' }>): void {
    this.processorSeconds ??= processorSeconds;
    this.ends[group].settle();
  }

  private takeParts(parts: readonly CounterPart[], group: CounterGroup): void {
    const [first] = parts;
    if (first === undefined) return;
    const beforeNs = this.readAt.get(first.source);
    for (const part of parts) {
      this.sums.take(part);
      this.readAt.set(part.source, part.atNs);
      if (group === 'mount') this.ofMount.add(part.source);
    }
    if (beforeNs !== undefined) this.tellInterval(parts, beforeNs, first.atNs);
  }

  private tellInterval(parts: readonly CounterPart[], fromNs: bigint, untilNs: bigint): void {
    const deltas = merged(parts.map((part) => part.deltas));
    const gauges = merged(parts.map((part) => part.gauges));
    const startNs = Math.max(0, Number(fromNs - (this.startNs ?? fromNs)));
    this.options.onInterval({ startNs, durationNs: Number(untilNs - fromNs), deltas, gauges });
  }

  private async waitForEnd(): Promise<void> {
    const { process, ends } = this;
    const { id, patienceMs } = this.options;
    process.send({ type: 'end', id });
    // Of a step that is over before its reader is there, nothing was read and nothing comes.
    if (process.isStarting) {
      process.forget(id);
      return;
    }
    // An answer comes after the last reading of the machine.
    if (await process.answers(pingMs)) await Promise.race([ends.mount.over, process.over, after(patienceMs)]);
    else this.options.replace(process);
    process.forget(id);
    this.tellLost();
  }

  private tellLost(): void {
    for (const { source, reason } of this.options.lost()) this.sums.lose(source, 'ABANDONED', reason);
    if (this.ends.mount.isOver) return;
    const reason = `no last reading within ${this.options.patienceMs / 1000} s`;
    for (const source of this.ofMount) this.sums.lose(source, 'TIMED_OUT', reason);
  }
}

function merged(values: readonly Record<string, number>[]): Record<string, number> {
  return Object.assign({}, ...values) as Record<string, number>;
}

class Promised {
  readonly over: Promise<void>;
  isOver = false;
  private resolve: () => void = () => undefined;

  constructor() {
    this.over = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  settle(): void {
    this.isOver = true;
    this.resolve();
  }
}
