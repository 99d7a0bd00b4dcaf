// How many processors a process may keep busy: the least of what the machine has and what restricts it.
import { expect, test } from 'vitest';
import { usableCores } from '../../src/system/usable-cores.js';

function host(threads: number, cpuQuotaCores: number | null = null, cpuset: string | null = null) {
  const cpu = { model: '', architecture: 'x64', sockets: 1, cores: threads / 2, threads, governor: null };
  return { cpu, cgroup: { version: 2 as const, cpuQuotaCores, memoryLimitBytes: null, cpuset } };
}

test.each([
  ['all of them', host(16), [], 16],
  ['a quota of a control group', host(16, 1.5), [], 1.5],
  ['processors of a control group', host(16, null, '0-3,8'), [], 5],
  ['processors that it is pinned to', host(16, 12, '0-7'), [0, 1], 2],
] as const)('%s', (_, facts, pinned, cores) => {
  expect(usableCores(facts, pinned)).toBe(cores);
});
