// The one table of all options that fio knows, by name and alias, with what is done about each.
import { nearest } from '../spec/nearest.js';
import { type ImplementedOption, implementedOptions } from './implemented-options.js';
import { type RecordedOption, recordedOptions } from './recorded-options.js';
import { refusedEngineOptions } from './refused-engine-options.js';
import { type RefusedOption, refusedOptions } from './refused-options.js';
import type { FioOptionName } from './values.js';

/** What is done about an option: taken over, accepted without effect, or refused. */
export type Treatment =
  | ({ kind: 'implement'; name: FioOptionName } & ImplementedOption<unknown>)
  | ({ kind: 'record'; name: string } & RecordedOption)
  | ({ kind: 'refuse'; name: string } & RefusedOption);

const implemented = Object.entries(implementedOptions) as [FioOptionName, ImplementedOption<unknown>][];

const treatments: Treatment[] = [
  ...implemented.map(([name, option]) => ({ kind: 'implement' as const, name, ...option })),
  ...Object.entries(recordedOptions).map(([name, option]) => ({ kind: 'record' as const, name, ...option })),
  ...[...refusedOptions, ...refusedEngineOptions].map(([name, option]) => ({
    kind: 'refuse' as const,
    name,
    ...option,
  })),
];

/** Every name and alias. */
export const optionTable: ReadonlyMap<string, Treatment> = new Map(
  treatments.flatMap((treatment) => [treatment.name, ...treatment.aliases].map((word) => [word, treatment] as const)),
);

/** The option that is closest to an unknown word, as advice. */
export function adviceForUnknown(word: string): string {
  const near = nearest(word, [...optionTable.keys()]);
  return near === null ? 'Check the spelling; fio 3.42 has no such option' : `Did you mean "${near}"?`;
}
