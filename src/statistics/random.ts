// Random numbers for resampling: the same in every run, on every machine.

/**
 * sfc32 of Chris Doty-Humphrey's PractRand (32-bit "small fast counting" generator; period at least 2^32, on average 2^127).
 * Its three words start from the seed (a whole number from 0 below 2^53), and the first 15 draws are thrown away, as PractRand
 * does. Not for secrets.
 */
export class SeededRandom {
  readonly #state: Int32Array;

  constructor(seed: number) {
    this.#state = Int32Array.of(0, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1);
    this.fill(new Int32Array(15));
  }

  /** Fills with words of 32 random bits; many at once, since the state then stays in registers. */
  fill(words: Int32Array): void {
    let [a = 0, b = 0, c = 0, counter = 0] = this.#state;
    for (let index = 0; index < words.length; index++) {
      const word = (a + b + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + word) | 0;
      words[index] = word;
    }
    this.#state.set([a, b, c, counter]);
  }
}

/** Draws one after the other, each from 0 below 1 with 32 random bits. */
export function seededRandom(seed: number): () => number {
  const source = new SeededRandom(seed);
  const words = new Int32Array(256);
  let next = words.length;
  return () => {
    if (next === words.length) {
      source.fill(words);
      next = 0;
    }
    return ((words[next++] ?? 0) >>> 0) / 2 ** 32;
  };
}
