// All cases of kind training.
import { trainingFeedCases } from './training-feed.mjs';
import { trainingGenerationCases } from './training-generation.mjs';
import { trainingReaderCases } from './training-reader.mjs';

/** @type {import('./case.mjs').Case[]} */
export const trainingCases = [...trainingGenerationCases, ...trainingReaderCases, ...trainingFeedCases];
