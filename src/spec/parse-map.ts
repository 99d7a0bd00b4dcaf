// Reads the map of one workload key by key, so that one wrong value does not hide the next.
import { canonicalKey, type Definition, definitions, fieldOf } from './definitions.js';
import { type Finding, type Path, readField } from './finding.js';
import { shown } from './leaf.js';
import { nearest } from './nearest.js';
import { parseSweep, parseSweptKey } from './parse-sweep.js';
import type { RawMap } from './raw-map.js';
import { scenarioKind } from './scenario.js';
import { adviceForUnknownKey } from './unknown-key.js';
import { type Kind, kinds, type SweepValue } from './workload.js';

export interface ParsedMap {
  definition: Definition;
  /** Values by key, in the types of a workload; only keys that were given and are right. */
  given: Record<string, unknown>;
  sweep: Record<string, SweepValue[]>;
  /** Where the text has the list of each swept key. */
  sweepPaths: Map<string, Path>;
  /** Where the text gives each key; through an alias, that is another word. */
  paths: Map<string, Path>;
  /** Keys that were given wrong or are missing; nothing can be said about what depends on them. */
  invalid: Set<string>;
  findings: Finding[];
}

/** Checks each key of a map. Without a valid `kind` there is nothing to check against, and the result is findings. */
export function parseMap(raw: RawMap): ParsedMap | Finding[] {
  const kind = raw['kind'];
  if (!isKind(kind)) return [wrongKind(raw)];
  const definition = definitions[kind];
  const parsed: ParsedMap = {
    definition,
    given: {},
    sweep: {},
    sweepPaths: new Map(),
    paths: new Map(),
    invalid: new Set(),
    findings: [],
  };
  for (const [word, value] of Object.entries(raw)) {
    if (word === 'sweep') parseSweep(parsed, value);
    else parseKey(parsed, word, value);
  }
  refuseGivenAndSwept(parsed);
  refuseMissing(parsed);
  return parsed;
}

function parseKey(parsed: ParsedMap, word: string, value: unknown): void {
  const { definition, findings } = parsed;
  const key = canonicalKey(definition, word);
  const field = fieldOf(definition, key);
  if (field === null) {
    const what = `is not a key of kind "${definition.kind}"`;
    findings.push({ path: [word], atKey: true, key: word, what, advice: adviceForUnknownKey(word, definition) });
    return;
  }
  if (parsed.paths.has(key)) {
    findings.push({ path: [word], atKey: true, key: word, what: `means ${key}, given twice`, advice: 'Remove one' });
  }
  parsed.paths.set(key, [word]);
  // A list in the place of a single value is a sweep of it.
  if (Array.isArray(value) && field.sweepable) {
    parseSweptKey(parsed, key, value, [word]);
    return;
  }
  const result = readField(field, value, [word]);
  findings.push(...result.findings);
  if (result.findings.length > 0) parsed.invalid.add(key);
  else parsed.given[key] = result.value;
}

/** One of the two would have no effect. */
function refuseGivenAndSwept(parsed: ParsedMap): void {
  for (const key of Object.keys(parsed.sweep)) {
    if (!parsed.paths.has(key) || parsed.sweepPaths.get(key)?.[0] !== 'sweep') continue;
    const what = 'is swept, and also given as a key';
    parsed.findings.push({ path: ['sweep', key], atKey: true, key: `sweep.${key}`, what, advice: 'Remove one' });
  }
}

function refuseMissing(parsed: ParsedMap): void {
  for (const [key, field] of Object.entries(parsed.definition.fields)) {
    if (field.default.kind !== 'required' || parsed.paths.has(key) || Object.hasOwn(parsed.sweep, key)) continue;
    if (parsed.invalid.has(key)) continue;
    parsed.findings.push(missing(key, field.write(field.default.example)));
    parsed.invalid.add(key);
  }
}

/** A required key that is not given, with an example as a workload file writes it. */
export function missing(key: string, example: unknown): Finding {
  return { path: [key], key, what: 'is missing', advice: `Add it, for example "${key}: ${String(example)}"` };
}

function isKind(value: unknown): value is Kind {
  return kinds.some((kind) => kind === value);
}

function wrongKind(raw: RawMap): Finding {
  const given = raw['kind'];
  const choices = [...kinds, scenarioKind];
  const near = typeof given === 'string' ? nearest(given, choices) : null;
  if (!Object.hasOwn(raw, 'kind')) {
    return { path: ['kind'], key: 'kind', what: 'is missing', advice: 'Add "kind: block" or "kind: files"' };
  }
  const advice = near === null ? 'Choose one of them' : `Did you mean "${near}"?`;
  return { path: ['kind'], key: 'kind', what: `must be one of ${choices.join(', ')} but is ${shown(given)}`, advice };
}
