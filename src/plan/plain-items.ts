// What a native job does with the items of its namespace where nothing else is asked for: each once, as files.
import type { NativeJobSpec } from '../native/contract.js';

export type ItemFields = Pick<
  NativeJobSpec,
  | 'filesIn'
  | 'packing'
  | 'sampleCount'
  | 'sampleFiles'
  | 'training'
  | 'checkpoint'
  | 'kvCache'
  | 'operationsBefore'
  | 'mix'
  | 'items'
  | 'visits'
  | 'workerShift'
  | 'itemsPerWorker'
  | 'stonewallNs'
  | 'resumeAt'
  | 'coldPasses'
>;

/** Each file once a pass, split over the workers, from the first to the last. */
export function plainItems(): ItemFields {
  return {
    filesIn: 'leaves',
    packing: 'none',
    sampleCount: 0,
    sampleFiles: null,
    training: null,
    checkpoint: null,
    kvCache: null,
    operationsBefore: [],
    mix: [],
    items: 'files',
    visits: 'once',
    workerShift: 0,
    itemsPerWorker: 0,
    stonewallNs: 0,
    resumeAt: [],
    coldPasses: 'none',
  };
}
