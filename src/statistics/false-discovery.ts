// Many tests at once: how surely each one's finding is no find of chance.

/**
 * Adjusted p of each test, in the order given: the smallest false discovery rate at which the test is among the findings, by
 * the step-up rule of Benjamini and Hochberg (J. R. Statist. Soc. B 57, 1995, 289): the least of m/k · p of it and of all larger p,
 * with k the rank of a p among the m. It holds for independent tests, and for those that depend positively, as rows against one
 * baseline do (Benjamini and Yekutieli, Ann. Statist. 29, 2001, 1165). Null where there is no p: that was no test.
 */
export function adjustedPs(ps: readonly (number | null)[]): (number | null)[] {
  const tests = ps.flatMap((p, at) => (p === null ? [] : [{ p, at }])).sort((a, b) => b.p - a.p);
  const adjusted: (number | null)[] = ps.map(() => null);
  let least = 1;
  tests.forEach(({ p, at }, before) => {
    least = Math.min(least, (p * tests.length) / (tests.length - before));
    adjusted[at] = least;
  });
  return adjusted;
}
