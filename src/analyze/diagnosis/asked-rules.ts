// Steps that were held back by what the workload asks for: its pace, or the compute that it emulates.
import type { Diagnosis } from '../../result/schema.js';
import { formatCount, formatPercent, formatRate } from '../numbers.js';
import { missedRate } from '../pace.js';
import { limits } from './limits.js';
import { ratio, type StepFacts } from './step-facts.js';

/** A rate that was kept, pauses that were asked for, users that ask for no more. */
export function paceBound(facts: StepFacts): Diagnosis | null {
  return keptRate(facts) ?? pauses(facts) ?? idleUsers(facts);
}

/** Accelerators, or answers of a language model, that took the time. */
export function computeBound(facts: StepFacts): Diagnosis | null {
  return fedAccelerators(facts) ?? longAnswers(facts);
}

function keptRate({ step: { spec }, result, kinds, seconds }: StepFacts): Diagnosis | null {
  const { rateOperations, rateBytes, workers, thinkNs } = spec;
  const rate = Math.max(rateOperations, rateBytes) * workers;
  if (rate === 0 || thinkNs > 0 || missedRate(spec, result) !== null) return null;
  const asked = rateBytes > 0 ? formatRate(rate) : `${formatCount(rate)} operations a second`;
  const reached = kinds.reduce((sum, one) => sum + (rateBytes > 0 ? one.bytes : one.count), 0) / seconds;
  return {
    bound: 'pace',
    sentence: `The workload asks for ${asked} and got them: nothing held it back.`,
    evidence:
      rateBytes > 0
        ? { askedBytesPerSecond: rate, reachedBytesPerSecond: reached }
        : { askedPerSecond: rate, reachedPerSecond: reached },
    advice: 'Give a higher rate, or none, to see what the storage can do.',
  };
}

function pauses({ step: { spec }, count, seconds }: StepFacts): Diagnosis | null {
  const { thinkNs, thinkEvery, workers } = spec;
  if (thinkNs === 0) return null;
  const pauseFraction = Math.min(1, ((count / Math.max(1, thinkEvery)) * (thinkNs / 1e9)) / (seconds * workers));
  if (pauseFraction < limits.mostOfTheTime) return null;
  return {
    bound: 'pace',
    sentence: `The workers paused ${formatPercent(pauseFraction)} of the time, as the workload asks.`,
    evidence: { pauseFraction },
    advice: 'Give a shorter thinkTime, or none, to see what the storage can do.',
  };
}

function idleUsers(facts: StepFacts): Diagnosis | null {
  const times = servingTimes(facts);
  if (times === null || times.storageFraction + times.computeFraction >= limits.mostOfTheTime) return null;
  const busy = formatPercent(times.storageFraction + times.computeFraction);
  return {
    bound: 'pace',
    sentence: `Requests kept what serves them busy for only ${busy} of the time: the users ask for no more.`,
    evidence: times,
    advice: 'Give more users or a shorter thinkTime to see what the storage can do.',
  };
}

function fedAccelerators({ step: { spec }, metrics }: StepFacts): Diagnosis | null {
  const { wallAuPercent } = metrics;
  if (spec.training === null || wallAuPercent === undefined) return null;
  if (wallAuPercent < 100 * limits.computeFraction) return null;
  return {
    bound: 'compute',
    sentence: `The accelerators computed ${formatPercent(wallAuPercent / 100)} of the time: they were fed.`,
    evidence: { wallAuPercent, limitPercent: 100 * limits.computeFraction },
    advice: 'Give more accelerators, or let ioproof fit find how many the mount feeds.',
  };
}

function longAnswers(facts: StepFacts): Diagnosis | null {
  const times = servingTimes(facts);
  if (times === null || times.storageFraction >= limits.mostOfTheTime) return null;
  if (times.computeFraction < limits.mostOfTheTime) return null;
  const { computeFraction, storageFraction } = times;
  return {
    bound: 'compute',
    sentence:
      `The tokens of the answers took ${formatPercent(computeFraction)} of the time of all requests, ` +
      `storage ${formatPercent(storageFraction)}.`,
    evidence: times,
    advice: 'Give a shorter time for a token, or more requests at a time, to ask more of the storage.',
  };
}

/** Of the time in which requests could be served, what storage and what the answers took; null: no requests. */
function servingTimes({ step: { spec }, result: { kvCache }, slots, seconds }: StepFacts) {
  if (spec.kvCache === null || kvCache === null) return null;
  const room = slots * seconds * 1e9;
  return {
    storageFraction: Math.min(1, ratio(kvCache.requests * kvCache.storageNs.mean, room)),
    computeFraction: Math.min(1, ratio(kvCache.generatedTokens * spec.kvCache.tokenNs, room)),
  };
}
