// The timeline of a scenario by virtual time: who is made ready, starts, is late, is ended, and when.
import { expect, test } from 'vitest';
import type { PlannedStep, ScenarioPlace } from '../../src/plan/planned-step.js';
import type { ScenarioStep } from '../../src/plan/scenario-timeline.js';
import { ScenarioRun } from '../../src/run/scenario-run.js';
import { makePlan } from '../../src/plan/plan.js';
import { block, mount } from '../plan/samples.js';
import { type Events, type JobScript, ScriptedJob, VirtualClock } from './virtual-time.js';

const ms = 1e6;
const second = 1000 * ms;

/** All are ready before it, and the message to start has its time. */
const leadMs = 100;

interface Part extends Partial<Pick<ScenarioPlace, 'at' | 'every' | 'until'>> {
  kind?: 'block' | 'checkpoint';
  script: JobScript;
}

const [template] = makePlan([block({ engine: 'null' })], [mount('here')], { repeat: 1 }).steps as [PlannedStep];

function stepOf(part: string, { kind = 'block', at = 0, every = null, until = null }: Part): ScenarioStep {
  const place = { of: 's', part, run: 'together' as const, occurrence: 1, at, every, until, duration: null };
  return {
    ...template,
    id: `s.${part}@together/here/1`,
    spec: { ...template.spec, kind },
    scenario: { ...place, ownFiles: false },
  };
}

interface Played {
  events: Events;
  /** Id, status, and times in milliseconds from the start of the scenario: due, start, end. */
  outcomes: (string | number)[][];
  failed: string | null;
}

async function play(
  parts: Record<string, Part>,
  meanwhile: (run: ScenarioRun, clock: VirtualClock) => void = () => undefined,
): Promise<Played> {
  const clock = new VirtualClock();
  const events: Events = [];
  const outcomes: Played['outcomes'] = [];
  const run = new ScenarioRun(
    Object.entries(parts).map(([name, part]) => stepOf(name, part)),
    {
      clock,
      start: (step, onReady) => {
        const part = parts[step.scenario.part];
        if (part === undefined) throw new Error('a step of no part');
        return new ScriptedJob(step, part.script, clock, events, onReady);
      },
      onBegin: () => events.push(`${Number(clock.now()) / ms} all begin`),
      onDropped: ({ scenario: { part, occurrence } }) => {
        events.push(`${Number(clock.now()) / ms} ${part} ${occurrence} is dropped`);
      },
      onOutcome: ({ id }, { status, error }, times) => {
        const at = times === null ? [] : [times.dueNs / ms, times.startNs / ms, times.endNs / ms];
        outcomes.push([id.replace('s.', '').replace('@together/here/1', ''), error?.code ?? status, ...at]);
      },
    },
  );
  meanwhile(run, clock);
  await clock.runUntil(run.ended);
  return { events, outcomes, failed: await run.ended };
}

test('all are made ready one after the other, and begin at one instant, each at its time', async () => {
  const { events, outcomes } = await play({
    a: { script: { prepareNs: 700 * ms, lengthNs: 2 * second } },
    b: { at: 500 * ms, script: { prepareNs: 300 * ms, lengthNs: second } },
  });
  expect(events).toEqual([
    '0 a is prepared',
    '700 b is prepared',
    '1000 all begin',
    `${1000 + leadMs} a begins`,
    `${1500 + leadMs} b begins`,
  ]);
  expect(outcomes).toEqual([
    ['b', 'complete', 500, 500, 1500],
    ['a', 'complete', 0, 0, 2000],
  ]);
});

test('a part that starts again does so on the beat, made ready before, until its time is over', async () => {
  const { events, outcomes } = await play({
    a: { at: second, every: 2 * second, until: 6 * second, script: { prepareNs: 400 * ms, lengthNs: 500 * ms } },
  });
  const zero = 400 + leadMs;
  expect(events.filter((event) => event.endsWith('begins'))).toEqual(
    [1000, 3000, 5000].map((time, index) => `${zero + time} a ${index === 0 ? '' : `${index + 1} `}begins`),
  );
  // Half of the time between two starts before the second one.
  expect(events).toContain(`${zero + 2000} a 2 is prepared`);
  expect(outcomes).toEqual([
    ['a', 'complete', 1000, 1000, 1500],
    ['a.2', 'complete', 3000, 3000, 3500],
    ['a.3', 'complete', 5000, 5000, 5500],
  ]);
});

test('one whose predecessor still runs starts when that is over, and the record knows how late', async () => {
  const { outcomes } = await play({
    a: { every: second, until: 3 * second, script: { lengthNs: 1400 * ms } },
  });
  // The message to start has 50 ms to arrive; the end of the part cuts the last one.
  expect(outcomes).toEqual([
    ['a', 'complete', 0, 0, 1400],
    ['a.2', 'complete', 1000, 1450, 2850],
    ['a.3', 'complete', 2000, 2900, 3000],
  ]);
});

test('a part ends with another one: what runs is ended, what is ready is dropped, and nobody is told of it', async () => {
  const { events, outcomes } = await play({
    epoch: { script: { lengthNs: 3700 * ms } },
    stream: { until: 'epoch', script: { lengthNs: 60 * second } },
    storm: { at: second, every: second, until: 'epoch', script: { lengthNs: 200 * ms } },
  });
  expect(outcomes.filter(([id]) => String(id).startsWith('storm'))).toEqual([
    ['storm', 'complete', 1000, 1000, 1200],
    ['storm.2', 'complete', 2000, 2000, 2200],
    ['storm.3', 'complete', 3000, 3000, 3200],
  ]);
  expect(events.slice(-2)).toEqual(['3600 storm 4 is prepared', '3800 storm 4 is dropped']);
  expect(outcomes).toContainEqual(['stream', 'complete', 0, 0, 3700]);
});

test('what cannot be cut comes to its own end', async () => {
  const { outcomes } = await play({
    epoch: { script: { lengthNs: second } },
    save: { kind: 'checkpoint', at: 800 * ms, every: second, until: 'epoch', script: { lengthNs: second } },
  });
  expect(outcomes).toEqual([
    ['epoch', 'complete', 0, 0, 1000],
    ['save', 'complete', 800, 800, 1800],
  ]);
});

test('a part whose other is over before its start is skipped', async () => {
  const { outcomes, failed } = await play({
    a: { script: { lengthNs: second } },
    b: { at: 5 * second, until: 'a', script: { lengthNs: second } },
  });
  expect(outcomes).toEqual([
    ['a', 'complete', 0, 0, 1000],
    ['b', 'SKIPPED'],
  ]);
  expect(failed).toBeNull();
});

test('a part that fails ends the others, in its first run or in a later one', async () => {
  const { outcomes, failed } = await play({
    a: { script: { lengthNs: 9 * second } },
    b: { at: second, script: { lengthNs: second, fails: true } },
  });
  expect(failed).toBe('b');
  expect(outcomes).toEqual([
    ['b', 'IO_ERROR', 1000, 1000, 2000],
    ['a', 'STOPPED', 0, 0, 2000],
  ]);
});

test('a part that cannot be prepared keeps all from beginning', async () => {
  const { events, outcomes, failed } = await play({
    a: { script: { lengthNs: second } },
    b: { script: { prepareNs: Infinity, lengthNs: second } },
    c: { script: { lengthNs: second } },
  });
  expect(failed).toBe('b');
  expect(outcomes).toEqual([
    ['b', 'NO_FILES'],
    ['a', 'STOPPED'],
  ]);
  expect(events).toEqual(['0 a is prepared', '0 b is prepared']);
});

test.each(['stop', 'kill'] as const)(
  '%s in the middle ends all that runs, and nothing starts any more',
  async (how) => {
    const { outcomes, failed } = await play(
      {
        a: { script: { lengthNs: 9 * second } },
        b: { at: second, every: second, until: 9 * second, script: { lengthNs: 300 * ms } },
      },
      (run, clock) => {
        clock.at(BigInt(2200 * ms + leadMs * ms), () => {
          run[how]();
        });
      },
    );
    expect(failed).toBeNull();
    expect(outcomes).toEqual([
      ['b', 'complete', 1000, 1000, 1300],
      ['a', 'STOPPED', 0, 0, 2200],
      ['b.2', 'STOPPED', 2000, 2000, 2200],
    ]);
  },
);

test('a stop while parts are made ready ends those that are, and the others never come to it', async () => {
  const { events, outcomes } = await play(
    {
      a: { script: { lengthNs: second } },
      b: { script: { prepareNs: second, lengthNs: second } },
      c: { script: { lengthNs: 1 } },
    },
    (run, clock) => {
      clock.at(BigInt(500 * ms), () => {
        run.stop();
      });
    },
  );
  expect(events).toEqual(['0 a is prepared', '0 b is prepared']);
  expect(outcomes).toEqual([
    ['b', 'STOPPED'],
    ['a', 'STOPPED'],
  ]);
});
