// What bounded a step: rules in the order in which they overrule each other; the first with evidence tells.
import type { Diagnosis } from '../../result/schema.js';
import { computeBound, paceBound } from './asked-rules.js';
import { cacheBound, cgroupBound, nullBound, processorBound } from './client-rules.js';
import { ioLimitBound } from './io-limit-rule.js';
import { machineBound } from './machine-rule.js';
import { type DiagnosisInput, type StepFacts, stepFacts } from './step-facts.js';
import {
  deviceBound,
  latencyBound,
  longQueueBound,
  metadataBound,
  networkBound,
  serverBound,
  unknownBound,
} from './storage-rules.js';

export type { DiagnosisInput, StepToDiagnose } from './step-facts.js';

/**
 * What the workload asks for comes first: a step that got all of it was held back by nothing. Then what makes the figures
 * others than those of the storage, then what the storage and the way to it did, the most certain first.
 */
const rules: readonly ((facts: StepFacts) => Diagnosis | null)[] = [
  paceBound,
  computeBound,
  cgroupBound,
  nullBound,
  cacheBound,
  ioLimitBound,
  processorBound,
  networkBound,
  deviceBound,
  machineBound,
  metadataBound,
  latencyBound,
  serverBound,
  longQueueBound,
];

/** Never null: where no rule has evidence, it says so. Null only of a step that measures nothing. */
export function diagnose(input: DiagnosisInput): Diagnosis | null {
  const facts = stepFacts(input);
  if (input.step.verifyMode === 'only' || input.step.spec.copyMode === 'copy-only' || facts.seconds <= 0) return null;
  for (const rule of rules) {
    const found = rule(facts);
    if (found !== null) return found;
  }
  return unknownBound(facts);
}
