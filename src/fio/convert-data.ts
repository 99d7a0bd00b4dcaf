// Options about the content of blocks → refill, pattern, compressPercent, dedupePercent.
import type { Draft } from './draft.js';

export function convertData(draft: Draft): void {
  convertRefill(draft);
  convertPattern(draft);
  convertCompression(draft);
  const dedupe = draft.options.get('dedupe_percentage');
  if (dedupe !== undefined) draft.set('dedupePercent', dedupe);
  draft.converted('dedupe_percentage', `${dedupe ?? 0} % of the blocks repeat others`, 'dedupePercent');
}

/** fio changes a few bytes of each block unless scramble_buffers is off, which is enough to make blocks differ. */
function convertRefill(draft: Draft): void {
  const refill = draft.options.get('refill_buffers') ?? false;
  const scramble = draft.options.get('scramble_buffers') ?? true;
  const isGiven = draft.options.lastOf('refill_buffers', 'scramble_buffers') !== undefined;
  if (isGiven) draft.set('refill', refill || scramble);
  const text = refill || scramble ? 'each write has new content' : 'each write has the same content again';
  draft.converted('refill_buffers', !refill && scramble ? `off; by scramble_buffers ${text}` : text, 'refill');
  draft.converted('scramble_buffers', refill && !scramble ? `off; by refill_buffers ${text}` : text, 'refill');
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

/** The last of the two decides. */
function convertPattern(draft: Draft): void {
  const zeros = draft.options.get('zero_buffers') === true;
  const bytes = draft.options.get('buffer_pattern');
  const last = draft.options.lastOf('zero_buffers', 'buffer_pattern');
  const usesZeros = zeros && (last === 'zero_buffers' || bytes === undefined);
  if (usesZeros) draft.set('pattern', '0x00');
  else if (bytes !== undefined) draft.set('pattern', bytes);
  if (usesZeros) draft.replaced('buffer_pattern', 'zero_buffers');
  else draft.converted('buffer_pattern', 'repeated in each block', 'pattern');
  if (zeros && !usesZeros) draft.replaced('zero_buffers', 'buffer_pattern');
  else draft.converted('zero_buffers', zeros ? 'nothing but zeros, which storage can compress away' : 'off', 'pattern');
}
