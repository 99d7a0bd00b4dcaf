// The middle of a list of values.
import { median } from 'simple-statistics';

/** The middle value, or the mean of the two in the middle; 0 of an empty list. */
export function medianOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : median([...values]);
}
