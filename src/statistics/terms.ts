// With which confidence, seed and number of resamples everything is judged that nobody gave other terms for.
import type { BootstrapOptions } from './sample.js';

/**
 * The same for comparisons, acceptance, charts and history, so that a figure has one interval wherever it is told. 2,000
 * resamples leave a standard error of 1 / √(2 · 2,000), 1.6 %, in the width of a limit, where ten repeats know their own spread to
 * no better than 24 %, and keep a comparison of 1,000 runs within seconds.
 */
export const statisticalTerms: BootstrapOptions = { confidence: 0.95, seed: 1, resamples: 2000 };

/**
 * Number of the method that turns samples into limits: raised whenever the same samples would get others. Records tell it, so
 * that a later version does not take its own limits for those that were agreed on. Records without it are of method 1.
 */
export const statisticalMethod = 2;
