// The counters around a step whose reader is slow, blocked or gone: how long a step waits, and what it keeps.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CounterPart } from '../../src/analyze/counters/totals.js';
import type { ToCounters } from '../../src/run/counter-messages.js';
import type { CounterProcess, StepMessage } from '../../src/run/counter-process.js';
import { Observation } from '../../src/run/observation.js';

const id = 7;
const arming = { type: 'armed', id } as const;

/** A reader as a test wants it. `alive`: it answers at once. */
class Reader {
  readonly sent: string[] = [];
  isStarting = false;
  alive = true;
  over: Promise<void>;
  private end!: () => void;
  private take: ((message: StepMessage) => void) | null = null;

  constructor(private readonly onMessage: Partial<Record<ToCounters['type'], (reader: Reader) => void>> = {}) {
    this.over = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  die(): void {
    this.alive = false;
    this.end();
  }

  tell(message: StepMessage): void {
    this.take?.(message);
  }

  read(group: 'machine' | 'mount', source: string, deltas: Record<string, number> = {}): void {
    const atNs = process.hrtime.bigint();
    const part: CounterPart = { source, state: 'read', reason: '', atNs, deltas, gauges: {} };
    this.tell({ type: 'read', id, group, parts: [part] });
  }

  send({ type }: ToCounters): void {
    this.sent.push(type);
    this.onMessage[type]?.(this);
  }

  listen(_id: number, take: (message: StepMessage) => void): void {
    this.take = take;
  }

  forget(): void {
    this.take = null;
  }

  answers(withinMs: number): Promise<boolean> {
    const silence = new Promise<boolean>((resolve) => setTimeout(resolve, withinMs, false));
    return Promise.race([this.alive ? Promise.resolve(true) : silence, this.over.then(() => false)]);
  }
}

const twoReadings = {
  begin: (reader: Reader) => {
    reader.read('machine', '/proc/stat');
    reader.read('mount', 'nfs mountstats');
  },
  end: (reader: Reader) => {
    reader.read('machine', '/proc/stat', { 'cpu.userSeconds': 1 });
    reader.tell({ type: 'ended', id, group: 'machine', processorSeconds: 0.003 });
    reader.read('mount', 'nfs mountstats', { 'nfs.READ.requests': 3 });
    reader.tell({ type: 'ended', id, group: 'mount', processorSeconds: 0.003 });
  },
};
const good = {
  ...twoReadings,
  arm: (reader: Reader) => {
    reader.tell(arming);
  },
};

function observation(...readers: Reader[]) {
  const replaced: unknown[] = [];
  const left = [...readers];
  const observed = new Observation({
    id,
    process: () => left[0] as unknown as CounterProcess,
    replace: (process) => {
      replaced.push(process);
      left.shift();
    },
    lost: () => replaced.map(() => ({ source: 'mount', reason: 'no answer' })),
    onInterval: () => undefined,
    patienceMs: 4000,
  });
  return { observed, replaced };
}

/** Milliseconds of virtual time until it is settled. */
async function timeOf(work: Promise<unknown>): Promise<number> {
  const began = performance.now();
  let took = Infinity;
  void work.then(() => {
    took = performance.now() - began;
  });
  await vi.advanceTimersByTimeAsync(60_000);
  return took;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a reader that is ready is not waited for, and both of its readings count', async () => {
  const { observed, replaced } = observation(new Reader(good));
  expect(await timeOf(observed.armed())).toBe(0);
  observed.begin(0n, 1e9);
  observed.end();
  const told = await observed.observed();
  expect(told?.deltas).toEqual({ 'cpu.userSeconds': 1, 'nfs.READ.requests': 3 });
  expect(told?.ofMount).toEqual(['nfs mountstats']);
  expect(replaced).toEqual([]);
});

test('a slow reader is waited for a second, and kept', async () => {
  const { observed, replaced } = observation(new Reader(twoReadings));
  expect(await timeOf(observed.armed())).toBe(1000);
  expect(replaced).toEqual([]);
});

test('a reader that is still starting is waited for a second, and kept', async () => {
  const reader = new Reader();
  Object.assign(reader, { alive: false, isStarting: true });
  const { observed, replaced } = observation(reader);
  expect(await timeOf(observed.armed())).toBe(1000);
  observed.begin(0n, 1e9);
  expect(await timeOf(observed.observed())).toBe(0);
  expect(await observed.observed()).toBeNull();
  expect(replaced).toEqual([]);
});

test('a blocked reader is waited for a second, and another one reads on', async () => {
  const [blocked, next] = [new Reader(), new Reader(good)];
  blocked.alive = false;
  const { observed, replaced } = observation(blocked, next);
  expect(await timeOf(observed.armed())).toBe(1000);
  expect(replaced).toEqual([blocked]);
  observed.begin(0n, 1e9);
  const told = await observed.observed();
  expect(told?.deltas['cpu.userSeconds']).toBe(1);
  expect(told?.sources.find(({ name }) => name === 'mount')?.state).toBe('ABANDONED');
  expect(blocked.sent).toEqual(['arm']);
});

test('a reader that dies before it is ready is replaced at once', async () => {
  const [dying, next] = [
    new Reader({
      arm: (reader) => {
        reader.die();
      },
    }),
    new Reader(good),
  ];
  const { observed, replaced } = observation(dying, next);
  expect(await timeOf(observed.armed())).toBe(0);
  expect(replaced).toEqual([dying]);
  observed.begin(0n, 1e9);
  expect(await observed.observed()).not.toBeNull();
});

test('where no reader comes up at all, the step waits a second and has no counters', async () => {
  const readers = [new Reader(), new Reader(), new Reader()];
  for (const reader of readers) reader.die();
  const { observed } = observation(...readers);
  expect(await timeOf(observed.armed())).toBeLessThanOrEqual(1000);
  observed.begin(0n, 1e9);
  expect(await timeOf(observed.observed())).toBe(0);
  expect(await observed.observed()).toBeNull();
});

test('of a reader that blocks or dies on the way, what it told until then is kept', async () => {
  for (const blocks of [true, false]) {
    const reader = new Reader({ ...good, end: () => undefined });
    const { observed, replaced } = observation(reader, new Reader());
    await observed.armed();
    observed.begin(0n, 1e9);
    reader.read('machine', '/proc/stat', { 'cpu.userSeconds': 2 });
    reader.read('mount', 'nfs mountstats', { 'nfs.READ.requests': 9 });
    reader.alive = false;
    if (!blocks) reader.die();
    expect(await timeOf(observed.observed())).toBe(blocks ? 1000 : 0);
    const told = await observed.observed();
    expect(told?.deltas).toEqual({ 'cpu.userSeconds': 2 });
    expect(told?.sources.find(({ name }) => name === 'nfs mountstats')?.state).toBe('TIMED_OUT');
    expect(replaced).toEqual([reader]);
  }
});

test('a source of the mount that is slow at the end has its time, and no more', async () => {
  const reader = new Reader({
    ...good,
    end: (one) => {
      one.tell({ type: 'ended', id, group: 'machine', processorSeconds: 0.003 });
    },
  });
  const { observed, replaced } = observation(reader);
  await observed.armed();
  observed.begin(0n, 1e9);
  expect(await timeOf(observed.observed())).toBe(4000);
  expect(replaced).toEqual([]);
});

test('a step that fails before its start has no counters and waits for none', async () => {
  const reader = new Reader({ arm: good.arm });
  const { observed } = observation(reader);
  await observed.armed();
  observed.end();
  expect(await timeOf(observed.observed())).toBe(0);
  expect(await observed.observed()).toBeNull();
  expect(reader.sent).toEqual(['arm', 'end']);
});

test('a step that is ended at once waits for nothing, and begins no reading any more', async () => {
  const reader = new Reader();
  const { observed } = observation(reader);
  const armed = observed.armed();
  observed.drop();
  expect(await timeOf(armed)).toBeLessThanOrEqual(1000);
  observed.begin(0n, 1e9);
  expect(await timeOf(observed.observed())).toBe(0);
  expect(reader.sent).toEqual(['arm', 'end']);
});
