// rate, rate_iops, rate_process, thinktime, startdelay → rate, arrival, thinkTime, startDelay.
import { formatBytes, formatDuration } from '../spec/units.js';
import type { Blocks } from './convert-blocks.js';
import type { Draft } from './draft.js';
import type { Pattern } from './pattern.js';

export function convertLoad(draft: Draft, pattern: Pattern, blocks: Blocks): void {
  convertRate(draft, pattern, blocks);
  convertThinkTime(draft);
  const delay = draft.options.get('startdelay') ?? 0;
  if (delay > 0) draft.set('startDelay', formatDuration(delay));
  draft.converted('startdelay', 'before the workload starts, in no figure', 'startDelay');
}

/** In fio a rate is for each clone and each direction; a workload has one for both together. */
function convertRate(draft: Draft, pattern: Pattern, blocks: Blocks): void {
  const bytes = limitOf(draft, 'rate', pattern, blocks);
  const operations = limitOf(draft, 'rate_iops', pattern, blocks);
  if (bytes > 0 && operations > 0) {
    draft.refuse('rate_iops', 'cannot stand beside rate, in fio neither', 'Keep one of the two');
  }
  if (bytes > 0) draft.set('rate', { bytes: formatBytes(bytes) });
  else if (operations > 0) draft.set('rate', { operations });
  if (bytes === 0 && operations === 0) {
    draft.idle('rate_process', 'there is no rate');
    return;
  }
  const isPoisson = draft.options.get('rate_process') === 'poisson';
  draft.set('arrival', isPoisson ? 'poisson' : 'closed');
  const limit = 'the rate is a limit; "arrival: fixed" would start operations whatever the storage does';
  draft.converted('rate_process', isPoisson ? 'starts at random times' : limit, 'arrival');
  if (draft.options.lineOf('rate_process') === undefined) draft.assumed(limit, 'arrival');
}

/** The limit over both directions; 0: none. */
function limitOf(draft: Draft, name: 'rate' | 'rate_iops', pattern: Pattern, blocks: Blocks): number {
  const rates = draft.options.get(name);
  const read = pattern.reads ? (rates?.read ?? 0) : 0;
  const write = pattern.writes ? (rates?.write ?? 0) : 0;
  const isMixed = pattern.reads && pattern.writes;
  if (read + write === 0) draft.idle(name, 'limits nothing that this job does');
  else if (isMixed) joinLimits(draft, name, { read, write, readPercent: pattern.readPercent }, blocks);
  else draft.converted(name, 'for each worker', 'rate');
  return read + write;
}

interface Limits {
  read: number;
  write: number;
  readPercent: number;
}

/** One rate says the same as two only where the mix of reads and writes reaches both at once. */
function joinLimits(
  draft: Draft,
  name: 'rate' | 'rate_iops',
  { read, write, readPercent }: Limits,
  { uniform }: Blocks,
): void {
  if (read === 0 || write === 0) {
    draft.refuse(
      name,
      'limits one of reads and writes, but a rate is for both',
      'Limit both, in the ratio of rwmixread',
    );
  } else if (name === 'rate' && uniform === null) {
    draft.refuse(name, 'limits bytes of reads and of writes with blocks of several sizes', 'Use rate_iops');
  } else if (read * (100 - readPercent) !== write * readPercent) {
    const what = 'limits reads and writes in another ratio than rwmixread, but a rate is for both';
    draft.refuse(name, what, `Use rwmixread=${Math.round((100 * read) / (read + write))}, or limits in its ratio`);
  } else draft.converted(name, 'for each worker, reads and writes together', 'rate');
}

function convertThinkTime(draft: Draft): void {
  const time = draft.options.get('thinktime') ?? 0;
  if (time === 0) {
    draft.idle('thinktime', '0 means none');
    draft.idle('thinktime_blocks', 'there is no thinktime');
    return;
  }
  draft.set('thinkTime', formatDuration(time));
  draft.set('thinkTimeBlocks', draft.options.get('thinktime_blocks') ?? 1);
  draft.converted('thinktime', 'a pause of each worker', 'thinkTime');
  draft.converted('thinktime_blocks', 'blocks between two pauses', 'thinkTimeBlocks');
}
