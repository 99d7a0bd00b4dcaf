// Which workloads of a run are phases that follow one another on the same files, and what each finds there.
import { walk } from '../spec/chain-states.js';
import { type FileOperation, readsData, writesData } from '../spec/workload.js';
import { createsFiles, datasetOf, descriptionHash } from './dataset.js';
import { directoryCount } from './file-set.js';
import { operationsOf, sayTheSame } from './phase-chain.js';
import { checkPhases } from './phase-problems.js';
import type { PlanProblems } from './plan-problems.js';
import type { Dataset, Phase } from './planned-step.js';
import type { SizedChains, SizedWorkload } from './size.js';

/** What a phase is among the others. */
export interface PhasePlace {
  phase: Phase;
  /** The same for all of them; null for the null engine, which touches no storage. */
  dataset: Dataset | null;
  /** What earlier phases have done with each file. */
  operationsBefore: FileOperation[];
  /** No stonewall has left blocks unwritten, and each file has the size that this phase reads. */
  findsAll: boolean;
}

/** The places of the workloads that are phases. Adds a problem for each that does not fit to those before it. */
export function phasesOf(workloads: SizedWorkload[], problems: PlanProblems): Map<SizedWorkload, PhasePlace> {
  const places = new Map<SizedWorkload, PhasePlace>();
  const able = workloads.filter((workload) => workload.kind === 'block' || workload.kind === 'files');
  const names = new Set(able.map(({ phaseOf }) => phaseOf).filter((name) => name !== ''));
  for (const of of names) {
    const members = able.filter(({ phaseOf }) => phaseOf === of);
    checkPhases(members, problems);
    const dataset = sharedDataset(of, members);
    for (const [index, member] of members.entries()) {
      const before = members.slice(0, index);
      const phase = { of, index, count: members.length, before: before.map(({ name }) => name) };
      const operationsBefore = operationsOf(before);
      places.set(member, { phase, dataset, operationsBefore, findsAll: findsAll(member, before) });
    }
  }
  return places;
}

/** The largest files that any phase makes, and the most names. */
function sharedDataset(of: string, members: readonly SizedChains[]): Dataset | null {
  const writers = members.filter((member, index) => writesData(member) || (index === 0 && !createsFiles(member)));
  const sets = (writers.length > 0 ? writers : members.slice(0, 1)).map((workload) => ({
    workload,
    dataset: datasetOf(workload),
  }));
  const [largest] = sets.toSorted((a, b) => (b.dataset?.bytes ?? 0) - (a.dataset?.bytes ?? 0));
  if (largest === undefined || largest.dataset === null) return null;
  const { workload, dataset } = largest;
  const directory = `phases-${of}-${descriptionHash(workload, dataset)}`;
  const inodes = dataset.fileCount * (1 + mostNames(members)) + directoryCount(dataset) + 2;
  return { ...dataset, directory, inodes };
}

/** Names besides that of a file that there are between two phases, or after the last; a link has the file's inode. */
function mostNames(members: readonly SizedChains[]): number {
  const counts = members.map((_, index) => {
    const { leftNames } = walk(operationsOf(members.slice(0, index + 1)));
    return leftNames.filter((name) => name !== 'link').length;
  });
  return Math.max(...counts);
}

function findsAll(workload: SizedChains, before: readonly SizedChains[]): boolean {
  if (workload.kind === 'block') return before.every(({ stonewall }) => stonewall === 0);
  const writer = before.filter(writesData).at(-1) ?? before[0];
  if (!readsData(workload) || writer?.kind !== 'files') return true;
  return sayTheSame(workload, writer, 'fileSize');
}
