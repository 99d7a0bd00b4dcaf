// Plans of scenarios: steps alone and together, ends that follow from the timeline, files of their own, space, time.
import { expect, test } from 'vitest';
import { batchesOf } from '../../src/plan/scenario-estimate.js';
import { makePlan } from '../../src/plan/plan.js';
import type { Plan } from '../../src/plan/planned-step.js';
import { isTogether, type ScenarioStep, startOf, startsOf, stepOfRun } from '../../src/plan/scenario-timeline.js';
import type { Scenario, ScenarioPart } from '../../src/spec/scenario.js';
import type { Workload } from '../../src/spec/workload.js';
import { planTable } from '../../src/report/plan.js';
import { block, files, GiB, KiB, MiB, mount, training } from './samples.js';

const second = 1e9;

function part(name: string, workload: Workload, times: Partial<ScenarioPart> = {}): ScenarioPart {
  return {
    name,
    at: 0,
    every: null,
    until: null,
    duration: null,
    ...times,
    workload: { ...workload, name: `s.${name}` },
  };
}

function scenario(...parts: ScenarioPart[]): Scenario {
  return { name: 's', description: '', kind: 'scenario', alone: true, parts };
}

function plan(of: Scenario, options: { repeat?: number; mounts?: string[] } = {}): Plan {
  const { repeat = 1, mounts = ['here'] } = options;
  return makePlan(
    [],
    mounts.map((name) => mount(name)),
    { repeat, scenarios: [of] },
  );
}

const reads = (given: Parameters<typeof block>[0] = {}) => block({ runtime: 10 * second, ...given });
const writer = (given: Parameters<typeof block>[0] = {}) =>
  block({ readPercent: 0, prewrite: false, runtime: second, access: 'sequential', ...given });

function stepIn({ steps }: Plan, id: string): ScenarioStep {
  const step = steps.find((each) => each.id === id);
  if (step?.scenario === undefined) throw new Error(`no step ${id} of a scenario`);
  return { ...step, scenario: step.scenario };
}

test('each part alone, then all together; mounts and repeats take turns', () => {
  const both = scenario(part('a', reads()), part('b', reads({ seed: 2 })));
  const ids = plan(both, { repeat: 2, mounts: ['x', 'y'] }).steps.map(({ id }) => id);
  const turn = (place: string) =>
    ['alone', 'together'].flatMap((run) => ['a', 'b'].map((name) => `s.${name}@${run}/${place}`));
  expect(ids).toEqual(['x/1', 'y/1', 'y/2', 'x/2'].flatMap(turn));
});

test('what runs together is one batch of each mount and repeat', () => {
  const both = scenario(part('a', reads()), part('b', reads({ seed: 2 })));
  const batches = batchesOf(plan(both, { mounts: ['x', 'y'] }).steps);
  expect(batches.map((batch) => batch.length)).toEqual([1, 1, 2, 1, 1, 2]);
  expect(batches[2]?.every(isTogether)).toBe(true);
});

test('without "alone" there is nothing before', () => {
  const steps = plan({ ...scenario(part('a', reads())), alone: false }).steps;
  expect(steps.map(({ id }) => id)).toEqual(['s.a@together/here/1']);
});

test('a time is an end of what runs together, a duration of both', () => {
  const planned = plan(
    scenario(
      part('cut', reads(), { at: 2 * second, until: 7 * second }),
      part('short', reads({ seed: 2 }), { duration: 3 * second }),
      part('ramped', reads({ seed: 3, ramp: second }), { duration: 3 * second }),
      part('own', reads({ seed: 4 }), { until: 99 * second }),
    ),
  );
  const runtimes = planned.steps.map(({ id, spec }) => [id.replace(/\/.*/, ''), spec.runtimeNs / second]);
  expect(runtimes).toEqual([
    ['s.cut@alone', 10],
    ['s.short@alone', 3],
    ['s.ramped@alone', 2],
    ['s.own@alone', 10],
    ['s.cut@together', 5],
    ['s.short@together', 3],
    ['s.ramped@together', 2],
    ['s.own@together', 10],
  ]);
});

test('an epoch without a runtime gets one from the timeline', () => {
  const epoch = files({ operations: ['open', 'read', 'close'], epochs: 5 });
  const planned = plan(scenario(part('epoch', epoch, { until: 4 * second })));
  expect(stepIn(planned, 's.epoch@alone/here/1').spec.runtimeNs).toBe(0);
  expect(stepIn(planned, 's.epoch@together/here/1').spec).toMatchObject({ runtimeNs: 4 * second, passes: 5 });
});

test('starts are on the beat, before the end', () => {
  const { scenario: place } = stepIn(
    plan(scenario(part('a', reads(), { at: second, every: 2 * second, until: 7 * second }))),
    's.a@together/here/1',
  );
  expect([1, 2, 3, 4].map((run) => startOf(place, run))).toEqual([second, 3 * second, 5 * second, null]);
  expect(startsOf(place)).toBe(3);
  expect(startsOf({ ...place, until: 'b' })).toBeNull();
  expect(startsOf({ ...place, every: null })).toBe(1);
  expect(startOf({ ...place, every: null }, 2)).toBeNull();
});

test('a later run is the same step with an id of its own', () => {
  const first = stepIn(
    plan(scenario(part('a', reads(), { every: 2 * second, until: 7 * second }))),
    's.a@together/here/1',
  );
  const second_ = stepOfRun(first, 2);
  expect(second_.id).toBe('s.a@together/here/1.2');
  expect(second_.scenario.occurrence).toBe(2);
  expect(second_.spec).toEqual(first.spec);
});

test('every second run that makes files makes them elsewhere, and the plan has room for both', () => {
  const planned = plan(scenario(part('logs', writer(), { every: 2 * second, until: 9 * second })));
  const first = stepIn(planned, 's.logs@together/here/1');
  const directories = [1, 2, 3, 4].map((run) => stepOfRun(first, run).dataset?.directory ?? '');
  expect(new Set(directories).size).toBe(2);
  expect(directories[2]).toBe(directories[0]);
  for (const run of [1, 2, 3]) {
    const step = stepOfRun(first, run);
    expect(step.spec.root.endsWith(`/ioproof-data/${step.dataset?.directory ?? ''}`)).toBe(true);
  }
  expect(planned.mounts[0]?.datasets.map(({ directory }) => directory)).toEqual(directories.slice(0, 2));
  expect(planned.mounts[0]?.bytes).toBe(2 * 64 * MiB);
});

test('parts that make the same files make them in directories of their own', () => {
  const planned = plan(scenario(part('a', writer()), part('b', writer())));
  const [a, b] = ['a', 'b'].map((name) => stepIn(planned, `s.${name}@together/here/1`).spec.root);
  expect(b).toBe(`${a}-b`);
});

test('parts that read the same files share them', () => {
  const planned = plan(scenario(part('a', reads()), part('b', reads({ blockSize: 64 * KiB }))));
  expect(planned.mounts[0]?.datasets).toHaveLength(1);
});

test('a part that would write to the files of another one is refused', () => {
  const both = scenario(part('a', reads()), part('b', reads({ readPercent: 0 })));
  expect(() => plan(both)).toThrow(
    'scenario "s": part "b" writes to the files that part "a" uses. Give one of the two another "seed"',
  );
});

test('too little space for the files of all parts is told before', () => {
  const big = scenario(part('a', reads({ size: 6 * GiB })), part('b', writer({ size: 6 * GiB })));
  const small = mount('small', { freeBytes: 10 * GiB });
  expect(() => makePlan([], [small], { repeat: 1, scenarios: [big] })).toThrow('mount "small"');
});

test('the time is that of all alone, and of the longest together', () => {
  const times = (...parts: ScenarioPart[]) => {
    const { estimatedSeconds, unboundedSteps } = plan(scenario(...parts));
    return [estimatedSeconds, unboundedSteps];
  };
  const slow = part('a', reads());
  expect(times(slow, part('b', writer(), { at: 20 * second }))).toEqual([10 + 1 + 21, 0]);
  expect(times(slow, part('b', writer(), { every: 3 * second, until: 'a' }))).toEqual([10 + 1 + 10, 0]);
  expect(times(slow, part('b', writer(), { every: 3 * second, until: 7 * second }))).toEqual([10 + 1 + 10, 0]);
  // Nobody knows how long an epoch takes.
  expect(times(part('a', training()), part('b', writer()))).toEqual([1, 3]);
});

test('the table shows the timeline, and tells of a part once', () => {
  const planned = plan(
    scenario(
      part('epoch', reads()),
      part('storm', writer({ seed: 2 }), { at: 2 * second, every: 4 * second, until: 'epoch' }),
    ),
  );
  const text = planTable(planned);
  expect(text).toContain(
    [
      's, all parts together:',
      '  epoch  |=======================  from 0.0s, for 10.0s',
      '  storm      |===      |==         from 2.0s, every 4.0s, each for 1.0s, until',
      '                                   epoch ends',
      '         0s                 10.0s',
    ].join('\n'),
  );
  const timeline = text.slice(text.indexOf('s, all parts'));
  expect(timeline.split('\n').filter((line) => line.length > 80)).toEqual([]);
});
