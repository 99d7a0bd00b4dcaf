// What each metric is, with its unit, in groups by what has it; a name stands in one group alone.
import { checkpointMetrics } from './checkpoint.js';
import { generalMetrics } from './general.js';
import { goalMetrics } from './goals.js';
import { kvCacheMetrics } from './kv-cache.js';
import { modelLoadMetrics } from './model-load.js';
import { roundMetrics } from './rounds.js';
import { sharedMetrics } from './shared.js';
import { trainingMetrics } from './training.js';

export const metricGroups = [
  { of: '', metrics: generalMetrics },
  { of: '', metrics: goalMetrics },
  { of: '', metrics: sharedMetrics },
  { of: 'Of checkpoints and models: ', metrics: roundMetrics },
  { of: 'Of checkpoints: ', metrics: checkpointMetrics },
  { of: 'Of models: ', metrics: modelLoadMetrics },
  { of: 'Of kind training: ', metrics: trainingMetrics },
  { of: 'Of kind kv-cache: ', metrics: kvCacheMetrics },
] as const;
