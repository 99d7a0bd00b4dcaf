// Steps that were held back beyond the client: by a link, by metadata, by a device or a server, or by too little in flight.
import type { RecordedKind } from '../../native/contract.js';
import type { Diagnosis } from '../../result/schema.js';
import { formatCount, formatLatency, formatPercent, formatRate } from '../numbers.js';
import { spins } from '../spins.js';
import { limits } from './limits.js';
import { ratio, shareOf, type StepFacts } from './step-facts.js';

const dataKinds: readonly RecordedKind[] = ['read', 'write', 'fsync'];

/** A link at its rate. */
export function networkBound(facts: StepFacts): Diagnosis | null {
  if (facts.place !== 'server') return null;
  const link = busiestLink(facts);
  if (link === null || link.busyFraction < limits.linkFraction) return null;
  const { name, busyFraction, bytesPerSecond, lineRateBytesPerSecond } = link;
  return {
    bound: 'network',
    sentence:
      `${name} was at ${formatPercent(busyFraction)} of its line rate: ` +
      `${formatRate(bytesPerSecond)} of ${formatRate(lineRateBytesPerSecond)}.`,
    evidence: { link: name, busyFraction, bytesPerSecond, lineRateBytesPerSecond },
    advice: 'Use more links (nconnect, multi-rail), a faster one, or more nodes.',
  };
}

interface BusyLink {
  name: string;
  busyFraction: number;
  bytesPerSecond: number;
  lineRateBytesPerSecond: number;
}

/** By the counters; without them by what the step moved, if all of it went over the fastest link. */
function busiestLink({ counters, host, readBytes, writtenBytes, seconds }: StepFacts): BusyLink | null {
  const counted = (counters?.links ?? []).flatMap((link): BusyLink[] => {
    const { name, busyFraction, lineRateBytesPerSecond, receivedBytesPerSecond, sentBytesPerSecond } = link;
    if (busyFraction === null || lineRateBytesPerSecond === null) return [];
    const bytesPerSecond = Math.max(receivedBytesPerSecond, sentBytesPerSecond);
    return [{ name, busyFraction, bytesPerSecond, lineRateBytesPerSecond }];
  });
  if (counted.length > 0) return counted.reduce((a, b) => (b.busyFraction > a.busyFraction ? b : a));
  const rates = (host?.links ?? []).flatMap(({ name, kind, rateBytesPerSecond: rate }) =>
    rate === null || rate === 0 || kind === 'virtual' ? [] : [{ name, rate }],
  );
  const [only] = rates;
  // Of several links nobody knows which one the data took.
  if (only === undefined || rates.length > 1) return null;
  const bytesPerSecond = Math.max(readBytes, writtenBytes) / seconds;
  const lineRateBytesPerSecond = only.rate;
  return { name: only.name, busyFraction: bytesPerSecond / only.rate, bytesPerSecond, lineRateBytesPerSecond };
}

/** Names and attributes that took most of the time. */
export function metadataBound(facts: StepFacts): Diagnosis | null {
  // A close may have to write out what was written.
  const isMetadata = (kind: RecordedKind) => !dataKinds.includes(kind) && !(kind === 'close' && facts.writtenBytes > 0);
  const metadataFraction = shareOf(facts, isMetadata);
  const worst = facts.kinds.find(({ kind }) => isMetadata(kind));
  if (worst === undefined || metadataFraction < limits.mostOfTheTime || isIdle(facts)) return null;
  const { kind, meanNs, count } = worst;
  const rpcWaitMs = facts.counters?.rpc?.meanWaitMs ?? null;
  return {
    bound: 'metadata',
    sentence:
      `Names and attributes took ${formatPercent(metadataFraction)} of the time of all operations, most of it ` +
      `${kind}: ${formatLatency(meanNs)} each, ${inFlightText(facts)}.`,
    evidence: {
      ...{ metadataFraction, operation: kind, meanNs, count, inFlight: facts.inFlight },
      ...(rpcWaitMs === null ? {} : { rpcWaitMs }),
    },
    advice:
      facts.place === 'server'
        ? 'Look at the metadata server; pack small files into shards, or spread directories over several servers.'
        : 'Use fewer, larger files (packing), or more operations in flight.',
  };
}

/** A device that always has a request, and more than it can do at once. */
export function deviceBound(facts: StepFacts): Diagnosis | null {
  const device = facts.counters?.device ?? null;
  if (device === null || facts.place !== 'device') return null;
  const { name, busyFraction, meanQueue, meanWaitMs } = device;
  const queued = spins(facts.fileSystem?.device ?? null) || meanQueue >= limits.deviceQueue;
  if (busyFraction < limits.deviceBusyFraction || !queued) return null;
  return {
    bound: 'device',
    sentence:
      `${name} was busy ${formatPercent(busyFraction)} of the time with ${formatCount(meanQueue)} requests in it` +
      `${meanWaitMs === null ? '' : `, ${formatLatency(meanWaitMs * 1e6)} each`}.`,
    evidence: { device: name, busyFraction, meanQueue, meanWaitMs },
    advice: '',
  };
}

/** Requests whose answers took most of the time, by the counters of the client. */
export function serverBound(facts: StepFacts): Diagnosis | null {
  const rpc = facts.counters?.rpc ?? null;
  if (rpc === null || rpc.meanWaitMs === null || facts.inFlight < limits.oneAtATime) return null;
  const { meanWaitMs, requests, protocol } = rpc;
  const queueMs = rpc.meanQueueMs ?? 0;
  const waited = ratio((requests * (meanWaitMs + queueMs)) / 1e3, facts.operationSeconds);
  if (waited < limits.mostOfTheTime) return null;
  const inQueue = queueMs > meanWaitMs;
  return {
    bound: 'server',
    sentence:
      `Each of ${formatCount(requests)} ${protocol} requests waited ${formatLatency(meanWaitMs * 1e6)} for its answer` +
      `${inQueue ? `, after ${formatLatency(queueMs * 1e6)} in the queue of the client` : ''}, ${inFlightText(facts)}.`,
    evidence: { requests, meanWaitMs, meanQueueMs: rpc.meanQueueMs, inFlight: facts.inFlight },
    advice: inQueue
      ? 'Let the client have more requests under way (nconnect, max_rpcs_in_flight, session slots).'
      : 'Look at the server and at the way to it; ping tells the part of the way.',
  };
}

/** One operation at a time: the storage has nothing to do meanwhile. */
export function latencyBound(facts: StepFacts): Diagnosis | null {
  const [worst] = facts.kinds;
  if (worst === undefined || facts.inFlight >= limits.oneAtATime || !isWaiting(facts)) return null;
  const { kind, meanNs } = worst;
  return {
    bound: 'latency',
    sentence: `One operation was in flight at a time, and each ${kind} took ${formatLatency(meanNs)}.`,
    evidence: { inFlight: facts.inFlight, slots: facts.slots, operation: kind, meanNs, ...deviceEvidence(facts) },
    advice: 'Use more workers or a larger queueDepth to see what the storage can do with more at a time.',
  };
}

/** So much was in flight that whatever has to answer it was the last to be waited for. */
export function longQueueBound(facts: StepFacts): Diagnosis | null {
  const { place, inFlight, slots, kinds, fileSystem } = facts;
  const [worst] = kinds;
  if (worst === undefined || (place !== 'device' && place !== 'server') || !isWaiting(facts)) return null;
  const long = spins(fileSystem?.device ?? null) ? limits.deviceQueue : limits.longQueue;
  if (inFlight < long || isIdleDevice(facts)) return null;
  const what = place === 'device' ? (fileSystem?.device?.name ?? 'the device') : 'the server';
  return {
    bound: place,
    sentence:
      `${capitalised(what)} had ${formatCount(inFlight)} operations to answer at a time, and each ${worst.kind} took ` +
      `${formatLatency(worst.meanNs)}.`,
    evidence: { inFlight, slots, operation: worst.kind, meanNs: worst.meanNs, cpuFraction: facts.cpuFraction },
    advice: '',
  };
}

/** What is left: said as it is. */
export function unknownBound(facts: StepFacts): Diagnosis {
  const { inFlight, slots, cpuFraction, counters, kinds } = facts;
  const evidence = { inFlight, slots, cpuFraction, ...deviceEvidence(facts) };
  if (kinds.length === 0) {
    return { bound: 'unknown', sentence: 'No operation completed.', evidence, advice: '' };
  }
  if (isIdleDevice(facts)) {
    return {
      bound: 'unknown',
      sentence: `Operations waited, ${inFlightText(facts)}, but ${counters?.device?.name} was busy only ${formatPercent(counters?.device?.busyFraction ?? 0)} of the time.`,
      evidence,
      advice:
        'Look for limits of I/O that are not visible here (of the hypervisor, or outside of a container), locks of the ' +
        'file system, or another device.',
    };
  }
  if (isWaiting(facts)) {
    return {
      bound: 'unknown',
      sentence: `Operations waited for the storage, ${inFlightText(facts)}: too few to tell whether more would get more of it.`,
      evidence,
      advice: 'Measure with a larger queueDepth or more workers: as many more operations a second mean latency.',
    };
  }
  return {
    bound: 'unknown',
    sentence: `Nothing stands out: ${inFlightText(facts)}, the workers busy ${formatPercent(cpuFraction)} of their time.`,
    evidence,
    advice: '',
  };
}

/** Workers that had as much in flight as they may, and waited for it. */
function isWaiting({ inFlight, slots, step }: StepFacts): boolean {
  // Readers of a training have less under way where their loader is ahead; it says nothing of the storage.
  return step.spec.kind === 'training' || inFlight >= slots * limits.filledFraction;
}

/** Workers that had nothing under way for most of their time: what they did in the rest did not bound them. */
function isIdle({ inFlight, step }: StepFacts): boolean {
  return step.spec.kind !== 'training' && inFlight < step.spec.workers * limits.mostOfTheTime;
}

/** The counters of the device do not show what was in flight. */
function isIdleDevice({ place, counters }: StepFacts): boolean {
  const device = counters?.device ?? null;
  return place === 'device' && device !== null && device.busyFraction < limits.mostOfTheTime;
}

function deviceEvidence({ counters, place }: StepFacts): Record<string, unknown> {
  const device = counters?.device ?? null;
  if (device === null || place !== 'device') return {};
  return { device: device.name, busyFraction: device.busyFraction, meanQueue: device.meanQueue };
}

function inFlightText({ inFlight, slots }: StepFacts): string {
  const amount = inFlight < 10 ? Number(inFlight.toFixed(1)) : Math.round(inFlight);
  return `${amount} in flight${slots > 1 ? ` of ${slots}` : ''}`;
}

function capitalised(text: string): string {
  return text.startsWith('the ') ? `T${text.slice(1)}` : text;
}
