// Scenarios as workload files have them: what is read, where it comes from, and every problem with its place.
import { expect, test } from 'vitest';
import { showWorkload } from '../../src/spec/show.js';
import type { Scenario } from '../../src/spec/scenario.js';
import { workloadReference } from '../../src/spec/reference.js';
import { loadText, problemsOf } from './loading.js';

const second = 1e9;

function scenario(text: string, set: string[] = []): Scenario {
  const [only, ...others] = loadText(text, set).scenarios;
  if (only === undefined || others.length > 0) throw new Error('the text holds not one scenario');
  return only;
}

const two = `name: two
kind: scenario
parts:
  - name: reads
    workload: { kind: block, blockSize: 4KiB, runtime: 5s }
  - name: backup
    workload: sequential-write-1m
    set: { size: 64MiB, runtime: 1s }
    at: 500ms
    every: 2s
    until: reads
    duration: 1500ms
`;

test('a part has times and a workload, which is given or named, and is named after both', () => {
  const { name, alone, parts } = scenario(two);
  expect({ name, alone }).toEqual({ name: 'two', alone: true });
  expect(
    parts.map(({ name: part, at, every, until, duration }) => ({ name: part, at, every, until, duration })),
  ).toEqual([
    { name: 'reads', at: 0, every: null, until: null, duration: null },
    { name: 'backup', at: 0.5 * second, every: 2 * second, until: 'reads', duration: 1.5 * second },
  ]);
  expect(parts.map(({ workload }) => workload)).toMatchObject([
    { kind: 'block', name: 'two.reads', blockSize: 4096, runtime: 5 * second },
    { kind: 'block', name: 'two.backup', blockSize: 2 ** 20, readPercent: 0, size: 64 * 2 ** 20, runtime: second },
  ]);
});

test('a scenario is no workload of the run', () => {
  expect(loadText(two).workloads).toEqual([]);
});

test('a part may name another workload of its suite, which also runs by itself', () => {
  const suite = `name: s
workloads:
  - { name: mine, kind: block, blockSize: 8KiB }
  - name: mixed
    kind: scenario
    alone: false
    parts: [{ name: a, workload: mine }, { name: b, workload: mine, set: { blockSize: 16KiB } }]
`;
  const { workloads, scenarios } = loadText(suite);
  expect(workloads.map(({ name }) => name)).toEqual(['mine']);
  expect(scenarios[0]?.alone).toBe(false);
  expect(scenarios[0]?.parts.map(({ workload }) => workload)).toMatchObject([
    { name: 'mixed.a', blockSize: 8192 },
    { name: 'mixed.b', blockSize: 16384 },
  ]);
});

test('--set is for each part whose kind has the key, and for alone', () => {
  const { alone, parts } = scenario(two, ['runtime=7s', 'alone=false']);
  expect(alone).toBe(false);
  expect(parts.map(({ workload }) => workload.runtime)).toEqual([7 * second, 7 * second]);
});

test('what show writes loads again to the same scenario', () => {
  const loaded = loadText(two);
  const shown = showWorkload(loaded);
  expect(loadText(shown).scenarios).toEqual(loaded.scenarios);
  expect(shown).toContain('# Time of its start, from the start of the scenario.');
});

test('the reference has every key of a part', () => {
  const reference = workloadReference();
  for (const key of ['at', 'every', 'until', 'duration', 'workload', 'set', 'name']) {
    expect(reference).toContain(`**\`parts.${key}\`**`);
  }
});

const parts = (...lines: string[]) =>
  `name: s\nkind: scenario\nparts:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
const block = 'workload: {kind: block}';

test.each([
  ['no parts', 'name: s\nkind: scenario\n', 'w.yaml:1:1 parts: is missing.'],
  ['an empty list', 'name: s\nkind: scenario\nparts: []\n', 'w.yaml:3:8 parts: is an empty list.'],
  ['no list', 'name: s\nkind: scenario\nparts: 3\n', 'w.yaml:3:8 parts: must be a list but is 3.'],
  ['a part that is no map', parts('reads'), 'w.yaml:4:5 parts[0]: must be a map of keys but is "reads".'],
  ['a part without a name', parts(`{${block}}`), 'w.yaml:4:5 parts[0].name: is missing.'],
  [
    'a name twice',
    parts(`{name: a, ${block}}`, `{name: a, ${block}}`),
    'w.yaml:5:12 parts[1].name: "a" is the name of',
  ],
  ['a part without a workload', parts('{name: a}'), 'w.yaml:4:5 parts[0].workload: is missing.'],
  [
    'an unknown key',
    parts(`{name: a, ${block}, evry: 3s}`),
    'w.yaml:4:40 parts[0].evry: is not a key of a part of a scenario. Did you mean "every"?',
  ],
  [
    'an unknown key of the scenario',
    `${parts(`{name: a, ${block}}`)}runtime: 3s\n`,
    'w.yaml:5:1 runtime: is not a key of kind "scenario".',
  ],
  [
    'a key of the workload that is wrong',
    parts('{name: a, workload: {kind: block, blockSize: huge}}'),
    'w.yaml:4:50 blockSize: "huge" is not an amount of bytes',
  ],
  [
    'a set key that is wrong',
    parts('{name: a, workload: latency-4k, set: {queueDepth: no}}'),
    'w.yaml:4:55 queueDepth: must be a whole number',
  ],
  [
    'a set key of another kind',
    parts('{name: a, workload: latency-4k, set: {epochs: 3}}'),
    'w.yaml:4:43 parts[0].set.epochs: is not a key of kind "block".',
  ],
  [
    'a name in the workload',
    parts('{name: a, workload: {kind: block, name: b}}'),
    'w.yaml:4:39 parts[0].workload.name: is not given here',
  ],
  [
    'a scenario in it',
    parts('{name: a, workload: {kind: scenario}}'),
    'w.yaml:4:25 parts[0].workload: is a scenario itself.',
  ],
  [
    'a built-in scenario',
    parts('{name: a, workload: noisy-neighbour}'),
    'parts[0].workload: "noisy-neighbour" is a scenario itself.',
  ],
  ['a suite', parts('{name: a, workload: quick}'), 'w.yaml:4:25 parts[0].workload: "quick" is a suite.'],
  [
    'a name that nothing has',
    parts('{name: a, workload: latency-4kk}'),
    'is no other workload of the suite and not built in. Did you mean "latency-4k"?',
  ],
  ['every without an end', parts(`{name: a, ${block}, every: 3s}`), 'w.yaml:4:47 parts[0].every: has no end.'],
  [
    'every beyond the end',
    parts(`{name: a, ${block}, at: 1s, every: 2s, until: 3s}`),
    'parts[0].every: leaves time for no second start before "until".',
  ],
  ['an end before the start', parts(`{name: a, ${block}, at: 3s, until: 2s}`), 'parts[0].until: is not after "at"'],
  [
    'a duration longer than every',
    parts(`{name: a, ${block}, every: 1s, until: 9s, duration: 2s}`),
    'parts[0].duration: is longer than "every"',
  ],
  [
    'an end with nobody',
    parts(`{name: a, ${block}, until: epoc}`, `{name: epoch, ${block}}`),
    'parts[0].until: "epoc" is no part of the scenario. Did you mean "epoch"?',
  ],
  ['an end with itself', parts(`{name: a, ${block}, until: a}`), 'parts[0].until: is the part itself.'],
  [
    'an end that is no time',
    parts(`{name: a, ${block}, until: 3}`),
    'parts[0].until: must be a duration, the name of another part, or null but is 3.',
  ],
  ['a sweep', parts('{name: a, workload: {kind: block, queueDepth: [1, 2]}}'), 'sweep: is not possible in a scenario.'],
  ['phases', parts('{name: a, workload: {kind: block, phaseOf: p}}'), 'phaseOf: is not possible in a scenario.'],
  [
    'a delay',
    parts('{name: a, workload: {kind: block, startDelay: 3s}}'),
    'startDelay: is not possible in a scenario. Give "at".',
  ],
  [
    'caches of the machine',
    parts('{name: a, workload: ls-storm}'),
    'dropSystemCaches: would drop the caches of the other parts, too.',
  ],
  [
    'a duration of a checkpoint',
    parts('{name: a, duration: 3s, workload: {kind: checkpoint, model: llama3-8b}}'),
    'kind: "checkpoint" cannot be cut by a "duration".',
  ],
])('%s is a problem', (_, text, message) => {
  expect(problemsOf(text).join('\n')).toContain(message);
});

test('ends that go round in a circle are a problem of each of them', () => {
  const text = parts(`{name: a, ${block}, until: b}`, `{name: b, ${block}, until: c}`, `{name: c, ${block}, until: a}`);
  expect(problemsOf(text)).toHaveLength(3);
  expect(problemsOf(text)[0]).toContain('parts[0].until: "b" ends no sooner than this part.');
});

test('the search for a rate has no place on a timeline', () => {
  const target = '{percentile: 99, below: 1ms, lowest: 1000, highest: 5000}';
  const text = parts(`{name: a, workload: {kind: block, arrival: fixed, latencyTarget: ${target}}}`);
  expect(problemsOf(text).join('\n')).toContain('latencyTarget: is a search of several jobs');
});

test('a workload of another name than a scenario may not have its name', () => {
  const text = `name: s\nworkloads:\n  - {name: x, kind: block}\n  - {name: x, kind: scenario, parts: [{name: a, ${block}}]}\n`;
  expect(problemsOf(text).join('\n')).toContain('"x" is also the name of the workload at w.yaml:3');
});
