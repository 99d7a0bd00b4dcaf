// Steps that were held back by the processors of the machine, whoever kept them busy.
import type { CountersRecord, Diagnosis } from '../../result/schema.js';
import { formatPercent } from '../numbers.js';
import { limits } from './limits.js';
import { ratio, type StepFacts } from './step-facts.js';

/** No processor of the machine was free. */
export function machineBound(facts: StepFacts): Diagnosis | null {
  const { counters } = facts;
  const machineFraction = counters?.processor?.busyFraction ?? 0;
  if (counters === null || counters.seconds < limits.leastProcessorSeconds) return null;
  if (machineFraction < limits.machineFraction) return null;
  const workersPart = partOfWorkers(facts, counters, machineFraction);
  const byOthers = workersPart === null || workersPart < limits.mostOfTheTime;
  const whose = workersPart === null ? '' : `, ${formatPercent(workersPart)} of that with the workers`;
  return {
    bound: 'client-cpu',
    sentence:
      `No processor of this machine was free: they were busy ${formatPercent(machineFraction)} of the time${whose}` +
      `${byOthers ? `, else with ${othersOf(facts)}` : ''}.`,
    evidence: { ...processorEvidence(facts), ...(workersPart === null ? {} : { workersPart }) },
    advice: byOthers
      ? 'Stop what else runs on this machine, or give the job processors to spare: without, this is not the storage.'
      : 'Use fewer workers or larger blocks, or give the job more processors.',
  };
}

export function processorEvidence(facts: StepFacts): Diagnosis['evidence'] {
  const { cpuFraction, userFraction, inFlight, slots, counters } = facts;
  const { busyFraction: machineFraction, stealFraction, softirqFraction } = counters?.processor ?? {};
  const machine = machineFraction === undefined ? {} : { machineFraction, stealFraction, softirqFraction };
  return { cpuFraction, userFraction, inFlight, slots, ...machine };
}

/** Of the time for which all processors were busy; null: the counters have no times. */
function partOfWorkers({ cpuSeconds }: StepFacts, { deltas }: CountersRecord, machineFraction: number): number | null {
  const states = Object.entries(deltas).filter(([name]) => /^cpu\.\w+Seconds$/.test(name));
  const allSeconds = states.reduce((sum, [, seconds]) => sum + seconds, 0);
  return allSeconds === 0 ? null : Math.min(1, ratio(cpuSeconds, allSeconds * machineFraction));
}

/** What computes for the step comes first: it is no stranger. */
function othersOf({ place, fileSystem }: StepFacts): string {
  if (fileSystem?.type.startsWith('fuse') === true) {
    return 'the FUSE process of the mount, a server on this machine, or other work';
  }
  if (place === 'server') return 'the client in the kernel, a server on this machine, or other work';
  return 'the kernel, or other work';
}
