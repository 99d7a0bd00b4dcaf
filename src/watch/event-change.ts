// Lines of events.ndjson as changes of the watched state. Lines of other kinds, and of newer versions, say nothing here.
import { z } from 'zod';
import { chainTimes, operationKinds } from '../native/contract.js';
import { tryText } from '../report/fit-text.js';
import { evidenceText, probeText, variantText } from '../report/step-text.js';
import type { FitTry } from '../result/fit-schema.js';
import { bandCounts } from '../result/histogram-counts.js';
import type { Change, WatchedCounts } from './messages.js';

const counts = z.object({
  count: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  errors: z.int().nonnegative().default(0),
  latencyNs: z
    .object({ histogram: z.string().default(''), p50: z.number().optional(), p99: z.number().optional() })
    .default({ histogram: '' }),
});

const swept = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const planned = z
  .object({ step: z.string(), workload: z.string(), variant: swept, mount: z.string(), repeat: z.int() })
  .extend({ estimatedSeconds: z.number().nullable() });
const interval = z.object({ step: z.string(), startSeconds: z.number(), seconds: z.number().positive() });
const numbered = z.object({ step: z.string(), number: z.int() });
const probe = numbered.extend({ rate: z.number(), percentileNs: z.number().nullable(), kept: z.boolean() });
const tried = numbered
  .extend({ accelerators: z.int(), auPercent: z.number(), reached: z.boolean(), seconds: z.number() })
  .extend({ by: z.string() });
const warning = z.object({ step: z.string(), code: z.string(), advice: z.string().default('') });

/** Of each type of event the change that it is; each throws where the event is not as it should be. */
const readers: Readonly<Record<string, (event: unknown, bands: boolean) => Change>> = {
  'run-start': (event) => {
    const start = z.object({ at: z.string(), run: z.string(), plan: z.array(planned).default([]) });
    const { at, run, plan } = start.parse(event);
    const steps = plan.map(({ step, variant, ...rest }) => ({ id: step, variant: variantText(variant), ...rest }));
    return { type: 'run-start', at, run, steps };
  },
  'step-start': (event) => ({
    type: 'step-start',
    ...z.object({ at: z.string(), step: z.string() }).parse(event),
  }),
  interval: (event, bands) => {
    const kinds = z.partialRecord(z.enum([...operationKinds, ...chainTimes]), counts);
    const { operations, ...place } = interval.extend({ operations: kinds }).parse(event);
    const kept = Object.entries(operations).map(([kind, own]) => [kind, countsOf(own, bands)]);
    return { type: 'interval', ...place, operations: Object.fromEntries(kept) as Record<string, WatchedCounts> };
  },
  probe: (event) => {
    const { step, number, ...told } = probe.parse(event);
    return { type: 'note', step, text: probeText(number, told) };
  },
  try: (event) => {
    const { step, number, ...told } = tried.parse(event);
    return { type: 'note', step, text: tryText(number, told as FitTry) };
  },
  'step-end': (event) => {
    const status = z.enum(['complete', 'failed', 'skipped']);
    const error = z.object({ code: z.string(), message: z.string() }).nullable();
    const end = z.object({ step: z.string(), status, error }).parse(event);
    const text = end.error === null ? '' : `${end.error.code}: ${end.error.message}`;
    return { type: 'step-end', step: end.step, status: end.status, error: text };
  },
  dropped: (event) => {
    const { step } = z.object({ step: z.string() }).parse(event);
    return { type: 'step-end', step, status: 'dropped', error: '' };
  },
  warning: (event) => {
    const { code, advice } = warning.parse(event);
    const { evidence } = z.object({ evidence: z.record(z.string(), z.unknown()).default({}) }).parse(event);
    return {
      type: 'warning',
      code,
      advice,
      evidence: evidenceText({ evidence } as Parameters<typeof evidenceText>[0]),
    };
  },
  'run-end': (event) => {
    const status = z.enum(['complete', 'partial', 'failed', 'interrupted']);
    return { type: 'run-end', ...z.object({ at: z.string(), status }).parse(event) };
  },
};

/**
 * The change that a line is; null where it says nothing to those who watch. `bands`: with the latencies of intervals, which
 * are the costly part. Throws where the line is not JSON, or not such an event.
 */
export function changeOf(line: string, bands: boolean): Change | null {
  const event: unknown = JSON.parse(line);
  if (typeof event !== 'object' || event === null || !('type' in event)) return null;
  const read = typeof event.type === 'string' && Object.hasOwn(readers, event.type) ? readers[event.type] : undefined;
  return read === undefined ? null : read(event, bands);
}

function countsOf({ count, bytes, errors, latencyNs }: z.infer<typeof counts>, bands: boolean): WatchedCounts {
  const { p50 = null, p99 = null, histogram } = latencyNs;
  const measured = count > 0;
  return {
    ...{ count, bytes, errors },
    p50: measured ? p50 : null,
    p99: measured ? p99 : null,
    bands: bands && measured ? [...bandCounts(histogram, 8)] : [],
  };
}
