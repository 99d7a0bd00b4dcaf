// How much a workload asks for at once, how fast and for how long, in fio's words.
import type { StepRecord } from '../../result/schema.js';
import {
  given,
  mapOf,
  microsecondsText,
  numberOf,
  type Options,
  perDirection,
  positiveOf,
  secondsText,
  sizeText,
  textOf,
} from './option-words.js';

type Job = StepRecord['job'];

export function loadOptions(step: StepRecord): Options {
  return { ...queueOptions(step), ...durationOptions(step.job), ...rateOptions(step.job) };
}

function queueOptions({ job, engine }: StepRecord): Options {
  const batch = numberOf(job['batch']) ?? 1;
  const several = batch > 1 ? String(batch) : undefined;
  return {
    iodepth: textOf(engine.queueDepth ?? job['queueDepth']),
    iodepth_batch_submit: several,
    iodepth_batch_complete_min: several,
    numjobs: textOf(job['workers']),
    thread: '1',
    group_reporting: '1',
  };
}

function durationOptions(job: Job): Options {
  const passes = numberOf(job['passes']) ?? numberOf(job['epochs']);
  const runtime = positiveOf(job['runtime']);
  return {
    runtime: given(runtime, secondsText),
    time_based: runtime !== undefined && passes === undefined ? '1' : undefined,
    loops: passes !== undefined && passes > 1 ? String(passes) : undefined,
    ramp_time: given(positiveOf(job['ramp']), secondsText),
    startdelay: given(positiveOf(job['startDelay']), secondsText),
  };
}

function rateOptions(job: Job): Options {
  const thinkTime = positiveOf(job['thinkTime']);
  const { percentile, below } = mapOf(job['latencyTarget']);
  return {
    rate_iops: perDirection(job['rate'], (rate) => given(numberOf(mapOf(rate)['operations']), String)),
    rate: perDirection(job['rate'], (rate) => given(numberOf(mapOf(rate)['bytes']), sizeText)),
    rate_process: job['arrival'] === 'poisson' ? 'poisson' : undefined,
    thinktime: given(thinkTime, microsecondsText),
    thinktime_blocks: thinkTime === undefined ? undefined : textOf(job['thinkTimeBlocks']),
    latency_target: given(numberOf(below), (time) => `${microsecondsText(time)}us`),
    latency_percentile: textOf(percentile),
  };
}
