// The suite that compares ways to the GPU: every way of every load once, and nothing but the way differs.
import { describe, expect, test } from 'vitest';
import { expand } from '../../src/plan/expand.js';
import { loadWorkloads } from '../../src/spec/load.js';
import type { Workload } from '../../src/spec/workload.js';
import { builtinDirectory } from './loading.js';

function variants(scale = 1): Workload[] {
  const { workloads } = loadWorkloads('gds-compare', { set: [], scale, cwd: builtinDirectory, builtinDirectory });
  return workloads.flatMap(expand).map(({ workload }) => workload);
}

const loads = ['large-read', 'small-read', 'checkpoint-write'];
const waysOf = (load: string) => variants().filter(({ name }) => name.startsWith(`${load}-`));

function wayOf({ engine, copyMode, cufileMode, cufileCompat, registerBuffers }: Workload): string {
  if (engine === 'gpu-copy') return copyMode;
  return [cufileCompat, cufileMode, ...(registerBuffers ? [] : ['unregistered'])].join(' ');
}

describe.each(loads)('%s', (load) => {
  test('goes every way once', () => {
    expect(waysOf(load).map(wayOf)).toEqual([
      'full',
      'host-only',
      'copy-only',
      'refuse sync',
      'refuse sync unregistered',
      'refuse batch',
      'refuse stream',
      'force sync',
      'force batch',
      'force stream',
    ]);
  });

  test('has the same bytes in flight, files and order in each', () => {
    const way = { name: '', description: '', engine: '', sweep: {}, computedKeys: [], workers: 0, queueDepth: 0 };
    const ofWay = { ...way, copyMode: '', cufileMode: '', cufileCompat: '', registerBuffers: true };
    const alike = waysOf(load).map((workload) => {
      return { ...workload, ...ofWay, inFlight: workload.workers * workload.queueDepth };
    });
    expect(alike).toEqual(Array.from(alike, () => alike[0]));
  });

  test('is data in the memory of GPUs, past the page cache', () => {
    for (const workload of waysOf(load)) expect(workload).toMatchObject({ memory: 'gpu', direct: true });
  });
});

test('are all of it', () => {
  expect(variants()).toHaveLength(10 * loads.length);
});

test('--scale lowers the number of files that are written', () => {
  const counts = variants(0.1).flatMap((workload) => (workload.kind === 'files' ? [workload.files] : []));
  expect(new Set(counts.map((files) => JSON.stringify(files)))).toEqual(
    new Set([JSON.stringify({ percentOfFree: 0.5, atMost: 13 })]),
  );
});
