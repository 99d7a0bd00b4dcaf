// Rounds where several workloads are repeated together: phases, and what stands between them.
import { expect, test } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import { roundsOf } from '../../src/plan/rounds.js';
import { loadWorkloads } from '../../src/spec/load.js';
import { builtinDirectory } from '../../src/cli/package.js';
import { block, mount } from './samples.js';

const mounts = [mount('A'), mount('B')];

test('phases, and what runs between them, are one round a turn', () => {
  const { workloads } = loadWorkloads('mdtest', { set: ['files=100'], cwd: builtinDirectory, builtinDirectory });
  const { steps } = makePlan([block({ name: 'before' }), ...workloads], mounts, { repeat: 2 });
  const rounds = roundsOf(steps);
  const phases = steps.filter(({ phase }) => phase !== null);
  expect(phases.length).toBeGreaterThan(8);
  const first = rounds.get(phases[0]?.id ?? '');
  expect(first?.steps.map(({ id }) => id)).toEqual(phases.filter(({ repeat }) => repeat === 1).map(({ id }) => id));
  expect(first?.of.steps).toHaveLength(phases.length);
  expect(rounds.get('before/A/1')?.steps.map(({ id }) => id)).toEqual(['before/A/1', 'before/B/1']);
});
