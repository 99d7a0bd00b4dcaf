// What a native job is told of GPU memory, and what --gds-allow-compat changes in a plan.
import { expect, test } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import type { Workload } from '../../src/spec/workload.js';
import { block, files, mount } from './samples.js';

const libraries = { cudaLibrary: '/opt/libcuda.so.1', cufileLibrary: '/opt/libcufile.so.0' };

function planned(workload: Workload, options = {}) {
  return makePlan([workload], [mount('A')], { repeat: 1, ...options }).steps;
}

test('both kinds tell the native job where the memory is', () => {
  const given = { engine: 'cufile' as const, gpus: [1, 2], cufileMode: 'stream' as const };
  const told = { memory: 'gpu', gpus: [1, 2], cufileMode: 'stream', cufileCompat: 'refuse', ...libraries };
  expect(planned(block(given), { libraries })[0]?.spec).toMatchObject(told);
  expect(planned(files(given), { libraries })[0]?.spec).toMatchObject(told);
});

test('libraries are told only to the job that opens them: not to one in host memory, nor to the one that lays out', () => {
  const none = { memory: 'host', cudaLibrary: '', cufileLibrary: '' };
  expect(planned(block(), { libraries })[0]?.spec).toMatchObject(none);
  const [step] = planned(block({ engine: 'gpu-copy' }), { libraries });
  expect(step?.layout).toMatchObject({ engine: 'auto', ...none });
  expect(step?.spec).toMatchObject({ memory: 'gpu', ...libraries });
});

test('without libraries those of the system are meant', () => {
  expect(planned(block({ memory: 'gpu' }))[0]?.spec).toMatchObject({ cudaLibrary: '', cufileLibrary: '' });
});

test('compatibility is allowed where cuFile would refuse, and nowhere else', () => {
  const compatOf = (workload: Workload, allowCompat: boolean) => {
    return planned(workload, { allowCompat }).map(({ spec, job }) => {
      expect(job['cufileCompat']).toBe(spec.cufileCompat);
      return spec.cufileCompat;
    });
  };
  expect(compatOf(block({ engine: 'cufile' }), false)).toEqual(['refuse']);
  expect(compatOf(block({ engine: 'cufile' }), true)).toEqual(['allow']);
  expect(compatOf(block({ engine: 'cufile', cufileCompat: 'force' }), true)).toEqual(['force']);
  expect(compatOf(block({ engine: 'gpu-copy' }), true)).toEqual(['refuse']);
  expect(compatOf(block({}, { engine: ['cufile', 'gpu-copy'] }), true)).toEqual(['allow', 'refuse']);
});

test('variants that are swept are called what they then do', () => {
  const workload = block({ engine: 'cufile' }, { cufileCompat: ['refuse', 'force', 'allow'] });
  expect(planned(workload, { allowCompat: true }).map(({ id }) => id)).toEqual([
    'random-read@cufileCompat=allow/A/1',
    'random-read@cufileCompat=force/A/1',
  ]);
});
