// Metrics of loads of a model: until its first byte and its last, of the processes one by one and together.
import type { NativeCheckpointRound, NativeJobSpec } from '../native/contract.js';
import type { MetricName, Metrics } from '../result/metrics-schema.js';
import type { StepRecord } from '../result/schema.js';
import type { StepResult } from '../result/step-result.js';
import { medianOf } from '../statistics/median.js';

/** What of a planned step decides on its metrics. */
export interface ModelLoadStep {
  spec: Pick<NativeJobSpec, 'checkpoint'>;
  /** Resolved workload. */
  job: StepRecord['job'];
}

type Round = Pick<NativeCheckpointRound, 'endNs' | 'complete' | 'cacheBefore' | 'ranks'>;

/** True of a workload that loads a model. */
export function isModelLoad(job: StepRecord['job']): boolean {
  return job['kind'] === 'model-load';
}

/** Over the loads that nothing has cut off; none where there is none. */
export function modelLoadMetrics(
  { spec, job }: ModelLoadStep,
  { checkpoint }: Pick<StepResult, 'checkpoint'>,
): Metrics {
  const asked = spec.checkpoint;
  if (!isModelLoad(job) || checkpoint === null || asked === null) return {};
  const loads = checkpoint.rounds.filter(({ complete }) => complete);
  if (loads.length === 0) return {};
  const modelBytes = asked.parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const { verifiedPieces, damagedPieces } = checkpoint;
  return {
    ...timeMetrics(loads),
    ...rateMetrics(loads, modelBytes),
    ...cacheMetrics(loads),
    ...(verifiedPieces > 0 ? { verifiedPieces, damagedPieces } : {}),
  };
}

function timeMetrics(loads: readonly Round[]): Metrics {
  const lasts = loads.map(({ endNs }) => endNs / 1e9);
  const ranks = loads.flatMap((load) => load.ranks);
  const firsts = ranks.map(({ firstByteNs }) => firstByteNs / 1e9);
  return {
    loads: loads.length,
    loadSeconds: medianOf(lasts),
    loadSecondsMax: Math.max(...lasts),
    processSeconds: medianOf(ranks.map(({ endNs }) => endNs / 1e9)),
    loadSpreadSeconds: medianOf(loads.map((load) => rangeNs(load.ranks.map(({ endNs }) => endNs)) / 1e9)),
    firstByteSeconds: medianOf(firsts),
    firstByteSecondsMax: Math.max(...firsts),
    releaseSpreadNs: Math.max(...loads.map((load) => rangeNs(load.ranks.map(({ startNs }) => startNs)))),
  };
}

/** Times of the null engine can be 0, and then there is no rate. */
function rateMetrics(loads: readonly Round[], modelBytes: number): Metrics {
  const together = loads.map(({ endNs, ranks }) => ({ ns: endNs, bytes: sumOf(ranks.map(({ bytes }) => bytes)) }));
  const own = loads.flatMap(({ ranks }) => ranks.map(({ endNs, bytes }) => ({ ns: endNs, bytes })));
  const each = together.map(({ ns }) => ({ ns, bytes: modelBytes }));
  return {
    ...rateMetric('loadBytesPerSecond', together),
    ...rateMetric('processBytesPerSecond', own),
    ...rateMetric('modelBytesPerSecond', each),
  };
}

function rateMetric(name: MetricName, parts: readonly { ns: number; bytes: number }[]): Metrics {
  const rates = parts.filter(({ ns }) => ns > 0).map(({ ns, bytes }) => (bytes / ns) * 1e9);
  return rates.length === 0 ? {} : { [name]: medianOf(rates) };
}

/** Of the load that found most in the page cache; none where nobody could look. */
function cacheMetrics(loads: readonly Round[]): Metrics {
  const looked = loads.map(({ cacheBefore }) => cacheBefore).filter(({ totalBytes }) => totalBytes > 0);
  const fractions = looked.map(({ residentBytes, totalBytes }) => residentBytes / totalBytes);
  return fractions.length === 0 ? {} : { cachedBeforeFraction: Math.max(...fractions) };
}

function rangeNs(times: readonly number[]): number {
  return times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
