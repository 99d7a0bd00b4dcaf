// Whether a training could count by the rules of MLPerf Storage, and why not.
import { conformance } from '../spec/closed-rules.js';
import type { MachineMemory } from './machine-memory.js';
import type { PlanProblems } from './plan-problems.js';
import { atMost } from './rounded-bytes.js';
import type { SizedTraining } from './size.js';
import { officialFiles } from './training-size.js';

/** Why the rules would not let it count, a clause each; empty: nothing that can be known before the run. */
export function nonconformities(workload: SizedTraining, memory: MachineMemory): string[] {
  return [...keyReasons(workload), ...sizeReasons(workload, memory), ...storageReasons(workload)];
}

function keyReasons(workload: SizedTraining): string[] {
  return conformance(workload).map(({ key, what }) => `${key}: ${what}`);
}

function sizeReasons(workload: SizedTraining, { totalBytes }: MachineMemory): string[] {
  if (totalBytes === null) return ['files: the rules go by the memory of this machine, which is not known'];
  const least = officialFiles(workload, totalBytes);
  if (workload.files >= least) return [];
  const why = `5 times the ${atMost(totalBytes)} of memory, and 500 steps an epoch`;
  return [`files: ${workload.files} are fewer than the ${least} that the rules ask for (${why})`];
}

function storageReasons({ engine }: SizedTraining): string[] {
  return engine === 'null' ? ['engine: null touches no storage'] : [];
}

/** `--closed`: what does not conform is a problem of the plan. */
export function requireConforming({ name }: SizedTraining, reasons: readonly string[], problems: PlanProblems): void {
  for (const reason of reasons) {
    problems.add(`workload "${name}"`, `--closed: ${reason}`, 'Change it, or run without --closed');
  }
}
