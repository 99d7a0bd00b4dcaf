// How many files the rules ask for, and what a training takes of free space: the formula of MLPerf Storage, by hand.
import { describe, expect, test } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import { officialFiles } from '../../src/plan/training-size.js';
import { GiB, mount, training } from './samples.js';

const memory = (gibibytes: number) => ({ totalBytes: gibibytes * GiB, availableBytes: gibibytes * GiB });
const filesOf = (given: Parameters<typeof training>[0], options = {}, mounts = [mount('A')]) =>
  makePlan([training(given)], mounts, { repeat: 1, memory: memory(256), ...options }).steps[0]?.spec.sampleFiles
    ?.trainFiles;

describe('the number of files that the rules ask for', () => {
  // Of published runs on clients of 256 GiB.
  test.each([
    ['cosmoflow', { samplesPerFile: 1, recordLength: 2828486, batchSize: 1, accelerators: 12 }, 485_909],
    ['resnet50', { samplesPerFile: 1251, recordLength: 114660.07, batchSize: 400, accelerators: 37 }, 9_581],
    ['unet3d', { samplesPerFile: 1, recordLength: 146600628, batchSize: 7, accelerators: 4 }, 14_000],
  ])('of %s', (_, workload, expected) => {
    expect(officialFiles(workload, 256 * GiB)).toBe(expected);
  });

  test('is rounded down where the steps decide, as theirs is', () => {
    const resnet50 = { samplesPerFile: 1251, recordLength: 114660.07, batchSize: 400, accelerators: 8 };
    expect(officialFiles(resnet50, 0)).toBe(Math.floor((500 * 8 * 400) / 1251));
  });

  test('is taken with files: official', () => {
    const roomy = mount('A', { freeBytes: 8192 * GiB });
    expect(filesOf({ files: 'official', accelerators: 4 }, {}, [roomy])).toBe(14_000);
  });

  test('is not guessed where the memory of the machine is not known', () => {
    const plan = () => filesOf({ files: 'official' }, { memory: { totalBytes: null, availableBytes: null } });
    expect(plan).toThrow(/files: official follows from the memory of this machine, which the kernel does not tell/);
  });
});

describe('a share of the free space', () => {
  const share = { percentOfFree: 10, atMost: 10_000 };

  test('is that of the fullest mount', () => {
    const mounts = [mount('A', { freeBytes: 500 * GiB }), mount('B', { freeBytes: 300 * GiB })];
    const files = filesOf({ files: share }, {}, mounts) ?? 0;
    // 30 GiB hold about 220 files of 146.7 MB.
    expect(files).toBeGreaterThan(205);
    expect(files * 146.6e6).toBeLessThan(30 * GiB);
  });

  test('is limited', () => {
    expect(filesOf({ files: { ...share, atMost: 20 } })).toBe(20);
  });

  test('of too little is told', () => {
    const plan = () => filesOf({ files: share }, {}, [mount('A', { freeBytes: GiB })]);
    expect(plan).toThrow(/10 % of the free space is less than one file/);
  });

  test('is the limit with the null engine, which stores nothing', () => {
    expect(filesOf({ files: { ...share, atMost: 300 }, engine: 'null' })).toBe(300);
  });
});
