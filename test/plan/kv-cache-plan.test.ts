// A cache in the plan: what it may hold, where, and what is told before the first byte.
import { describe, expect, test } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import { planTable } from '../../src/report/plan.js';
import { errorOf } from '../spec/loading.js';
import { GiB, kvCache, MiB, mount } from './samples.js';

const planned = (...args: Parameters<typeof kvCache>) => {
  const [step] = makePlan([kvCache(...args)], [mount('A')], { repeat: 1 }).steps;
  if (step === undefined) throw new Error('the plan has no step');
  return step;
};

test('the data set is an empty directory that may grow to the capacity', () => {
  const { dataset, layout, spec } = planned({ capacity: 8 * GiB });
  expect(dataset).toMatchObject({ bytes: 8 * GiB, fileCount: 512, fileSize: 25_000 * 131_072 });
  expect(dataset?.directory).toMatch(/^kv-cache-llama3\.1-8b-[0-9a-f]{12}-created$/);
  // Of the smallest turn, 128 tokens of 128 KiB; the directory, the folder and its manifest.
  expect(dataset?.inodes).toBe(512 + 3);
  expect(layout).toBeNull();
  expect(spec).toMatchObject({ kind: 'kv-cache', createFiles: true, workers: 4, queueDepth: 1, runtimeNs: 300e9 });
  expect(spec.kvCache).toMatchObject({
    capacityBytes: 8 * GiB,
    bytesPerToken: 131_072,
    fsync: true,
    dropBeforeRead: true,
  });
  expect(spec.kvCache?.users).toHaveLength(4);
});

test('blocks are spread over directories', () => {
  const { dataset, spec } = planned({ blockTokens: 16, capacity: 8 * GiB });
  expect(dataset).toMatchObject({ fileCount: 4096, fileSize: 2 * MiB, inodes: 4096 + 256 + 2 });
  expect(spec).toMatchObject({ fileCount: 256, filesPerDirectory: 1, fileSize: 2 * MiB });
});

test('the null engine has no data set and takes the upper limit of a share', () => {
  const { dataset, spec } = planned({ engine: 'null', capacity: { percentOfFree: 10, atMost: 20 * GiB } });
  expect(dataset).toBeNull();
  expect(spec).toMatchObject({ root: '', createFiles: false });
  expect(spec.kvCache).toMatchObject({ capacityBytes: 20 * GiB, dropBeforeRead: false });
});

describe('what is refused before the first byte', () => {
  const problemOf = (given: Parameters<typeof kvCache>[0], freeBytes: number | null) =>
    errorOf(() => makePlan([kvCache(given)], [{ ...mount('A'), freeBytes }], { repeat: 1 })).message;

  test('a capacity that is not free', () => {
    expect(problemOf({ capacity: 100 * GiB }, 50 * GiB)).toContain(
      'the test data needs 104474MiB with 2 % to spare, but 50GiB are free',
    );
  });

  test('a capacity that does not hold the largest turn', () => {
    // 25 000 tokens of 128 KiB.
    expect(problemOf({ capacity: 3 * GiB }, 50 * GiB)).toContain(
      'capacity is 3GiB, less than the 3125MiB that the largest turn keeps',
    );
    const share = { percentOfFree: 10, atMost: 100 * GiB };
    expect(problemOf({ capacity: share }, 10 * GiB)).toContain(
      'capacity is 1GiB (10 % of the free space, at most 100GiB)',
    );
    expect(planned({ capacity: 3 * GiB, userTypes: ['document'] }).spec.kvCache?.capacityBytes).toBe(3 * GiB);
  });

  test('a share of a space that nobody tells', () => {
    expect(problemOf({ capacity: { percentOfFree: 10, atMost: 100 * GiB } }, null)).toContain(
      'percentOfFree needs the free space',
    );
  });

  test('blocks that no context fills', () => {
    expect(problemOf({ blockTokens: 256, scale: 0.001 }, 50 * GiB)).toContain(
      'no context has the 256 tokens of a block',
    );
  });
});

test('the table says what is asked of storage', () => {
  const text = planTable(makePlan([kvCache()], [mount('A')], { repeat: 3 }));
  expect(text).toContain('4 users, 4 served at once');
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    'storage holds at most 8.00 GiB; what does not fit waits; it is empty at the start',
  );
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
