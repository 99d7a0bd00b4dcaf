// Reads the map of a scenario: its own keys, the times of its parts, and the map of the workload of each.
import { definitions } from './definitions.js';
import type { Field } from './field.js';
import { type Finding, keyOf, type Path, readField } from './finding.js';
import { shown } from './leaf.js';
import { nearest } from './nearest.js';
import { missing } from './parse-map.js';
import { isRawMap, type RawMap } from './raw-map.js';
import type { RawWorkload } from './read-file.js';
import { mostParts, partFields, scenarioFields } from './scenario-fields.js';
import { type PartTimes, partWorkloadName, type Scenario, scenarioKind } from './scenario.js';
import { applySettings } from './settings.js';
import { adviceForUnknownKey } from './unknown-key.js';

/** A scenario whose workloads are not checked yet. */
export interface RawScenario {
  source: RawWorkload;
  head: Pick<Scenario, 'name' | 'description' | 'alone'>;
  parts: RawPart[];
}

export interface RawPart extends PartTimes {
  name: string;
  /** Where the part stands in the map of the scenario. */
  path: Path;
  workload: RawWorkload;
}

/** Gives the workload of a name, or what is wrong with the name. */
export type FindWorkload = (name: string) => RawWorkload | { what: string; advice: string };

/** True for the map of a scenario. */
export function isScenario({ raw }: RawWorkload): boolean {
  return raw['kind'] === scenarioKind;
}

/** The scenario of a map. What is wrong with it is added to the findings; a part that cannot be read is left out. */
export function readScenario(source: RawWorkload, find: FindWorkload, findings: Finding[]): RawScenario {
  const values = readKeys(source.raw, scenarioFields, [], `kind "${scenarioKind}"`, findings);
  const { name: given, description: told, alone } = values;
  const name = typeof given === 'string' ? given : '';
  const head = { name, description: typeof told === 'string' ? told : '', alone: alone !== false };
  const parts = partMaps(source.raw, findings).flatMap(({ raw, path }) => {
    const part = readPart(raw, path, findings);
    const workload = part === null ? null : workloadOf(raw, { source, path, find }, findings);
    return part === null || workload === null
      ? []
      : [{ ...part, path, workload: named(workload, partWorkloadName(name, part.name)) }];
  });
  return { source, head, parts };
}

/** Values of the keys that are right, with the defaults of those that are not given. */
function readKeys(
  raw: RawMap,
  fields: Record<string, Field<unknown>>,
  path: Path,
  of: string,
  findings: Finding[],
): Record<string, unknown> {
  for (const key of Object.keys(raw).filter((word) => !Object.hasOwn(fields, word))) {
    const near = nearest(key, Object.keys(fields));
    const advice = near === null ? 'Put it into the workload of a part, or remove it' : `Did you mean "${near}"?`;
    const place = [...path, key];
    findings.push({ path: place, atKey: true, key: keyOf(place), what: `is not a key of ${of}`, advice });
  }
  const entries = Object.entries(fields).flatMap(([key, field]): [string, unknown][] => {
    if (Object.hasOwn(raw, key)) {
      const read = readField(field, raw[key], [...path, key]);
      findings.push(...read.findings);
      return read.findings.length > 0 ? [] : [[key, read.value]];
    }
    if (field.default.kind === 'value') return [[key, field.default.value]];
    if (field.default.kind === 'required' && key !== 'parts') {
      findings.push({ ...missing(key, field.default.example), path: [...path, key], key: keyOf([...path, key]) });
    }
    return [];
  });
  return Object.fromEntries(entries);
}

function partMaps(raw: RawMap, findings: Finding[]): { raw: RawMap; path: Path }[] {
  const list = raw['parts'];
  const advice = 'Write "parts:" and under it a list like "- {name: reads, workload: random-read-4k}"';
  const refuse = (path: Path, what: string) => findings.push({ path, key: keyOf(path), what, advice });
  if (!Object.hasOwn(raw, 'parts')) refuse(['parts'], 'is missing');
  else if (!Array.isArray(list)) refuse(['parts'], `must be a list but is ${shown(list)}`);
  else if (list.length === 0) refuse(['parts'], 'is an empty list');
  else if (list.length > mostParts) refuse(['parts'], `has ${list.length} parts, more than ${mostParts}`);
  if (!Array.isArray(list)) return [];
  return list.slice(0, mostParts).flatMap((part: unknown, index) => {
    const path = ['parts', index];
    if (isRawMap(part)) return [{ raw: part, path }];
    refuse(path, `must be a map of keys but is ${shown(part)}`);
    return [];
  });
}

/** Null with any finding: nothing can be said of a part whose times are not known. */
function readPart(raw: RawMap, path: Path, findings: Finding[]): (PartTimes & { name: string }) | null {
  const own: Finding[] = [];
  const { name, at, every, until, duration } = readKeys(raw, partFields, path, 'a part of a scenario', own);
  findings.push(...own);
  return own.length > 0 ? null : ({ name, at, every, until, duration } as PartTimes & { name: string });
}

interface PartSource {
  source: RawWorkload;
  path: Path;
  find: FindWorkload;
}

function workloadOf(part: RawMap, at: PartSource, findings: Finding[]): RawWorkload | null {
  const base = baseOf(part['workload'], at, findings);
  return base === null ? null : withSet(base, part['set'], at, findings);
}

function baseOf(given: unknown, { source, path, find }: PartSource, findings: Finding[]): RawWorkload | null {
  const place = [...path, 'workload'];
  const refuse = (what: string, advice: string) => {
    findings.push({ path: place, key: keyOf(place), what, advice });
    return null;
  };
  if (typeof given === 'string') {
    const found = find(given);
    return 'what' in found ? refuse(found.what, found.advice) : found;
  }
  if (!isRawMap(given)) {
    return refuse(
      `must be a map or a name but is ${shown(given)}`,
      'Write {kind: block, …}, or the name of a workload',
    );
  }
  if (given['kind'] === scenarioKind) return refuse('is a scenario itself', 'Put its parts into this one');
  if (Object.hasOwn(given, 'name')) {
    const at = [...place, 'name'];
    const what = 'is not given here, since the workload has the name of its part';
    findings.push({ path: at, atKey: true, key: keyOf(at), what, advice: 'Remove it' });
  }
  return { raw: given, place: (inner, ...more) => source.place([...place, ...inner], ...more) };
}

/** The workload with the keys of `set` in place, which are placed where `set` has them. */
function withSet(base: RawWorkload, set: unknown, { source, path }: PartSource, findings: Finding[]): RawWorkload {
  if (set === undefined) return base;
  const place = [...path, 'set'];
  if (!isRawMap(set)) {
    const what = `must be a map of keys but is ${shown(set)}`;
    findings.push({ path: place, key: keyOf(place), what, advice: 'Write {runtime: 60s}' });
    return base;
  }
  const { raw, applied } = applySettings(base.raw, new Map(Object.entries(set)));
  const definition = Object.values(definitions).find(({ kind }) => kind === base.raw['kind']);
  for (const word of Object.keys(set)) {
    if (applied.includes(word) || definition === undefined) continue;
    const what = word === 'kind' ? 'cannot be set' : `is not a key of kind "${definition.kind}"`;
    const advice = word === 'kind' ? 'Choose a workload of the other kind' : adviceForUnknownKey(word, definition);
    findings.push({ path: [...place, word], atKey: true, key: keyOf([...place, word]), what, advice });
  }
  const isSet = (inner: Path) => applied.includes(String(inner[0]));
  return {
    raw,
    place: (inner, ...more) =>
      isSet(inner) ? source.place([...place, ...inner], ...more) : base.place(inner, ...more),
  };
}

function named({ raw, place }: RawWorkload, name: string): RawWorkload {
  return { raw: { ...raw, name }, place };
}
