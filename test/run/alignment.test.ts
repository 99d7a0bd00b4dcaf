// Blocks that O_DIRECT does not take: refused by the size that it is, with what to do, and only where it matters.
import { expect, test } from 'vitest';
import { refuseMisaligned } from '../../src/run/alignment.js';
import { stepErrorOf } from '../../src/run/step-error.js';
import { plainBlocks } from '../../src/plan/block-job.js';

const KiB = 1024;
const found = {
  requested: true,
  used: true,
  memoryAlignment: 512,
  offsetAlignment: 4 * KiB,
  method: 'statx',
  reason: '',
};
const reads = { kind: 'block', readPercent: 100, ...plainBlocks(4 * KiB) } as const;
const split = (...sizes: number[]) => ({
  from: Math.min(...sizes),
  to: Math.max(...sizes),
  unit: Math.min(...sizes),
  shares: sizes.map((bytes) => ({ bytes, weight: 1 })),
});
const range = (from: number, to: number) => ({ from, to, unit: from, shares: [] });

function refusal(given: Partial<Parameters<typeof refuseMisaligned>[0]>, direct = found): string {
  try {
    refuseMisaligned({ ...reads, ...given }, direct);
    return '';
  } catch (error) {
    const { code, message } = stepErrorOf(error);
    return `${code}: ${message}`;
  }
}

test.each([
  ['a size of a split', { readSizes: split(64 * KiB, 512, 4 * KiB) }, 'the block of a read is 512B'],
  ['the start of a range', { readPercent: 50, writeSizes: range(2 * KiB, 64 * KiB) }, 'the block of a write is 2KiB'],
  ['the offset', { offset: 6 * KiB }, '"offset" is 6KiB'],
  ['the offset of further workers', { offsetIncrement: 512 }, '"offsetIncrement" is 512B'],
])('%s is named, with what is needed and what to do', (_what, given, what) => {
  expect(refusal(given)).toBe(
    `DIRECT_MISALIGNED: ${what}, but O_DIRECT needs multiples of 4KiB on this mount. Use multiples of it for blocks and ` +
      'offsets, or set "direct: false" and measure through the page cache.',
  );
});

test.each([
  ['multiples', { readSizes: split(4 * KiB, 12 * KiB), offset: 8 * KiB }, found],
  ['sizes of a direction that does not occur', { writeSizes: range(512, 4 * KiB) }, found],
  ['anything without O_DIRECT', { readSizes: range(512, 512) }, { ...found, used: false }],
  ['anything where the alignment is not known', { readSizes: range(512, 512) }, { ...found, offsetAlignment: 0 }],
  ['files, which the addon knows better', { kind: 'files', readSizes: range(512, 512) }, found],
] as const)('%s are let through', (_what, given, direct) => {
  expect(refusal(given, direct)).toBe('');
});

test('the refusal of the addon, which sees the largest block, says what to do as well', () => {
  const error = Object.assign(new Error('a block of 512 bytes is no multiple'), { code: 'DIRECT_MISALIGNED' });
  expect(stepErrorOf(error).message).toBe(
    'a block of 512 bytes is no multiple. Use multiples of it for blocks and offsets, or set "direct: false" and measure ' +
      'through the page cache.',
  );
});
