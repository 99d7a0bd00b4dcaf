// Steps that were held back on this machine: by ioproof itself, by limits, by processors; or that memory answered.
import type { Diagnosis } from '../../result/schema.js';
import { formatLatency, formatPercent } from '../numbers.js';
import { receivedPerByteAsked } from '../wire-bytes.js';
import { limits } from './limits.js';
import { processorEvidence } from './machine-rule.js';
import { ratio, type StepFacts } from './step-facts.js';

/** The null engine touches no storage, and copies between memories alone neither. */
export function nullBound({ result, count, seconds, cpuFraction }: StepFacts): Diagnosis | null {
  if (result.ready.engineUsed !== 'null') return null;
  return {
    bound: 'harness',
    sentence: 'The null engine touches no storage: the figures are those of ioproof itself.',
    evidence: { perSecond: count / seconds, cpuFraction },
    advice: 'Use them as the most that this machine can measure, and another engine to measure storage.',
  };
}

/** Limits of the control group: it was not let run, or has used what it may. */
export function cgroupBound(facts: StepFacts): Diagnosis | null {
  return throttled(facts) ?? usedQuota(facts);
}

function throttled({ counters }: StepFacts): Diagnosis | null {
  const throttledSeconds = counters?.throttledSeconds ?? 0;
  const throttledFraction = ratio(throttledSeconds, counters?.seconds ?? 0);
  if (throttledFraction < limits.throttledFraction) return null;
  return {
    bound: 'cgroup',
    sentence: `The control group was not let run for ${formatLatency(throttledSeconds * 1e9)} of the step.`,
    evidence: { throttledSeconds, throttledFraction },
    advice: 'Raise the processor limit of the control group (cpu.max), or use fewer workers.',
  };
}

function usedQuota({ host, cpuSeconds, seconds }: StepFacts): Diagnosis | null {
  const quotaCores = host?.cgroup.cpuQuotaCores ?? null;
  const usedCores = cpuSeconds / seconds;
  if (quotaCores === null || usedCores < quotaCores * limits.quotaFraction) return null;
  return {
    bound: 'cgroup',
    sentence:
      `The workers used ${usedCores.toFixed(2)} processors, and the control group may use ` +
      `${Number(quotaCores.toFixed(2))}.`,
    evidence: { usedCores, quotaCores },
    advice: 'Raise the processor limit of the control group (cpu.max), or use fewer workers.',
  };
}

/** Workers whose processors had no time left; `harness` where that was not in the kernel. */
export function processorBound(facts: StepFacts): Diagnosis | null {
  const { cpuFraction, userFraction, step } = facts;
  // With polling, waiting for storage is processor time too.
  if (step.spec.ioPoll || cpuFraction < limits.processorFraction) return null;
  if (userFraction > limits.mostOfTheTime) return harness(facts);
  return {
    bound: 'client-cpu',
    sentence:
      `The processors had no time left: the workers kept theirs busy ${formatPercent(cpuFraction)} of the time, ` +
      `${formatPercent(1 - userFraction)} of it in the kernel.`,
    evidence: processorEvidence(facts),
    advice:
      'Use more workers where there are processors left, larger blocks, or direct I/O; or measure from more nodes.',
  };
}

function harness({ cpuFraction, userFraction, inFlight, slots }: StepFacts): Diagnosis {
  return {
    bound: 'harness',
    sentence:
      `ioproof itself kept its processors busy ${formatPercent(cpuFraction)} of the time, ` +
      `${formatPercent(userFraction)} of it outside the kernel.`,
    evidence: { cpuFraction, userFraction, inFlight, slots },
    advice: 'Use more workers, larger blocks, or no verify and refill: the storage may be faster than this.',
  };
}

/** Memory that answered reads, or took writes. */
export function cacheBound(facts: StepFacts): Diagnosis | null {
  if (facts.count === 0) return null;
  return inMemory(facts) ?? (facts.readBytes >= facts.writtenBytes ? cachedReads(facts) : cachedWrites(facts));
}

function inMemory({ place, fileSystem }: StepFacts): Diagnosis | null {
  if (place !== 'memory') return null;
  return {
    bound: 'cache',
    sentence: `A ${fileSystem?.type} is memory: the figures are those of this machine.`,
    evidence: { type: fileSystem?.type },
    advice: 'Use a file system that lies on storage.',
  };
}

function cachedReads(facts: StepFacts): Diagnosis | null {
  const { readBytes, hitFraction, counters, result, place } = facts;
  if (readBytes === 0) return null;
  const wire = counters?.rpc?.readPerByteAsked ?? null;
  const received = receivedPerByteAsked(counters?.rpc, readBytes);
  // Another step may have read from the same device.
  const device = counters?.shared === false && place === 'device' ? counters.device?.readPerByteAsked : null;
  const candidates: { by: string; hit: number | null; proof: string; atLeast?: true }[] = [
    { by: 'The page cache', hit: hitFraction, proof: 'proc-self-io' },
    { by: 'A cache of the client', hit: wire === null ? null : 1 - wire, proof: 'bytes from the servers' },
    {
      by: 'A cache of the client',
      hit: received === null ? null : 1 - received,
      proof: 'all bytes that came from the servers',
      atLeast: true,
    },
    {
      by: 'Memory',
      hit: device === null || device === undefined || result.ready.direct.used ? null : 1 - device,
      proof: 'bytes from the device',
    },
  ];
  const found = candidates.find(({ hit }) => hit !== null && hit >= limits.cachedFraction);
  if (found === undefined) return null;
  return {
    bound: 'cache',
    sentence: `${found.by} answered ${found.atLeast === true ? 'at least ' : ''}${formatPercent(found.hit ?? 0)} of what was read.`,
    evidence: { cachedFraction: found.hit, proof: found.proof },
    advice: 'Use direct: true, dropCache, or data larger than memory to measure the storage.',
  };
}

function cachedWrites({ writtenBytes, counters, place }: StepFacts): Diagnosis | null {
  if (writtenBytes === 0 || counters === null) return null;
  const device = counters.shared || place !== 'device' ? null : (counters.device?.writtenPerByteAsked ?? null);
  const arrived = counters.rpc?.writtenPerByteAsked ?? device;
  if (arrived === null || arrived > 1 - limits.cachedFraction) return null;
  return {
    bound: 'cache',
    sentence: `Memory took the writes: only ${formatPercent(arrived)} of the bytes had gone on when the step was over.`,
    evidence: { arrivedFraction: arrived },
    advice:
      'Use direct: true, or an fsync often enough: what memory holds when the step ends, or was written over, cost no storage.',
  };
}
