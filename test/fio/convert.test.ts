// What the options of a job become, by the fixtures that have them all.
import { describe, expect, test } from 'vitest';
import { implementedOptions } from '../../src/fio/implemented-options.js';
import { optionTable } from '../../src/fio/option-table.js';
import { recordedOptions } from '../../src/fio/recorded-options.js';
import { fixtureNames, importFixture, sectionsOf } from './importing.js';

describe('the fixtures', () => {
  test('have every option that is taken over or recorded', () => {
    const given = fixtureNames().flatMap((name) =>
      importFixture(name).notes.map(({ option }) => optionTable.get(option)?.name),
    );
    const all = [...Object.keys(implementedOptions), ...Object.keys(recordedOptions)];
    expect(all.filter((name) => !given.includes(name as never))).toEqual([]);
  });

  test.each(fixtureNames().filter((name) => name !== 'concurrent'))('%s has no problem', (name) => {
    const { problems, workloads } = importFixture(name);
    expect(problems).toEqual([]);
    expect(workloads).not.toEqual([]);
    for (const { words } of workloads) expect(words.kind).toBe('block');
  });

  test.each(fixtureNames())('%s has a note for every option of every workload', (name) => {
    for (const { section, notes } of importFixture(name).workloads) {
      const silent = notes.filter(({ text }) => text === '');
      expect({ section, silent }).toEqual({ section, silent: [] });
    }
  });
});

test('patterns become access, and what goes with it', () => {
  const pick = (words: object) => {
    const keys = ['access', 'readPercent', 'skew', 'zones', 'stride', 'blockSize', 'blockSizeRange', 'blockSizeSplit'];
    return Object.fromEntries(Object.entries(words).filter(([key]) => keys.includes(key)));
  };
  const sections = Object.entries(sectionsOf('patterns')).map(([name, words]) => [name, pick(words)]);
  expect(Object.fromEntries(sections)).toEqual({
    'in-order': { access: 'sequential', readPercent: 0, blockSize: '4KiB' },
    backwards: { access: 'backward', readPercent: 100, blockSize: '4KiB' },
    strides: { access: 'strided', stride: '16KiB', readPercent: 100, blockSize: '4KiB' },
    'both in order': { access: 'sequential', readPercent: 75, blockSize: '4KiB' },
    'once each': { access: 'permutation', readPercent: 100, blockSize: '4KiB' },
    'with-repetition': { access: 'random', readPercent: 0, blockSize: '4KiB' },
    zipf: { access: 'zipf', skew: 1.2, readPercent: 100, blockSize: '4KiB' },
    pareto: { access: 'pareto', skew: 0.3, readPercent: 100, blockSize: '4KiB' },
    normal: { access: 'normal', skew: 10.14, readPercent: 100, blockSize: '4KiB' },
    zoned: {
      access: 'zoned',
      zones: [
        { operations: 60, space: 10 },
        { operations: 30, space: 30 },
        { operations: 10, space: 60 },
      ],
      readPercent: 60,
      blockSize: '4KiB',
    },
    'sizes by direction': { access: 'random', readPercent: 50, blockSize: { read: '8KiB', write: '32KiB' } },
    range: { access: 'random', readPercent: 100, blockSizeRange: { from: '4KiB', to: '64KiB' } },
    'range by direction': {
      access: 'random',
      readPercent: 50,
      blockSizeRange: { read: { from: '4KiB', to: '16KiB' }, write: { from: '8KiB', to: '64KiB' } },
    },
    split: {
      access: 'random',
      readPercent: 100,
      blockSizeSplit: [
        { size: '4KiB', percent: 50 },
        { size: '64KiB', percent: 25 },
        { size: '128KiB', percent: 25 },
      ],
    },
    'split by direction': {
      access: 'random',
      readPercent: 50,
      blockSizeSplit: {
        read: [
          { size: '4KiB', percent: 50 },
          { size: '8KiB', percent: 50 },
        ],
        write: [{ size: '64KiB', percent: 100 }],
      },
    },
  });
});

test('files, sizes and offsets become files, size and fileSharing', () => {
  const sections = sectionsOf('files');
  expect(sections).toMatchObject({
    'own files': {
      workers: 4,
      files: 16,
      size: '160MiB',
      fileSharing: 'perWorker',
      passes: 1,
    },
    'own files by name': { workers: 2, files: 2, size: '16MiB', fileSharing: 'perWorker', passes: 1 },
    'shared by name': {
      workers: 2,
      files: 2,
      size: '8MiB',
      fileSharing: 'shared',
      ioSize: '8MiB',
    },
    'shared files': { workers: 8, files: 2, size: '64MiB', fileSharing: 'shared', ioSize: '64MiB' },
    slices: { workers: 4, files: 1, size: '65MiB', offset: '1MiB', offsetIncrement: '16MiB', ioSize: '16MiB' },
    'size of files': { workers: 2, files: 4, size: '128MiB', fileSharing: 'perWorker', ioSize: '24MiB' },
    'part of files': { workers: 1, files: 1, size: '25MiB', passes: 1 },
    'made by the layout': { workers: 1, files: 1, size: '16MiB', passes: 1 },
  });
  expect(sections['made by the layout']).not.toHaveProperty('fileSharing');
  expect(sections['shared files']).not.toHaveProperty('passes');
});

test('ends become runtime, passes, ioSize and operationLimit', () => {
  const sections = sectionsOf('ending');
  expect(sections).toMatchObject({
    'by size': { runtime: null, passes: 1 },
    'by loops': { runtime: null, passes: 3 },
    'by size or time': { runtime: '2m', passes: 1 },
    'by time': { runtime: '500ms', ramp: '5s' },
    'by count': { runtime: null, ioSize: '8MiB', operationLimit: 1000 },
    steady: {
      runtime: '1h',
      steadyState: { metric: 'iops', criterion: 'slope', limit: 0.3, window: '5m', rampTime: '30s' },
    },
    'steady bandwidth': {
      runtime: '24h',
      steadyState: { metric: 'bandwidth', criterion: 'deviation', limit: 2.5, window: '2m', rampTime: '0s' },
    },
  });
  expect(sections['by time']).not.toHaveProperty('passes');
  expect(sections['by count']).not.toHaveProperty('passes');
});

test('rates and pauses become rate, arrival, thinkTime and startDelay', () => {
  expect(sectionsOf('load')).toMatchObject({
    bytes: { rate: { bytes: '10MiB' }, arrival: 'poisson' },
    'operations by direction': { rate: { operations: 1000 }, arrival: 'closed' },
    'both directions alike': { rate: { bytes: '1000KiB' }, arrival: 'closed' },
    'one direction of two': { rate: { bytes: '500KiB' } },
    pauses: { thinkTime: '250us', thinkTimeBlocks: 16, startDelay: '1m' },
  });
});

test('durability and cache become sync, fsync, prewrite, fallocate and dropCache', () => {
  const sections = sectionsOf('durability');
  expect(sections).toMatchObject({
    'o-sync': { sync: 'sync', fsync: 'none', prewrite: false, fallocate: 'native' },
    'o-dsync': { sync: 'dsync', fsync: 'none', prewrite: false, fallocate: 'keep' },
    'every-n': { fsyncEvery: 32, fsync: 'none', prewrite: false, fallocate: 'none' },
    'every-n-data': { fdatasyncEvery: 8, fsync: 'none', prewrite: false, fallocate: 'native' },
    'at-end': { fsync: 'end', prewrite: false, fallocate: 'truncate' },
    cache: { direct: false, dropCache: false },
    'past-cache': { direct: true, dropCache: true },
  });
  expect(sections['cache']).not.toHaveProperty('fsync');
});

test('content and verification become refill, pattern, compressPercent, dedupePercent and verify', () => {
  const sections = sectionsOf('data');
  expect(sections).toMatchObject({
    'new content': { refill: true, compressPercent: 50, dedupePercent: 20 },
    'same content': { refill: false },
    'fixed content': { pattern: '0xdeadbeef616263f4ffffff' },
    zeros: { pattern: '0x00' },
    'write and verify': { verify: 'after' },
    'verify while running': { verify: 'during' },
    'verify what is read': { verify: 'during' },
    'verify what was there': { verify: 'only' },
    'write only': { verify: 'none' },
  });
  expect(sections['zeros']).not.toHaveProperty('verify');
});

test('the rest becomes names, seeds, switches of io_uring and the time series', () => {
  const { named, logged } = sectionsOf('reports');
  expect(named).toEqual({
    name: 'random-reads',
    description: 'How fast are they?',
    kind: 'block',
    access: 'permutation',
    readPercent: 100,
    blockSize: '4KiB',
    files: 1,
    size: '15624KiB',
    engine: 'io_uring',
    direct: true,
    workers: 1,
    queueDepth: 16,
    batch: 4,
    runtime: null,
    passes: 1,
    seed: 42,
    cpus: [0],
    registerBuffers: true,
    registerFiles: true,
    sqPoll: true,
    ioPoll: true,
  });
  expect(logged).toMatchObject({
    interval: '500ms',
    registerBuffers: false,
    registerFiles: false,
    sqPoll: false,
    ioPoll: false,
  });
});
