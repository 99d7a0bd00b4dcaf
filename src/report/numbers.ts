// Numbers as people read them, for reports: the same as in the sentences of a diagnosis.
export * from '../analyze/numbers.js';
