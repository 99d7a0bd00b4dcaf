// All cases of kind checkpoint.
import { checkpointContentCases } from './checkpoint-content.mjs';
import { checkpointSaveCases } from './checkpoint-save.mjs';

/** @type {import('./case.mjs').Case[]} */
export const checkpointCases = [...checkpointContentCases, ...checkpointSaveCases];
