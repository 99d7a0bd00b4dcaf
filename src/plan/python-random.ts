// Random numbers as CPython's `random` draws them, for users who are those of a program in Python.

const words = 624;
const middle = 397;

/** Mersenne Twister 19937 (Matsumoto, Nishimura 1998) with the seeding and the draws of CPython 3 (Modules/_randommodule.c, Lib/random.py). */
export class PythonRandom {
  private readonly state = new Uint32Array(words);
  private next = words;

  /** `seed`: a whole number from 0 below 2^53. */
  constructor(seed: number) {
    const low = seed >>> 0;
    const high = Math.floor(seed / 2 ** 32);
    this.seedByWords(high === 0 ? [low] : [low, high]);
  }

  /** In [0, 1), with 53 bits. */
  random(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  uniform(from: number, to: number): number {
    return from + (to - from) * this.random();
  }

  /** Both ends included; fewer than 2^32 numbers. */
  randint(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  choice<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }

  /** Draws as many bits as the bound has until they are below it. */
  private below(bound: number): number {
    const bits = 32 - Math.clz32(bound);
    let drawn: number;
    do drawn = this.word() >>> (32 - bits);
    while (drawn >= bound);
    return drawn;
  }

  private at(index: number): number {
    return this.state[index] ?? 0;
  }

  private seedByWord(seed: number): void {
    this.state[0] = seed;
    for (let index = 1; index < words; index++) {
      const before = this.at(index - 1);
      this.state[index] = Math.imul(1812433253, before ^ (before >>> 30)) + index;
    }
  }

  private seedByWords(key: readonly number[]): void {
    this.seedByWord(19650218);
    let index = 1;
    const stir = (factor: number, add: number) => {
      const before = this.at(index - 1);
      this.state[index] = (this.at(index) ^ Math.imul(before ^ (before >>> 30), factor)) + add;
      if (++index < words) return;
      this.state[0] = this.at(words - 1);
      index = 1;
    };
    for (let round = 0; round < Math.max(words, key.length); round++) {
      const part = round % key.length;
      stir(1664525, (key[part] ?? 0) + part);
    }
    for (let round = 1; round < words; round++) stir(1566083941, -index);
    this.state[0] = 0x80000000;
  }

  private word(): number {
    if (this.next === words) this.twist();
    let drawn = this.at(this.next++);
    drawn ^= drawn >>> 11;
    drawn ^= (drawn << 7) & 0x9d2c5680;
    drawn ^= (drawn << 15) & 0xefc60000;
    return (drawn ^ (drawn >>> 18)) >>> 0;
  }

  private twist(): void {
    for (let index = 0; index < words; index++) {
      const joined = (this.at(index) & 0x80000000) | (this.at((index + 1) % words) & 0x7fffffff);
      const odd = (joined & 1) === 0 ? 0 : 0x9908b0df;
      this.state[index] = this.at((index + middle) % words) ^ (joined >>> 1) ^ odd;
    }
    this.next = 0;
  }
}
