// What a case of the benchmark is: one question, how both sides answer it, and the bound that is hoped for.

/**
 * @typedef {import('./ioproof-side.mjs').Place} Place
 * @typedef {import('./pairs.mjs').Measurement} Measurement
 * @typedef {'operations/s' | 'bytes/s' | 'ms' | 'us' | 'bytes' | 'ratio'} Unit
 *
 * The bound holds for the median: of ioproof's value in the unit, or of the ratio ioproof / what it is compared with.
 * @typedef {{ of: 'value' | 'ratio', atLeast: number } | { of: 'value' | 'ratio', atMost: number }} Target
 *
 * @typedef {{
 *   name: string,
 *   question: string,
 *   unit: Unit,
 *   target: Target,
 *   against?: string,
 *   tmpfs?: true,
 *   prepare: (place: Place) => Promise<{ ours: Measurement, theirs: Measurement | null }>,
 * }} Case `prepare` lays out the data; each measurement then takes one sample. `theirs` is fio, or ioproof
 * itself with the settings that `against` names. With `tmpfs` the place of the case is in memory.
 */

/** This machine or file system cannot do what a case measures. */
export class NotMeasurable extends Error {}

/**
 * Whether a median, of the value or of the ratio, is within the target.
 * @param {Target} target
 * @param {number} median
 */
export const meets = (target, median) => ('atLeast' in target ? median >= target.atLeast : median <= target.atMost);
