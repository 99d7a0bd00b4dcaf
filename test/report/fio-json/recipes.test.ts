// What tools that read fio's JSON take from it, as jq recipes: same results from ours, and they work on fio's own.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { noFio, outputOfFio } from './installed-fio.js';
import { documentText, mixedStep, readIntervals, readStep, whyNo } from './samples.js';

const noJq = whyNo('jq');

function jq(recipe: string, document: string): unknown {
  const { status, stdout, stderr } = spawnSync('jq', ['-c', recipe], { input: document, encoding: 'utf8' });
  if (status !== 0) throw new Error(`jq ${recipe}: ${stderr}`);
  return JSON.parse(stdout);
}

const step = mixedStep();

function document(): string {
  return documentText([step], { plus: true, intervals: [[step.id, readIntervals(1, [500, 500])]] });
}

const recipes: { reader: string; recipe: string; result: unknown }[] = [
  { reader: 'kbench, shell scripts', recipe: '.jobs[0].write.bw', result: 1000 },
  { reader: 'shell scripts', recipe: '.jobs[0].read.iops | floor', result: 500 },
  { reader: 'PerfKit', recipe: '.jobs[0].read.clat_ns.percentile["99.000000"]', result: 41_728 },
  { reader: 'etcd checks', recipe: '.jobs[0].sync.lat_ns.percentile."99.000000"', result: 1_105_920 },
  {
    reader: 'wekatester',
    recipe: '.jobs[0] | [.read.bw_bytes + .write.bw_bytes, .read.iops + .write.iops, .write.lat_ns.mean]',
    result: [3_072_000, 750, 14_231.5],
  },
  {
    reader: 'fio-plot, options',
    recipe: '.jobs[0]."job options" | [(.iodepth | tonumber), (.numjobs | tonumber), .bs, .rw]',
    result: [32, 2, '4k', 'randrw'],
  },
  {
    reader: 'fio-plot, values',
    recipe: '.jobs[0] | [.read.iops_stddev, .read.lat_ns.stddev, .usr_cpu, .sys_cpu] | map(type) | unique',
    result: ['number'],
  },
  {
    reader: 'fio-plot, histogram',
    recipe: '.jobs[0] | [.latency_ns, .latency_us, .latency_ms] | map(add) | add | . > 99 and . < 101',
    result: true,
  },
  {
    reader: 'kubestr',
    recipe:
      '.jobs[] | [.read.iops_min, .read.iops_max, .read.bw_min, .read.bw_max, .read.io_bytes] | map(. == floor) | all',
    result: true,
  },
  {
    reader: 'pbench, benchmark-wrapper',
    recipe:
      '[.jobs[] | {jobname, e: .error, p: (.write.clat_ns.percentile | to_entries | map(.key | tonumber) | max)}][0]',
    result: { jobname: 'random-read-4k', e: 0, p: 99.99 },
  },
  {
    reader: 'fio_jsonplus_clat2csv',
    recipe: '.jobs[0].read.clat_ns | (.bins | add) == .N and (.bins | keys_unsorted | map(tonumber) | . == sort)',
    result: true,
  },
  { reader: 'exporters', recipe: '[.jobs[] | select(.error != 0)] | length', result: 0 },
  { reader: 'dashboards', recipe: '[.timestamp, .timestamp_ms / 1000 | floor] | unique | length', result: 1 },
  { reader: 'version checks', recipe: '."fio version" | test("^fio-3\\\\.[0-9]+")', result: true },
  {
    reader: 'reports',
    recipe: '[.jobs[].read.slat_ns.N, (.disk_util // [] | length)] | map(type) | unique',
    result: ['number'],
  },
];

test.skipIf(noJq).each(recipes)(`$reader: $recipe ${noJq}`, ({ recipe, result }) => {
  expect(jq(recipe, document())).toEqual(result);
});

const noBoth = noJq || noFio;

test.skipIf(noBoth)(`every recipe works on the output of the installed fio as well ${noBoth}`, () => {
  const theirs = outputOfFio('json+', '--iodepth=1', '--numjobs=1');
  const failed = recipes.filter(({ recipe, result }) => shapeOf(jq(recipe, theirs)) !== shapeOf(result));
  expect(failed.map(({ recipe }) => `${recipe} gives ${JSON.stringify(jq(recipe, theirs))}`)).toEqual([]);
});

/** Type of a result: what fio measured differs, what kind of value it is must not. */
function shapeOf(result: unknown): string {
  if (typeof result !== 'object' || result === null) return typeof result;
  return JSON.stringify(Object.entries(result).map(([key, value]) => [key, shapeOf(value)]));
}

test.skipIf(noJq)(`jobs are told apart by name ${noJq}`, () => {
  const text = documentText([readStep({ workload: 'seq' }), mixedStep({ workload: 'mix' })]);
  expect(jq('.jobs[] | select(.jobname == "mix") | .write.total_ios', text)).toBe(500);
});
