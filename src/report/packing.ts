// What packing gains on each mount, in a sentence.
import { packingGains, type PackingGain } from '../analyze/packing.js';
import type { RunRecord } from '../result/schema.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { formatCount } from './numbers.js';
import { variantText } from './step-text.js';

/** No line where the run has nothing to compare. */
export function packingLines({ steps }: RunRecord, look: Look): string[] {
  const gains = packingGains(steps);
  const lines = gains.flatMap((gain) => wrap(gainText(gain, gains, look), look.width));
  return lines.length === 0 ? [] : [...lines, ''];
}

/** What makes the ratio smaller than packing is. */
function doubtOf({ tooFew }: PackingGain): string {
  if (tooFew === null) return '';
  const { shards, chains } = tooFew;
  const there = shards === 1 ? 'was 1 shard' : `were ${shards} shards`;
  return ` There ${there} for ${chains} chains at a time: give more samples, or a smaller shardSize.`;
}

/** `Packing: tar 6.2× the samples/s of loose files on mount nfs (7.63k against 1.23k).` */
function gainText(gain: PackingGain, gains: readonly PackingGain[], { glyphs }: Look): string {
  const { mount, packing, packed, loose, ratio } = gain;
  const alike = gains.filter((other) => other.mount === mount && other.packing === packing);
  const name = `${gain.workload} ${variantText(gain.variant)}`.trim();
  const which = alike.length > 1 ? `${name}: ` : '';
  const times = ratio < 9.95 ? ratio.toFixed(ratio < 0.995 ? 2 : 1) : String(Math.round(ratio));
  const rates = `${formatCount(packed)} against ${formatCount(loose)}`;
  const what = `${packing} ${times}${glyphs.times} the samples/s of loose files on mount ${mount} (${rates}).`;
  return printable(`Packing: ${which}${what}${doubtOf(gain)}`);
}
