// Which numbers of accelerators a fit tries: the answer is the true one, and few tries are needed.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FitAnswer, type FitRequest, searchAccelerators } from '../../src/analyze/fit-search.js';

/** Runs the search against what `answer` says of each try. */
function searched(most: number, answer: (request: FitRequest) => FitAnswer): { found: number; tried: FitRequest[] } {
  const search = searchAccelerators(most);
  const tried: FitRequest[] = [];
  let next = search.next();
  while (next.done !== true) {
    tried.push(next.value);
    next = search.next(answer(next.value));
  }
  return { found: next.value, tried };
}

/** A mount that feeds `fed`; tries that need not be whole are ended early. */
const feeds = (fed: number) => (request: FitRequest) => ({
  reached: request.accelerators <= fed,
  whole: request.whole,
});

const numbers = (tried: FitRequest[]) => tried.map(({ accelerators }) => accelerators);

test('numbers double until one misses, then the gap is halved, and the answer is tried as a whole', () => {
  const { found, tried } = searched(64, feeds(11));
  expect(found).toBe(11);
  expect(numbers(tried)).toEqual([1, 2, 4, 8, 16, 12, 10, 11, 11]);
  expect(tried.map(({ whole }) => whole)).toEqual([...Array<boolean>(8).fill(false), true]);
});

test('what was tried to its end already is not tried again', () => {
  const { found, tried } = searched(64, ({ accelerators }) => ({ reached: accelerators <= 3, whole: true }));
  expect(found).toBe(3);
  expect(numbers(tried)).toEqual([1, 2, 4, 3]);
});

test('not even one', () => {
  expect(searched(64, feeds(0))).toEqual({ found: 0, tried: [{ accelerators: 1, whole: false }] });
});

test('all that may be tried', () => {
  const { found, tried } = searched(6, feeds(100));
  expect(found).toBe(6);
  expect(numbers(tried)).toEqual([1, 2, 4, 6, 6]);
});

test('finds what a mount feeds in at most twice the digits of the largest number, and two tries', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4096 }), fc.integer({ min: 0, max: 5000 }), (most, fed) => {
      const { found, tried } = searched(most, feeds(fed));
      expect(found).toBe(Math.min(most, fed));
      expect(tried.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(most + 1)) + 2);
      for (const { accelerators } of tried) expect(accelerators).toBeLessThanOrEqual(most);
    }),
  );
});

describe('where a whole try misses what one that was cut short had reached', () => {
  test('the search goes on below, with what was reached there', () => {
    // 8 looked well for a while; 5 is what is fed.
    const { found, tried } = searched(64, ({ accelerators, whole }) => ({
      reached: accelerators <= (whole ? 5 : 8),
      whole,
    }));
    expect(found).toBe(5);
    expect(numbers(tried)).toEqual([1, 2, 4, 8, 16, 12, 10, 9, 8, 6, 7, 7, 6, 5, 5]);
  });

  test('down to nothing, it ends', () => {
    const { found, tried } = searched(4, ({ whole }) => ({ reached: !whole, whole }));
    expect(found).toBe(0);
    expect(numbers(tried)).toEqual([1, 2, 4, 4, 3, 3, 2, 1]);
  });

  test('whatever the answers are, it ends with a number that was reached as a whole, below all that missed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.infiniteStream(fc.boolean()), (most, answers) => {
        const told: (FitRequest & { reached: boolean })[] = [];
        const { found } = searched(most, (request) => {
          const reached = answers.next().value as boolean;
          told.push({ ...request, reached });
          return { reached, whole: request.whole };
        });
        const missed = told.filter(({ reached }) => !reached).map(({ accelerators }) => accelerators);
        expect(Math.min(most + 1, ...missed)).toBeGreaterThan(found);
        if (found > 0) expect(told).toContainEqual({ accelerators: found, whole: true, reached: true });
        else expect(missed).toContain(1);
      }),
    );
  });
});
