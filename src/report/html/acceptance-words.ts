// Values of judged expressions with their units, and how they were judged, as people read them.
import type { AcceptanceRecord, JudgingRecord } from '../../result/schema.js';
import { unitText } from '../figure-text.js';
import { looksText } from '../judging-text.js';

type Side = AcceptanceRecord['left'];

/** `512k/s`, `1.20ms`; a dash where nothing was measured. */
export function acceptedValueText({ value, unit }: Side): string {
  return value === null ? '–' : numberText(value, unit);
}

/** `498k/s – 523k/s`; empty where there is none, or nothing between its ends. */
export function intervalText({ low, high, unit }: Side): string {
  return low === null || high === null || low === high ? '' : `${numberText(low, unit)} – ${numberText(high, unit)}`;
}

/** What makes another judgement the same; empty where the record does not tell. */
export function judgingText(judging: JudgingRecord | undefined): string {
  if (judging === undefined) return '';
  const { confidence, seed, resamples, repeats, marginal, earlyStop } = judging;
  return [
    `Intervals have ${Number((confidence * 100).toPrecision(4))} % confidence, by ${resamples} resamples with ` +
      `seed ${seed}; ${repeats} ${repeats === 1 ? 'repeat was' : 'repeats were'} planned.`,
    marginal === 'fail' ? 'A marginal expression counts as a breach.' : 'A marginal expression counts as a pass.',
    looksText(judging),
    earlyStop ? 'Repeats were left out once every verdict that rests on them was certain.' : '',
  ]
    .filter((text) => text !== '')
    .join(' ');
}

function numberText(value: number, unit: string): string {
  return `${unitText(unit, value)}${unit === 'per second' ? '/s' : ''}`;
}
