// A cross-check against its own pairs: what ioproof measured in each, and what all of them come to.
import { compare, method } from '../crosscheck/comparison.js';
import { samplesOfStep } from '../crosscheck/samples.js';
import type { CrosscheckComparison } from '../result/crosscheck-schema.js';
import type { RunRecord } from '../result/schema.js';
import { type FigureCheck, figureCheck, type FigurePath, leafChecks } from './figure-check.js';

/** The values of fio are nowhere but in the record: they are taken as they are. */
export function crosscheckChecks(record: RunRecord): FigureCheck[] {
  const { crosscheck } = record;
  if (crosscheck === undefined) return [];
  return [
    ...leafChecks('crosscheck.method', crosscheck.method, method),
    ...crosscheck.comparisons.flatMap((comparison, at) => {
      const path = `crosscheck.comparisons.${at}`;
      const { directions, ...verdict } = compare(comparison.pairs);
      return [
        ...pairChecks(path, record, comparison),
        // Nothing in it at all is an empty object, too.
        figureCheck(`${path}.directions`, namesOf(comparison.directions), namesOf(directions), 'pairs'),
        ...leafChecks(`${path}.directions`, comparison.directions, directions),
        ...leafChecks(path, comparison, verdict),
      ];
    }),
  ];
}

const namesOf = (directions: CrosscheckComparison['directions']): string => Object.keys(directions).sort().join(' ');

function pairChecks(path: FigurePath, { steps }: RunRecord, { pairs }: CrosscheckComparison): FigureCheck[] {
  return pairs.flatMap(({ step: id, ioproof }, at) => {
    const own = steps.find((step) => step.id === id && step.status === 'complete');
    return own === undefined ? [] : leafChecks(`${path}.pairs.${at}.ioproof`, ioproof, samplesOfStep(own));
  });
}
