// The installed fio as the reference: order of keys, types as printed, percentiles and buckets of the same latencies.
import { expect, test } from 'vitest';
import { mixedStep, documentText, jobOf, jobsOf, readIntervals, type Parsed, withHistogram } from './samples.js';
import { referenceHistogram } from '../../result/samples.js';
import { noFio, outputOfFio } from './installed-fio.js';

/** Keys that fio has had since 3.34 … 3.42; an older one prints none of them, a newer one all. */
const laterKeys = ['job_start', 'latency_target_ns', 'latency_window_us'];

/** Objects whose keys are not fixed: only the type of their values counts. */
const freeKeys = ['job options', 'bins'];

type Shape = string | { [key: string]: Shape } | Shape[];

/** The document with the printed type for each value: `%f` and `%lld` look the same once JSON has been parsed. */
function shapeOf(text: string): Shape {
  const typed = text
    .replace(/( : )-?\d+\.\d{6}(?=,?$)/gm, '$1"float"')
    .replace(/( : )-?\d+(?=,?$)/gm, '$1"integer"')
    .replace(/( : )"(?!(?:float|integer)"(?:,?)$)(?:[^"\\]|\\.)*"(?=,?$)/gm, '$1"string"');
  return JSON.parse(typed) as Shape;
}

/** `path type` of every value in order, without the keys that only one of the two can have. */
function linesOf(shape: Shape, without: string[], path = ''): string[] {
  if (typeof shape === 'string') return [`${path} ${shape}`];
  if (Array.isArray(shape)) return shape.flatMap((item) => linesOf(item, without, `${path}[]`));
  const entries = Object.entries(shape).filter(([key]) => !without.includes(key));
  return entries.flatMap(([key, value]) => {
    if (!freeKeys.includes(key)) return linesOf(value, without, `${path}.${key}`);
    return [...new Set(Object.values(value))].map((type) => `${path}.${key}.* ${JSON.stringify(type)}`);
  });
}

/** A step that did what the installed fio did, so that the same objects have percentiles. */
function ours(plus: boolean): string {
  const step = mixedStep();
  return documentText([step], { plus, intervals: [[step.id, readIntervals(1, [500, 500])]] });
}

test.skipIf(noFio).each(['json', 'json+'] as const)(
  `%s has the keys of fio in its order and types ${noFio}`,
  (format) => {
    const theirs = outputOfFio(format);
    const isLater = theirs.includes('"job_start"');
    const expected = linesOf(shapeOf(theirs), []);
    const found = linesOf(shapeOf(ours(format === 'json+')), isLater ? [] : laterKeys);
    expect(found).toEqual(expected);
    expect(expected.length).toBeGreaterThan(200);
  },
);

test('the later keys stand where fio 3.42 has them', () => {
  const keys = Object.keys(jobOf(mixedStep()));
  const around = (key: string) => keys.slice(keys.indexOf(key) - 1, keys.indexOf(key) + 2);
  expect(around('job_start')).toEqual(['groupid', 'job_start', 'error']);
  expect(around('latency_target_ns')).toEqual(['latency_target', 'latency_target_ns', 'latency_percentile']);
  expect(keys.slice(-2)).toEqual(['latency_window', 'latency_window_us']);
});

test.skipIf(noFio)(`the same latencies give the same buckets and percentiles as in fio ${noFio}`, () => {
  const [theirs] = jobsOf(outputOfFio('json+'));
  if (theirs === undefined) throw new Error('fio printed no job');
  const histogram = referenceHistogram([]);
  for (const [middle, count] of Object.entries(distributionOf(theirs).bins)) {
    histogram.recordValueWithCount(Number(middle), count);
  }
  const { bins, percentile } = distributionOf(
    jobOf(mixedStep({ operations: { read: withHistogram(histogram) } }), { plus: true }),
  );
  expect(bins).toEqual(distributionOf(theirs).bins);
  expect(percentile).toEqual(distributionOf(theirs).percentile);
});

interface Distribution {
  bins: Record<string, number>;
  percentile: Record<string, number>;
}

function distributionOf(job: Parsed): Distribution {
  return job.read['clat_ns'] as Distribution;
}
