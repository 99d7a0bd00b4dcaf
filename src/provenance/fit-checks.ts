// A search for accelerators against its own tries: each try is the one that those before it asked for, and so is the answer.
import { searchAccelerators } from '../analyze/fit-search.js';
import type { FitRecord } from '../result/fit-schema.js';
import type { StepRecord } from '../result/schema.js';
import { type FigureCheck, figureCheck, type FigurePath } from './figure-check.js';

/** What a try measured is nowhere but in the record; whether it reached the threshold follows from it. */
export function fitChecks(path: FigurePath, { fit }: StepRecord): FigureCheck[] {
  if (fit === undefined) return [];
  const own = `${path}.fit`;
  const reached = fit.tries.flatMap((one, at) => {
    const follows = reachedBy(one, fit.threshold);
    return follows === null ? [] : [figureCheck(`${own}.tries.${at}.reached`, one.reached, follows, 'threshold')];
  });
  return [...reached, ...searchChecks(own, fit)];
}

/** Null of a try that was ended before an interval of blocks told: its bound is not in the record. */
function reachedBy({ by, auPercent, interval }: FitRecord['tries'][number], threshold: number): boolean | null {
  if (by === 'whole') return auPercent >= threshold;
  if (by === 'bound') return false;
  return interval === null ? null : interval.low >= threshold;
}

function searchChecks(path: FigurePath, fit: FitRecord): FigureCheck[] {
  const search = searchAccelerators(fit.most);
  let next = search.next();
  const checks: FigureCheck[] = [];
  for (const [at, { accelerators, reached, by }] of fit.tries.entries()) {
    const wanted = next.done === true ? 'no further try' : next.value.accelerators;
    checks.push(figureCheck(`${path}.tries.${at}.accelerators`, accelerators, wanted, 'the tries before'));
    next = search.next({ reached, whole: by === 'whole' });
  }
  checks.push(figureCheck(`${path}.complete`, fit.complete, next.done === true, 'the tries'));
  if (next.done === true) checks.push(figureCheck(`${path}.accelerators`, fit.accelerators, next.value, 'the tries'));
  return checks;
}
