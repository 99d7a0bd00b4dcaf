// Random numbers: as their source gives them, the same for the same seed, and evenly spread.
import { describe, expect, test } from 'vitest';
import { SeededRandom, seededRandom } from '../../src/statistics/random.js';

const mask = (1n << 32n) - 1n;

/** sfc32 once more, written with numbers that do not overflow. */
function* byDefinition(seed: bigint): Generator<number> {
  let [a, b, c, counter] = [0n, seed & mask, seed >> 32n, 1n];
  for (let index = 0; ; index++) {
    const word = (a + b + counter) & mask;
    counter = (counter + 1n) & mask;
    a = b ^ (b >> 9n);
    b = (c * 9n) & mask;
    c = ((((c << 21n) | (c >> 11n)) & mask) + word) & mask;
    if (index >= 15) yield Number(word);
  }
}

describe.each([0, 1, 4_294_967_295, 2 ** 53 - 1])('seed %d', (seed) => {
  test('gives the words of sfc32', () => {
    const expected = byDefinition(BigInt(seed));
    const words = new Int32Array(1000);
    new SeededRandom(seed).fill(words);
    expect([...words].map((word) => word >>> 0)).toEqual(Array.from(words, () => expected.next().value as number));
  });

  test('gives them in parts as at once', () => {
    const [parts, whole] = [new SeededRandom(seed), new SeededRandom(seed)];
    const [first, second, all] = [new Int32Array(7), new Int32Array(13), new Int32Array(20)];
    parts.fill(first);
    parts.fill(second);
    whole.fill(all);
    expect([...first, ...second]).toEqual([...all]);
  });

  test('is spread evenly from 0 below 1', () => {
    const draw = seededRandom(seed);
    const counts = new Array<number>(10).fill(0);
    for (let index = 0; index < 100_000; index++) {
      const place = Math.floor(10 * draw());
      counts[place] = (counts[place] ?? 0) + 1;
    }
    expect(counts).toHaveLength(10);
    // 10,000 each, with a standard deviation of 95.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});
