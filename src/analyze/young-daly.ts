// When a job that fails now and then should save, and what saves and failures cost it: the formulas of Young and of Daly.
// All times are in one unit, whichever it is.

/**
 * First order: sqrt(2 * save * mtbf) of work between two saves. J. W. Young, "A first order approximation to the optimum
 * checkpoint interval", CACM 17(9), 1974, 530-531.
 */
export function youngInterval(save: number, mtbf: number): number {
  return Math.sqrt(2 * save * mtbf);
}

/**
 * Higher order, of work between two saves; the time between two failures itself where a save takes twice as long or more.
 * J. T. Daly, "A higher order estimate of the optimum checkpoint interval for restart dumps", FGCS 22(3), 2006, 303-312.
 */
export function dalyInterval(save: number, mtbf: number): number {
  if (save >= 2 * mtbf) return mtbf;
  const half = save / (2 * mtbf);
  return youngInterval(save, mtbf) * (1 + Math.sqrt(half) / 3 + half / 9) - save;
}

/** A job that works, saves and now and then fails. */
export interface FailingJob {
  /** What a save holds it up. */
  save: number;
  /** Mean time between two failures, which come at random. */
  mtbf: number;
  /** What is lost at a failure besides the work since the last save: until the state is loaded again, for one. */
  restart: number;
}

/**
 * Share of all time that is no progress where the job works for `work` between two saves, 0 to 1: what it computes again, saves
 * and restarts. From the expected time of such a job in Daly's article: mtbf * e^(restart/mtbf) * (e^((work+save)/mtbf) - 1)
 * for each `work` of progress.
 */
export function lostFraction(work: number, { save, mtbf, restart }: FailingJob): number {
  if (work <= 0) return 1;
  const expected = mtbf * Math.exp(restart / mtbf) * Math.expm1((work + save) / mtbf);
  return 1 - work / expected;
}
