// rw, the mix, norandommap and random_distribution → access, skew, zones, stride, readPercent.
import { formatBytes } from '../spec/units.js';
import type { Blocks } from './convert-blocks.js';
import type { Draft } from './draft.js';
import type { Pattern } from './pattern.js';
import type { FioDistribution } from './values.js';

/** Returns true where one walk over the blocks is one pass: not with strides, which touch only some of them. */
export function convertAccess(draft: Draft, pattern: Pattern, blocks: Blocks): boolean {
  convertMix(draft, pattern);
  if (draft.options.lineOf('rw') === undefined) draft.assumed('fio reads in order where rw is not given', 'access');
  if (pattern.random) {
    convertRandom(draft, pattern, blocks);
    return true;
  }
  draft.idle('norandommap', 'the order is sequential');
  draft.idle('random_distribution', 'the order is sequential');
  return convertSequential(draft, pattern, blocks);
}

function convertMix(draft: Draft, { readPercent }: Pattern): void {
  draft.set('readPercent', readPercent);
  const given = draft.options.get('rw');
  const isMixed = given?.reads === true && given.writes;
  const last = draft.options.lastOf('rwmixread', 'rwmixwrite');
  for (const name of ['rwmixread', 'rwmixwrite'] as const) {
    if (!isMixed) draft.idle(name, 'rw does not mix reads and writes');
    else if (name === last) draft.converted(name, `${readPercent} % reads`, 'readPercent');
    else if (last !== undefined) draft.replaced(name, last);
  }
  if (isMixed && last === undefined)
    draft.assumed('fio mixes half and half where rwmixread is not given', 'readPercent');
}

function convertSequential(draft: Draft, pattern: Pattern, { uniform }: Blocks): boolean {
  const { hole } = pattern;
  if (hole === 0) {
    draft.set('access', 'sequential');
    draft.converted('rw', 'in the order of the file', 'access', 'readPercent');
    if (pattern.reads && pattern.writes) {
      draft.assumed('fio walks once for reads and once for writes; here one walk does both', 'access');
    }
    return true;
  }
  if (uniform === null) {
    draft.refuse(
      'rw',
      'leaves holes between blocks of several sizes, which has no counterpart here',
      'Use one size in bs',
    );
  } else if (hole === -2 * uniform) {
    draft.set('access', 'backward');
    draft.converted('rw', 'from the end to the start', 'access', 'readPercent');
    return true;
  } else if (hole < 0) {
    const advice = `Write :-${formatBytes(2 * uniform)} for every block backwards`;
    draft.refuse('rw', 'goes back by other than one block, which has no counterpart here', advice);
  } else if (hole % uniform !== 0) {
    const what = `leaves holes of ${formatBytes(hole)}, which are not whole blocks of ${formatBytes(uniform)}`;
    draft.refuse('rw', what, 'Use a hole that is a multiple of bs');
  } else {
    draft.set('access', 'strided');
    draft.set('stride', formatBytes(uniform + hole));
    draft.converted('rw', `a hole of ${formatBytes(hole)} after each block`, 'access', 'stride', 'readPercent');
  }
  return false;
}

function convertRandom(draft: Draft, pattern: Pattern, blocks: Blocks): void {
  if (pattern.blocksPerOffset !== 1) {
    const what = `does ${pattern.blocksPerOffset} blocks in a row at each random offset, which has no counterpart here`;
    draft.refuse('rw', what, 'Use one larger block, or remove the suffix');
  }
  const distribution = draft.options.get('random_distribution') ?? { kind: 'random' };
  if (distribution.kind === 'random') convertUniform(draft, blocks);
  else convertSkewed(draft, distribution, pattern);
}

/** fio's map of the blocks that are done becomes a permutation, where there can be one. */
function convertUniform(draft: Draft, { uniform }: Blocks): void {
  const { options } = draft;
  const repeats = options.get('norandommap') ?? false;
  draft.converted('random_distribution', 'every block is equally likely', 'access');
  draft.converted('norandommap', repeats ? 'blocks can repeat' : 'each block once before any repeats', 'access');
  if (!repeats && uniform === null) {
    draft.assumed('fio would cut blocks short that meet an area already done; here all have their size', 'access');
  } else if (!repeats) {
    draft.set('access', 'permutation');
    draft.converted('rw', "random order, each block once a pass, as by fio's random map", 'access', 'readPercent');
    return;
  }
  draft.set('access', 'random');
  draft.converted('rw', 'random offsets, where blocks can repeat', 'access', 'readPercent');
}

function convertSkewed(
  draft: Draft,
  distribution: Exclude<FioDistribution, { kind: 'random' }>,
  pattern: Pattern,
): void {
  draft.set('access', distribution.kind);
  draft.converted('rw', 'random offsets, where blocks can repeat', 'access', 'readPercent');
  draft.idle('norandommap', 'no map is kept with this distribution, in fio neither');
  if (distribution.kind === 'normal') {
    convertNormal(draft, distribution.skew);
    return;
  }
  if (distribution.kind !== 'zoned') {
    draft.set('skew', distribution.skew);
    draft.converted('random_distribution', `${distribution.kind} with ${distribution.skew}`, 'access', 'skew');
    return;
  }
  const { read, write } = distribution.zones;
  const zones = pattern.reads ? read : write;
  if (zones === undefined || (pattern.reads && pattern.writes && JSON.stringify(read) !== JSON.stringify(write))) {
    const what = 'has other zones for reads than for writes, which has no counterpart here';
    draft.refuse('random_distribution', what, 'Give one list of zones for both');
    return;
  }
  draft.set(
    'zones',
    zones.map(({ operations, space }) => ({ operations, space })),
  );
  draft.converted(
    'random_distribution',
    'shares of the operations and of the space, from the start of the file',
    'access',
    'zones',
  );
}

/**
 * fio takes the mean of twelve evenly drawn blocks, and goes from there by an even draw from as many percent of the blocks as
 * the deviation says, at most half of them. This is the deviation of both together.
 */
function convertNormal(draft: Draft, deviation: number): void {
  const skew = Number(Math.hypot(100 / 12, Math.min(deviation, 50) / Math.sqrt(12)).toFixed(2));
  draft.set('skew', skew);
  const text = `normal with ${skew}, the deviation of the blocks that fio draws where it is told ${deviation}`;
  draft.converted('random_distribution', text, 'access', 'skew');
}
