// What fio verifies and a workload cannot: refused at the option that stands beside verify.
import { onceAPass } from '../spec/workload.js';
import { patternOption } from './convert-data.js';
import type { Draft } from './draft.js';

/** A proof in each sector makes all of them differ. */
export function refuseFixedContent(draft: Draft): void {
  const option = patternOption(draft.options);
  const proof = 'each sector then carries its own proof';
  const advice = 'Remove it, or verify';
  if (option !== null) draft.refuse(option, `cannot stand beside verify here: ${proof}`, advice);
  if ((draft.options.get('dedupe_percentage') ?? 0) > 0) {
    draft.refuse(
      'dedupe_percentage',
      `cannot stand beside verify here: ${proof}, so that no block repeats another`,
      advice,
    );
  }
}

/** Where two writes of one block can be in flight at once, nobody knows which one stays. */
export function refuseRepeats(draft: Draft): void {
  const { options, words } = draft;
  if (onceAPass.some((access) => access === words.access)) return;
  const repeats = 'lets two writes of one block be in flight at once, so that nobody could say which one stays';
  if (words.access !== 'random') {
    draft.refuse('random_distribution', repeats, 'Remove it, or verify');
    return;
  }
  if (options.get('norandommap') === true) {
    draft.refuse('norandommap', repeats, 'Remove it, or verify');
    return;
  }
  const option = (['bssplit', 'bsrange', 'bs'] as const).find((name) => options.lineOf(name) !== undefined) ?? 'rw';
  const what = 'has blocks of several sizes in random order, where writes that overlap may be in flight at once';
  draft.refuse(option, what, 'Use one size, or remove verify');
}
