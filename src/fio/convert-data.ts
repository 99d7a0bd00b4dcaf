// Options about the content of blocks → refill, pattern, compressPercent, dedupePercent.
import type { Draft } from './draft.js';
import type { JobOptions } from './job-options.js';

export function convertData(draft: Draft): void {
  convertRefill(draft);
  convertPattern(draft);
  convertCompression(draft);
  convertDedupe(draft);
}

/** The option that gives the blocks a pattern, or null; the last one decides. */
export function patternOption(options: JobOptions): 'zero_buffers' | 'buffer_pattern' | null {
  const pattern = options.get('buffer_pattern') === undefined ? null : 'buffer_pattern';
  if (options.get('zero_buffers') !== true) return pattern;
  return options.lastOf('zero_buffers', 'buffer_pattern') ?? null;
}

function convertDedupe(draft: Draft): void {
  const percent = draft.options.get('dedupe_percentage') ?? 0;
  const hasPattern = draft.words.pattern !== undefined && (draft.words.compressPercent ?? 0) === 0;
  if (percent === 0) draft.idle('dedupe_percentage', '0 means that no block repeats another');
  else if (hasPattern) draft.idle('dedupe_percentage', 'blocks that repeat a pattern are all alike');
  else {
    draft.set('dedupePercent', percent);
    draft.converted('dedupe_percentage', `${percent} % of the blocks repeat others`, 'dedupePercent');
  }
}

/** fio changes a few bytes of each block unless scramble_buffers is off, which is enough to make blocks differ. */
function convertRefill(draft: Draft): void {
  const refill = (draft.options.get('refill_buffers') ?? false) || turnsRefillOn(draft.options);
  const scramble = draft.options.get('scramble_buffers') ?? true;
  const isGiven = draft.options.lastOf('refill_buffers', 'scramble_buffers') !== undefined;
  if (isGiven) draft.set('refill', refill || scramble);
  const text = refill || scramble ? 'each write has new content' : 'each write has the same content again';
  draft.converted('refill_buffers', !refill && scramble ? `off; by scramble_buffers ${text}` : text, 'refill');
  draft.converted('scramble_buffers', refill && !scramble ? `off; by refill_buffers ${text}` : text, 'refill');
}

/** Else blocks would be more alike than asked for. */
function turnsRefillOn(options: JobOptions): boolean {
  return (
    (options.get('dedupe_percentage') ?? 0) > 0 || ![0, 100].includes(options.get('buffer_compress_percentage') ?? 0)
  );
}

function convertCompression(draft: Draft): void {
  const percent = draft.options.get('buffer_compress_percentage');
  if (percent === undefined) {
    draft.idle('buffer_compress_chunk', 'nothing is compressible');
    return;
  }
  draft.set('compressPercent', percent);
  draft.converted('buffer_compress_percentage', `${percent} % of each block can be compressed`, 'compressPercent');
  draft.converted('buffer_compress_chunk', 'the share holds for each block, not for smaller pieces', 'compressPercent');
}

function convertPattern(draft: Draft): void {
  const zeros = draft.options.get('zero_buffers') === true;
  const deciding = patternOption(draft.options);
  if (deciding === 'zero_buffers') draft.set('pattern', '0x00');
  if (deciding === 'buffer_pattern') draft.set('pattern', draft.options.get('buffer_pattern') ?? '');
  if (deciding === 'zero_buffers') draft.replaced('buffer_pattern', 'zero_buffers');
  else draft.converted('buffer_pattern', 'repeated in each block', 'pattern');
  if (zeros && deciding === 'buffer_pattern') draft.replaced('zero_buffers', 'buffer_pattern');
  else draft.converted('zero_buffers', zeros ? 'nothing but zeros, which storage can compress away' : 'off', 'pattern');
}
