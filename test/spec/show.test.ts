// The resolved file: complete, commented, and the same workload when it is loaded again.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { IoproofError } from '../../src/errors.js';
import { definitions } from '../../src/spec/definitions.js';
import { type LoadedWorkloads, loadWorkloads } from '../../src/spec/load.js';
import { builtinNames } from '../../src/spec/locate.js';
import { showWorkload } from '../../src/spec/show.js';
import { builtinDirectory, loadText } from './loading.js';

/** Null for a map that the rules refuse; anything but a list of problems is an error. */
function loadedOrNull(text: string): LoadedWorkloads | null {
  try {
    return loadText(text);
  } catch (error) {
    if (error instanceof IoproofError && error.code === 'WORKLOAD_INVALID') return null;
    throw error;
  }
}

function expectSameAgain(loaded: LoadedWorkloads): void {
  const again = loadText(showWorkload(loaded));
  expect(again).toEqual({ ...loaded, source: 'w.yaml' });
}

test.each(builtinNames(builtinDirectory))('the built-in workload %s loads again to the same', (name) => {
  expectSameAgain(loadWorkloads(name, { set: [], cwd: builtinDirectory, builtinDirectory }));
});

test('every key is there, with its help above it', () => {
  const text = showWorkload(loadText('name: b\nkind: block\n'));
  expect(Object.keys(parse(text) as object)).toEqual([...Object.keys(definitions.block.fields), 'sweep']);
  for (const [key, { help }] of Object.entries(definitions.block.fields)) {
    expect(text).toContain(`\n# ${help}\n${key}: `);
  }
});

test('amounts are written with units', () => {
  const text = showWorkload(loadText('name: b\nkind: block\nsize: 67108864\nruntime: 1500ms\n'));
  expect(text).toContain('\nsize: 64MiB\n');
  expect(text).toContain('\nruntime: 1500ms\n');
  expect(text).toContain('\nblockSize: 4KiB\n');
});

test('what a sweep determines is left to it', () => {
  const loaded = loadText('name: b\nkind: block\nsweep: {workers: [1, 3], direct: [true, false]}\n');
  const text = showWorkload(loaded);
  expect(text).toContain('\n# Each variant computes: files, size.\nsweep: {workers: [1, 3], direct: [true, false]}\n');
  expect(text).not.toMatch(/^(workers|direct|files|size):/m);
  expectSameAgain(loaded);
});

test('a suite explains the keys of each kind once', () => {
  const quick = loadWorkloads('quick', { set: [], cwd: builtinDirectory, builtinDirectory });
  const text = showWorkload(quick);
  expect(text.match(/^ *queueDepth: /gm)).toHaveLength(5);
  expect(text.match(/^ *# Chains in flight/gm)).toHaveLength(2);
});

describe('any valid workload', () => {
  const name = fc.stringMatching(/^[a-z0-9][a-z0-9._-]*$/);
  const common = {
    description: fc.string({ unit: 'grapheme', maxLength: 60 }),
    seed: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    ramp: fc.constantFrom('0s', '1ns', '1.5h'),
    interval: fc.constantFrom('100ms', '1s', '1m'),
    cpus: fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 3 }),
    numaNode: fc.constantFrom(null, 0, 3),
    hugePages: fc.boolean(),
  };
  // What an engine can do goes together; free combinations would nearly all be refused.
  const queued = {
    engine: fc.constantFrom('auto', 'io_uring', 'libaio'),
    queueDepth: fc.integer({ min: 1, max: 4096 }),
    direct: fc.boolean(),
    dropCache: fc.boolean(),
  };
  const sweeps = fc.constantFrom(
    { queueDepth: [1, 64] },
    { engine: ['sync', null] },
    { workers: [1, 2] },
    { direct: [true, false], interval: ['1s', '2s'] },
    { engine: [null] },
  );
  const issue = fc.oneof(
    fc.record(queued, { requiredKeys: [] }),
    fc.record({ engine: fc.constantFrom('sync', 'mmap'), workers: fc.constantFrom(1, 2, 4) }),
    fc.record({
      engine: fc.constantFrom('null', null),
      nullEngine: fc.constantFrom({}, { latency: '3us' }, { failEvery: 3 }),
    }),
    fc.record({
      engine: fc.constantFrom('auto', 'gpu-copy'),
      memory: fc.constant('gpu'),
      gpus: fc.constantFrom([], [0], [3, 1]),
      copyMode: fc.constantFrom('full', 'host-only', 'copy-only'),
    }),
    fc.record({ sweep: sweeps }),
  );
  const share = fc.record({
    percentOfFree: fc.constantFrom(0.001, 4, 33.3, '100%'),
    atMost: fc.constantFrom(2 ** 20, 2 ** 30),
  });

  const blockKeys = fc.record(
    {
      ...common,
      blockSize: fc.constantFrom(512, '4KiB', '64k'),
      size: fc.oneof(fc.constantFrom('64MiB', 2 ** 24, '1GiB'), share),
      files: fc.constantFrom(1, 2, 4),
      access: fc.constantFrom('sequential', 'random', 'permutation', 'backward'),
      offset: fc.constantFrom(0, '4KiB', '1536'),
      offsetIncrement: fc.constantFrom(0, '64KiB'),
      rate: fc.constantFrom(null, { operations: 100 }, { bytes: '1.5MiB' }),
      thinkTime: fc.constantFrom('0s', '10us'),
      ioSize: fc.constantFrom(null, 12345),
      refill: fc.boolean(),
      compressPercent: fc.integer({ min: 0, max: 100 }),
      pattern: fc.constantFrom('', '0x00', '0', 'null', 'a: #b', ' ', '\u0000é', 'x'.repeat(4096)),
      startDelay: fc.constantFrom('0s', '90s', '1.5h'),
      dropSystemCaches: fc.boolean(),
      readPercent: fc.integer({ min: 0, max: 100 }),
      runtime: fc.constantFrom('1ms', '30s', '999h'),
      passes: fc.constantFrom(null, 1, 3),
    },
    { requiredKeys: [] },
  );
  const filesKeys = fc.record(
    {
      ...common,
      files: fc.oneof(fc.integer({ min: 1, max: 1e9 }), share),
      fileSize: fc.constantFrom(512, '4KiB', '1.5MiB', '10240kB'),
      operations: fc.constantFrom(['open', 'read', 'close'], ['stat'], ['create', 'write', 'fsync', 'close', 'unlink']),
      runtime: fc.constantFrom(null, '30s'),
      epochs: fc.constantFrom(1, 3),
    },
    { requiredKeys: ['files', 'fileSize'] },
  );
  // JSON leaves out what is undefined: here the keys that these do not go with.
  const split = [
    { size: '8k', percent: 30 },
    { size: 4096, percent: 70 },
  ];
  const groups = fc.constantFrom<object>(
    {},
    { access: 'zipf', skew: 1.2 },
    {
      access: 'zoned',
      zones: [
        { operations: 80, space: 20 },
        { operations: 20, space: 80 },
      ],
    },
    { access: 'sequential', serviceOrder: 'random' },
    { access: 'backward', serviceOrder: 'sequential' },
    { access: 'strided', stride: '192KiB' },
    { access: 'random', blockSize: { read: '4KiB', write: 512 } },
    { access: 'random', blockSize: undefined, blockSizeRange: { from: 512, to: '64KiB' } },
    { access: 'random', blockSize: undefined, blockSizeSplit: { read: split, write: [{ size: '1k', percent: 100 }] } },
    { blockSize: undefined, access: 'sequential', blockSizeSplit: split },
    { readPercent: 10, fsyncEvery: 3, sync: 'dsync' },
    { rate: { bytes: '1.5MiB' }, arrival: 'poisson' },
    { workers: 2, files: 2, fileSharing: 'perWorker' },
    { readPercent: 0, prewrite: false, fallocate: 'keep' },
    { readPercent: 0, access: 'permutation', verify: 'after', pattern: '' },
  );
  const mapsOf = (kind: string, keys: fc.Arbitrary<object>) =>
    fc
      .tuple(name, keys, kind === 'block' ? groups : fc.constant({}), issue)
      .map(([given, own, together, how]) => ({ name: given, kind, ...own, ...how, ...together }));

  test.each([
    ['block', blockKeys],
    ['files', filesKeys],
  ])('of kind %s loads again to the same', (kind, keys: fc.Arbitrary<object>) => {
    let valid = 0;
    const property = fc.property(mapsOf(kind, keys), (map) => {
      // JSON is YAML.
      const loaded = loadedOrNull(JSON.stringify(map));
      if (loaded === null) return;
      valid++;
      expectSameAgain(loaded);
    });
    fc.assert(property, { numRuns: 200 });
    // With maps that are nearly all refused, the property would say nothing.
    expect(valid).toBeGreaterThan(100);
  });
});
