// Which figures are counted: their value is what happened, with no doubt that repeats could lessen.
import { figureDefinition } from '../../figure/catalogue.js';

/** Of unit none, and yet yes or no. */
const answers = ['auReached', 'steadyAttained'];
/** Of unit count, and yet a mean. */
const means = ['acceleratorsFed'];

/** True for counts, amounts of bytes, and answers that are yes or no. */
export function isExact(figure: string): boolean {
  if (answers.includes(figure)) return true;
  const unit = figureDefinition(figure)?.unit;
  return (unit === 'count' || unit === 'bytes') && !means.includes(figure);
}
