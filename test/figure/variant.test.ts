// How values of a job are written: each key in its unit.
import { describe, expect, test } from 'vitest';
import { jobValueText, unitOfKey, variantText } from '../../src/figure/variant.js';
import { definitions } from '../../src/spec/definitions.js';

const declared = Object.values(definitions).flatMap(({ fields }) =>
  Object.entries(fields).map(([key, { type }]) => ({ key, type })),
);

describe('the unit of each declared key', () => {
  test.each(declared)('$key: $type', ({ key, type }) => {
    const unit = type.startsWith('bytes') ? 'bytes' : type.startsWith('duration') ? 'nanoseconds' : 'count';
    expect(unitOfKey(key)).toBe(unit);
  });
});

describe('values', () => {
  test('are in the words of a workload file', () => {
    expect(jobValueText('blockSize', 4096)).toBe('4KiB');
    expect(jobValueText('pause', 30e9)).toBe('30s');
    expect(jobValueText('queueDepth', 32)).toBe('32');
    expect(jobValueText('direct', true)).toBe('true');
    expect(jobValueText('blockSize', { read: 4096, write: 8192 })).toBe('{"read":4096,"write":8192}');
    expect(jobValueText('runtime', undefined)).toBe('none');
  });

  test('of a variant stand in the order of the sweep', () => {
    expect(variantText({ queueDepth: 32, blockSize: 4096 })).toBe('queueDepth=32 blockSize=4KiB');
    expect(variantText({})).toBe('');
  });
});
