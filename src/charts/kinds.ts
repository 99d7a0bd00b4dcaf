// Which operations of a workload have charts: those that move bytes, and those that its main figures are about.
import { mainFigures } from '../figure/main-figures.js';
import { chainTimes, operationKinds, type RecordedKind } from '../native/contract.js';
import type { MountSteps, VariantSteps } from './steps.js';

const allKinds: readonly RecordedKind[] = [...operationKinds, ...chainTimes];

function stepsOf(variant: VariantSteps): MountSteps['repeats'] {
  return variant.mounts.flatMap(({ repeats }) => repeats);
}

/** Reads and writes, as far as they moved bytes on any mount. */
export function movedKinds(variant: VariantSteps): RecordedKind[] {
  return (['read', 'write'] as const).filter((kind) =>
    stepsOf(variant).some(({ operations }) => (operations[kind]?.bytes ?? 0) > 0),
  );
}

/** Those whose rate is what the workload is about; none of one that waits on purpose, such as a checkpoint. */
export function countedKinds(variant: VariantSteps): RecordedKind[] {
  const names = stepsOf(variant).flatMap(mainFigures);
  return allKinds.filter((kind) => names.some((name) => name.startsWith(`${kind}.`) && /p99$|erSecond$/.test(name)));
}

/** Those whose latencies are shown: counted ones, else what moved bytes. */
export function timedKinds(variant: VariantSteps): RecordedKind[] {
  const counted = countedKinds(variant);
  return counted.length > 0 ? counted : movedKinds(variant);
}
