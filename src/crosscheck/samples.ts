// The values of both sides of a pair, by direction.
import { z } from 'zod';
import { IoproofError } from '../errors.js';
import type { CrosscheckDirection, CrosscheckSample, CrosscheckSamples } from '../result/crosscheck-schema.js';
import type { StepRecord } from '../result/schema.js';

const directions: CrosscheckDirection[] = ['read', 'write'];

const latency = z.object({ percentile: z.record(z.string(), z.number()).optional() });
const direction = z.object({ total_ios: z.number(), io_bytes: z.number(), runtime: z.number(), lat_ns: latency });
const fioDocument = z.object({
  jobs: z.tuple([z.object({ error: z.number(), read: direction, write: direction })]),
});

/** Values of a step of ioproof. */
export function samplesOfStep({ operations }: StepRecord): CrosscheckSamples {
  return byDirection((name) => {
    const operation = operations[name];
    if (operation === undefined) return null;
    const { perSecond, bytesPerSecond, latencyNs } = operation;
    return { perSecond, bytesPerSecond, p50Ns: latencyNs.p50, p99Ns: latencyNs.p99 };
  });
}

/** Values in what fio printed for one reporting group. Throws FIO_FAILED where that is no result. */
export function samplesOfFio(output: string): CrosscheckSamples {
  const { error, ...done } = jobIn(output);
  if (error !== 0) throw new IoproofError('FIO_FAILED', `fio had error ${error}`);
  return byDirection((name) => {
    const { total_ios: count, io_bytes: bytes, runtime, lat_ns } = done[name];
    const { '50.000000': p50Ns = 0, '99.000000': p99Ns = 0 } = lat_ns.percentile ?? {};
    const perSecond = 1000 / runtime;
    return { perSecond: count * perSecond, bytesPerSecond: bytes * perSecond, p50Ns, p99Ns };
  });
}

function jobIn(output: string): z.infer<typeof fioDocument>['jobs'][0] {
  try {
    // Notes can stand before the document.
    return fioDocument.parse(JSON.parse(output.slice(output.indexOf('{')))).jobs[0];
  } catch (cause) {
    throw new IoproofError('FIO_FAILED', 'fio printed no result of one group of jobs', { cause });
  }
}

/** Without directions in which nothing happened. */
function byDirection(sampleOf: (name: CrosscheckDirection) => CrosscheckSample | null): CrosscheckSamples {
  const samples = directions.map((name) => [name, sampleOf(name)] as const);
  const happened = ([, sample]: (typeof samples)[number]) =>
    sample !== null && Object.values(sample).every((value) => Number.isFinite(value) && value > 0);
  return Object.fromEntries(samples.filter(happened));
}
