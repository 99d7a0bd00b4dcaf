// Where a step is that does its work in epochs, rounds or requests: texts that the views and the log show.
import type { NativeSnapshot } from '../native/contract.js';
import type { PlannedStep } from '../plan/planned-step.js';
import { checkpointPosition } from './checkpoint-words.js';
import { kvCachePosition } from './kv-cache-words.js';
import { trainingPosition } from './training-words.js';

type Position = Pick<NativeSnapshot, 'training' | 'checkpoint' | 'kvCache'>;

/** `epoch 2/3`, `save 1/3`, `41%`, …: empty of a kind that goes on evenly. */
export function positionTexts({ spec }: Pick<PlannedStep, 'spec'>, snapshot: Position | null): string[] {
  const { training = null, checkpoint = null, kvCache = null } = snapshot ?? {};
  return [
    ...(training === null ? [] : trainingPosition(training, spec.passes)),
    ...(checkpoint === null ? [] : checkpointPosition(checkpoint, spec.checkpoint?.saves ?? 0)),
    ...(kvCache === null ? [] : kvCachePosition(kvCache)),
  ];
}
