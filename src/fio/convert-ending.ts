// runtime, time_based, loops, io_size, number_ios, ramp_time, steadystate → runtime, passes, ioSize, operationLimit, ramp, steadyState.
import { formatBytes, formatDuration } from '../spec/units.js';
import type { Blocks } from './convert-blocks.js';
import type { Layout } from './convert-files.js';
import type { Draft } from './draft.js';
import { shareOf } from './fio-units.js';

/** `isWalk`: whether a pass touches every block, so that passes can count what fio counts in bytes. */
export function convertEnding(draft: Draft, layout: Layout | null, blocks: Blocks, isWalk: boolean): void {
  const { options } = draft;
  const runtime = options.get('runtime') ?? 0;
  const isTimed = options.get('time_based') ?? false;
  if (isTimed && runtime === 0) draft.refuse('time_based', 'needs a runtime', 'Write runtime=…', ['runtime']);
  draft.set('runtime', runtime === 0 ? null : formatDuration(runtime));
  if (runtime === 0) draft.idle('runtime', '0 means no limit');
  else {
    const limit = isTimed ? '' : ', or less where the bytes are done before';
    draft.converted('runtime', formatDuration(runtime) + limit, 'runtime');
  }
  draft.converted('time_based', isTimed ? 'the runtime alone is the end' : 'off', 'runtime');
  if (isTimed) {
    draft.idle('loops', 'time_based goes on until the runtime is over');
    draft.idle('io_size', 'time_based goes on until the runtime is over');
    draft.idle('number_ios', 'time_based goes on until the runtime is over, in fio too');
  } else {
    if (layout !== null) convertVolume(draft, layout, blocks, isWalk);
    convertCount(draft);
  }
  convertRamp(draft);
  convertSteadyState(draft);
}

/** fio counts bytes; where these are whole passes over files of a worker's own, passes say the same. */
function convertVolume(draft: Draft, layout: Layout, blocks: Blocks, isWalk: boolean): void {
  const loops = draft.options.get('loops') ?? 1;
  const volume = volumeOf(draft, layout);
  const ownsFiles = !layout.shared || (draft.options.get('numjobs') ?? 1) === 1;
  if (volume === layout.region && ownsFiles && layout.fromStart && isWalk && blocks.uniform !== null) {
    draft.set('passes', loops);
    draft.converted('loops', `${loops} ${loops === 1 ? 'pass' : 'passes'} over the files`, 'passes');
    draft.converted('io_size', 'exactly the files, which is a pass', 'passes');
    if (loops === 1) draft.assumed('fio ends after size bytes, which is one pass', 'passes');
    return;
  }
  const bytes = volume - (volume % (blocks.uniform ?? 1));
  const option = draft.options.lineOf('io_size') === undefined ? 'size' : 'io_size';
  if (bytes === 0) draft.refuse(option, 'is less than a block', 'Raise it');
  if (!Number.isSafeInteger(bytes * loops)) draft.refuse('loops', 'gives more than 2^53 bytes a worker', 'Lower it');
  draft.set('ioSize', formatBytes(bytes * loops));
  draft.converted('io_size', `each worker ends after ${formatBytes(bytes)} a loop`, 'ioSize');
  draft.converted('loops', `${loops} times ${formatBytes(bytes)}`, 'ioSize');
  if (draft.options.lineOf('io_size') === undefined) {
    draft.assumed(`fio ends after ${formatBytes(bytes)} of each clone and loop`, 'ioSize');
  }
}

/** Bytes of one worker and loop. */
function volumeOf(draft: Draft, { region, limit }: Layout): number {
  const asked = draft.options.get('io_size');
  if (asked === undefined) return limit;
  if ('bytes' in asked) return asked.bytes === 0 ? limit : asked.bytes;
  const share = shareOf(region, asked.percent);
  return draft.options.lineOf('size') === undefined ? share : Math.min(share, limit);
}

function convertCount(draft: Draft): void {
  const limit = (draft.options.get('number_ios') ?? 0) * (draft.options.get('loops') ?? 1);
  if (limit === 0) draft.idle('number_ios', '0 means no limit');
  else if (!Number.isSafeInteger(limit)) draft.refuse('number_ios', 'is more than 2^53 with the loops', 'Lower it');
  else {
    draft.set('operationLimit', limit);
    draft.converted('number_ios', `each worker ends after ${limit} operations`, 'operationLimit');
  }
}

function convertRamp(draft: Draft): void {
  const ramp = draft.options.get('ramp_time') ?? 0;
  if (ramp === 0) draft.idle('ramp_time', '0 means none');
  else if ((draft.options.get('runtime') ?? 0) === 0) {
    const what = 'comes before a runtime, and there is none';
    draft.refuse('ramp_time', what, 'Write runtime=…, or remove it', ['runtime']);
  } else {
    draft.set('ramp', formatDuration(ramp));
    draft.converted('ramp_time', 'before the runtime, in no figure', 'ramp');
  }
}

/** fio judges nothing without a duration, and then goes on to the end of the runtime. */
function convertSteadyState(draft: Draft): void {
  const { options } = draft;
  const window = options.get('steadystate_duration') ?? 0;
  const state = options.get('steadystate') ?? { metric: 'iops', criterion: 'slope', limitPercent: 0.01 };
  if (window === 0) {
    draft.idle('steadystate', 'nothing is judged without steadystate_duration');
    draft.idle('steadystate_duration', '0 means that nothing is judged');
    draft.idle('steadystate_ramp_time', 'nothing is judged without steadystate_duration');
    return;
  }
  if ((options.get('runtime') ?? 0) === 0) {
    const what = 'needs a runtime, at which the job ends at the latest';
    draft.refuse('steadystate_duration', what, 'Write runtime=…', ['runtime']);
  }
  const rampTime = formatDuration(options.get('steadystate_ramp_time') ?? 0);
  draft.set('steadyState', {
    metric: state.metric,
    criterion: state.criterion,
    limit: state.limitPercent,
    window: formatDuration(window),
    rampTime,
  });
  draft.converted(
    'steadystate',
    `ends when the ${state.criterion} of ${state.metric} is within ${state.limitPercent} %`,
    'steadyState',
  );
  draft.converted('steadystate_duration', 'the window that is judged', 'steadyState');
  draft.converted('steadystate_ramp_time', 'before the first window', 'steadyState');
}
