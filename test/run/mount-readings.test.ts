// Sources of a mount over a step: first reading, slow tools, sources that hang, fail or are set back.
import { expect, test } from 'vitest';
import type { CounterPart } from '../../src/analyze/counters/totals.js';
import type { NoAnswer } from '../../src/filesystem/access.js';
import type { CounterSource, Reading } from '../../src/filesystem/counters.js';
import { type LastingSource, MountReadings } from '../../src/run/mount-readings.js';

interface Script {
  cost?: CounterSource['cost'];
  /** One after the other; the last one again and again. */
  answers: (number | NoAnswer | 'hangs' | 'throws')[];
  takesMs?: number;
}

function source(name: string, { cost = 'file', answers, takesMs = 0 }: Script): LastingSource & { asked: number } {
  const lasting = {
    asked: 0,
    gone: null,
    source: {
      name,
      cost,
      async read(): Promise<Reading | NoAnswer> {
        const answer = answers[Math.min(lasting.asked, answers.length - 1)];
        lasting.asked += 1;
        if (answer === 'hangs') return new Promise<never>(() => undefined);
        if (answer === 'throws') throw new Error('it broke');
        if (takesMs > 0) await new Promise((resolve) => setTimeout(resolve, takesMs));
        return typeof answer === 'number'
          ? { counters: { [`${name}.count`]: answer }, gauges: {} }
          : (answer as NoAnswer);
      },
    },
  };
  return lasting;
}

function readings(sources: LastingSource[]) {
  const told: CounterPart[] = [];
  const asking: string[] = [];
  const options = {
    patienceMs: 50,
    tell: (parts: CounterPart[]) => told.push(...parts),
    onAsking: (what: string) => asking.push(what),
  };
  return { mount: new MountReadings(sources, options), told, asking };
}

test('what is counted begins with the first reading of the step, and grows from one to the next', async () => {
  const { mount, told } = readings([source('files', { answers: [100, 110, 130, 130] })]);
  await mount.arm();
  await mount.begin(false);
  mount.interval();
  await mount.end();
  expect(told.map(({ deltas }) => deltas)).toEqual([{}, { 'files.count': 20 }, {}]);
});

test('what cannot block is not announced, and is told in one message up to what may block', async () => {
  const one = { answers: [1, 2, 3] };
  const sources = [
    source('a', { cost: 'kernel', ...one }),
    source('b', { cost: 'kernel', ...one }),
    source('slow', one),
    source('c', { cost: 'kernel', ...one }),
  ];
  const messages: string[][] = [];
  const asking: string[] = [];
  const mount = new MountReadings(sources, {
    patienceMs: 1000,
    tell: (parts) => messages.push(parts.map(({ source: name }) => name)),
    onAsking: (what) => asking.push(what),
  });
  await mount.arm();
  await mount.begin(false);
  await mount.end();
  const reading = [
    ['a', 'b'],
    ['slow', 'c'],
  ];
  expect(messages).toEqual([...reading, ...reading]);
  expect(asking).toEqual(['slow', '', 'slow', '', 'slow', '']);
});

test('a tool that has no time for another reading begins with that of the moment when the step was ready', async () => {
  const tool = source('tool', { cost: 'tool', answers: [100, 150] });
  const { mount, told } = readings([tool]);
  await mount.arm();
  await mount.begin(false);
  expect(tool.asked).toBe(1);
  await mount.end();
  expect(told.map(({ deltas }) => deltas)).toEqual([{}, { 'tool.count': 50 }]);
});

test('a tool is asked at both ends, and not in every interval', async () => {
  const tool = source('tool', { cost: 'tool', answers: [1], takesMs: 20 });
  const file = source('file', { answers: [1] });
  const { mount } = readings([tool, file]);
  await mount.arm();
  await mount.begin(true);
  for (let number = 0; number < 3; number++) {
    mount.interval();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await mount.end();
  expect(tool.asked).toBe(3);
  expect(file.asked).toBe(6);
});

test('a source that does not answer is told, not asked again, and keeps no other from answering', async () => {
  const silent = source('silent', { answers: [1, 'hangs'] });
  const sources = [silent, source('file', { answers: [1, 2, 3] })];
  const { mount, told, asking } = readings(sources);
  await mount.arm();
  await mount.begin(true);
  await mount.end();
  expect(told.map(({ source: name, state }) => [name, state])).toEqual([
    ['silent', 'TIMED_OUT'],
    ['file', 'read'],
    ['file', 'read'],
  ]);
  expect(told[0]?.reason).toBe('silent: no answer within 0.05 s');
  expect(silent.asked).toBe(2);
  expect(asking.slice(0, 4)).toEqual(['silent', '', 'file', '']);

  const later = readings(sources);
  await later.mount.arm();
  await later.mount.begin(true);
  expect(silent.asked).toBe(2);
  expect(later.told[0]?.state).toBe('TIMED_OUT');
});

test('counters that somebody sets back end their source for this step, and not for the next one', async () => {
  const sources = [source('stats', { answers: [50, 60, 5, 9] })];
  const first = readings(sources);
  await first.mount.arm();
  await first.mount.begin(true);
  first.mount.interval();
  await first.mount.end();
  expect(first.told.map(({ state }) => state)).toEqual(['read', 'RESET']);
  expect(first.told[1]?.reason).toBe('stats.count was 60 and then 5');
  const second = readings(sources);
  await second.mount.begin(true);
  await second.mount.end();
  expect(second.told.map(({ state }) => state)).toEqual(['read', 'read']);
});

test('what fails or throws is told in words', async () => {
  const refused: NoAnswer = { ok: false, code: 'REFUSED', reason: 'needs root' };
  const { mount, told } = readings([source('a', { answers: [refused] }), source('b', { answers: ['throws'] })]);
  await mount.begin(true);
  await mount.end();
  expect(told).toMatchObject([
    { source: 'a', state: 'REFUSED', reason: 'needs root' },
    { source: 'b', state: 'FAILED', reason: 'b: Error: it broke' },
  ]);
});
