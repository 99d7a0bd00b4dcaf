// Errors of the addon as the record tells them.
import { expect, test } from 'vitest';
import { stepErrorOf } from '../../src/run/step-error.js';

test('the refusal of blocks that O_DIRECT does not take says what to do', () => {
  const error = Object.assign(new Error('a block of 512 bytes is no multiple'), { code: 'DIRECT_MISALIGNED' });
  expect(stepErrorOf(error).message).toBe(
    'a block of 512 bytes is no multiple. Use multiples of it for blocks and offsets, or set "direct: false" and measure ' +
      'through the page cache.',
  );
});
