// The search for the most accelerators that are fed: which numbers to try, given how the tries before went.

export interface FitRequest {
  accelerators: number;
  /** True: the try must run to its end, since its figures are the answer. */
  whole: boolean;
}

export interface FitAnswer {
  /** The accelerators reached the threshold. */
  reached: boolean;
  /** The try ran to its end. */
  whole: boolean;
}

/**
 * Gives the next number to try, 1 … `most`, and takes how it went. Returns the largest that reached the threshold in a
 * try that ran to its end, or 0 where not even one did. Numbers double until one misses, then the gap is halved. What
 * reached the threshold in a try that was cut short is tried once more as a whole; where it then misses, the search goes
 * on below it. Nothing at or above a missed number is tried again, so that noise moves the result but cannot prolong it.
 */
export function* searchAccelerators(most: number): Generator<FitRequest, number, FitAnswer> {
  /** Numbers that reached the threshold, rising, and whether in a try that ran to its end. */
  let reached: { accelerators: number; whole: boolean }[] = [];
  let missed = most + 1;
  for (;;) {
    const best = reached.at(-1) ?? { accelerators: 0, whole: true };
    const untried = between(best.accelerators, missed, most);
    if (untried === null && best.whole) return best.accelerators;
    const accelerators = untried ?? best.accelerators;
    const answer = yield { accelerators, whole: untried === null };
    reached = reached.filter((other) => other.accelerators < accelerators);
    if (answer.reached) reached.push({ accelerators, whole: answer.whole });
    else missed = accelerators;
  }
}

/** Null where no number is between what reached the threshold and what missed it. */
function between(best: number, missed: number, most: number): number | null {
  if (missed - best <= 1) return null;
  return missed > most ? Math.min(Math.max(1, 2 * best), most) : Math.floor((best + missed) / 2);
}
