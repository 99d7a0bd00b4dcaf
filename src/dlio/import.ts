// A configuration of DLIO as a workload: the door of this folder.
import { checkWorkload } from '../spec/check-workload.js';
import { nearest } from '../spec/nearest.js';
import type { Problem } from '../spec/problems.js';
import { convert, type Draft, type DlioTerms } from './convert.js';
import { type DlioKey, readConfig } from './dlio-config.js';
import { keyTable, notedSections, olderNames } from './key-table.js';
import { readOverrides } from './overrides.js';

export interface DlioSource extends DlioTerms {
  /** As messages name it. */
  file: string;
  text: string;
  /** Words such as `++workload.reader.batch_size=8`. */
  overrides: readonly string[];
}

export interface DlioNote {
  /** Line of the file; null for an override. */
  line: number | null;
  key: string;
  text: string;
}

export interface DlioImport {
  /** In the words of a workload file. */
  workload: Record<string, unknown>;
  /** Keys without effect. */
  notes: DlioNote[];
  /** What the file leaves open. */
  assumed: string[];
  /** Where there are any, the workload must not be used. */
  problems: Problem[];
}

export function importDlio(source: DlioSource): DlioImport {
  const { overrides, problems: wrong } = readOverrides(source.overrides);
  const config = readConfig(source.file, source.text, overrides);
  const keys = inNewWords(config.keys);
  const { values, notes, problems } = takeKeys(keys);
  const draft = convert(values, source);
  const places = new Map(keys.map((key) => [key.name, key]));
  const given = [...wrong, ...config.problems, ...problems];
  // Which loader fits follows from the format.
  const hasFormat = !given.some(({ key }) => key === 'dataset.format');
  const told = hasFormat ? [...given, ...refusals(draft, source, places)] : given;
  // What rests on a value that is missing or wrong would only repeat it.
  const checked = told.length > 0 ? [] : findings(draft, source, places);
  return { workload: draft.keys, notes, assumed: draft.assumed, problems: [...told, ...checked] };
}

/** Keys of older names under those that DLIO has now; where a file has both, DLIO looks at the new one. */
function inNewWords(keys: readonly DlioKey[]): DlioKey[] {
  const given = new Set(keys.map(({ name }) => name));
  return keys.flatMap((key) => {
    const name = olderNames.get(key.name);
    if (name === undefined) return [key];
    return given.has(name) ? [] : [{ ...key, name }];
  });
}

interface Taken {
  values: Map<string, unknown>;
  notes: DlioNote[];
  problems: Problem[];
}

function takeKeys(keys: readonly DlioKey[]): Taken {
  const taken: Taken = { values: new Map(), notes: [], problems: [] };
  for (const key of keys) takeKey(key, taken);
  return taken;
}

function takeKey(key: DlioKey, { values, notes, problems }: Taken): void {
  const { name, value, place } = key;
  const refuse = (what: string, advice: string) => problems.push({ ...place, key: name, what, advice });
  const noted = notedSections.get(name.split('.')[0] ?? '');
  const treatment = keyTable.get(name) ?? (noted === undefined ? undefined : { kind: 'note' as const, text: noted });
  if (treatment === undefined) {
    refuse('is not a key of DLIO that is known here', adviceFor(name));
    return;
  }
  if (treatment.kind === 'note') {
    notes.push({ line: place.line, key: name, text: treatment.text });
    return;
  }
  // A reference that leads nowhere, or a key without a value.
  if (value === undefined) {
    refuse('has no value', 'Give one, or remove it');
    return;
  }
  if (treatment.kind === 'refuse') refuse(treatment.what, treatment.advice);
  else if (treatment.kind === 'only') {
    if (treatment.values.includes(value)) notes.push({ line: place.line, key: name, text: 'it is so anyway' });
    else refuse(`is ${JSON.stringify(value)}: it ${treatment.what}`, treatment.advice);
  } else {
    const read = treatment.read(value);
    if ('what' in read) refuse(`${read.what} but is ${JSON.stringify(value)}`, 'Correct it');
    else values.set(name, read.value);
  }
}

function adviceFor(name: string): string {
  const near = nearest(name, [...keyTable.keys()]);
  return near === null ? `Remove it, or override it away: ~workload.${name}` : `Did you mean "${near}"?`;
}

function placeOf(key: string, source: DlioSource, places: ReadonlyMap<string, DlioKey>): DlioKey['place'] {
  return places.get(key)?.place ?? { file: source.file, line: null, column: null };
}

function refusals(draft: Draft, source: DlioSource, places: ReadonlyMap<string, DlioKey>): Problem[] {
  return draft.refusals.map((refusal) => ({ ...placeOf(refusal.key, source, places), ...refusal }));
}

/** What a workload of these keys would be told, at the place of the key of DLIO that each comes from. */
function findings({ keys, from }: Draft, source: DlioSource, places: ReadonlyMap<string, DlioKey>): Problem[] {
  return checkWorkload(keys).findings.map(({ key, what, advice, path }) => {
    const origin = from.get(String(path[0] ?? key)) ?? from.get(key) ?? '';
    return { ...placeOf(origin, source, places), key: origin === '' ? key : `${origin} (${key})`, what, advice };
  });
}
