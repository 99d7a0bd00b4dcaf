// Reads the lists of a sweep: each value by the declaration of its key.
import { canonicalKey, type Definition, fieldOf } from './definitions.js';
import type { Field } from './field.js';
import { type Finding, keyOf, type Path, readField } from './finding.js';
import { shown } from './leaf.js';
import type { ParsedMap } from './parse-map.js';
import { isRawMap } from './raw-map.js';
import { adviceForUnknownKey } from './unknown-key.js';
import type { SweepValue } from './workload.js';

/** A mistyped list should not plan for a year; nobody reads more rows than these. */
const maxVariants = 1000;

const sweepAdvice = 'Write lists by key, like sweep: {queueDepth: [1, 8, 64]}';

/** Adds the sweep, and what is wrong with it, to the parsed map. */
export function parseSweep(parsed: ParsedMap, value: unknown): void {
  if (!isRawMap(value)) {
    const what = `must be a map of lists but is ${shown(value)}`;
    parsed.findings.push({ path: ['sweep'], key: 'sweep', what, advice: sweepAdvice });
    return;
  }
  for (const [key, list] of Object.entries(value)) parseSweptKey(parsed, key, list, ['sweep', key]);
  refuseTooMany(parsed);
}

/** Reads the list of one key, which stands at `path`. */
export function parseSweptKey(parsed: ParsedMap, key: string, list: unknown, path: Path): void {
  const field = fieldOf(parsed.definition, key);
  if (field?.sweepable !== true) {
    const place = { path, atKey: true, key: keyOf(path) };
    parsed.findings.push({
      ...place,
      ...(field === null && key !== 'sweep' ? unknownKey(parsed.definition, key) : notSweepable),
    });
    return;
  }
  const { values, findings } = parseList(field, list, path);
  parsed.findings.push(...findings);
  if (findings.length > 0) parsed.invalid.add(key);
  else parsed.sweep[key] = values;
  parsed.sweepPaths.set(key, path);
}

const notSweepable = { what: 'cannot be swept', advice: 'Write a workload for each value' };

function unknownKey(definition: Definition, key: string): Pick<Finding, 'what' | 'advice'> {
  const meant = canonicalKey(definition, key);
  if (meant !== key) return { what: 'is only another word for a key', advice: `Sweep "${meant}"` };
  return { what: `is not a key of kind "${definition.kind}"`, advice: adviceForUnknownKey(key, definition) };
}

interface ParsedList {
  values: SweepValue[];
  findings: Finding[];
}

function parseList(field: Field<unknown>, list: unknown, path: Path): ParsedList {
  const place = { path, key: keyOf(path) };
  if (!Array.isArray(list)) {
    return { values: [], findings: [{ ...place, what: `must be a list but is ${shown(list)}`, advice: sweepAdvice }] };
  }
  if (list.length > 0) return parseValues(field, list, path);
  return { values: [], findings: [{ ...place, what: 'is an empty list', advice: 'Give values, or remove the key' }] };
}

/** Values in the form that `write` gives them, so that 4096 and 4KiB are the same variant. */
function parseValues(field: Field<unknown>, list: unknown[], listPath: Path): ParsedList {
  const values: SweepValue[] = [];
  const findings: Finding[] = [];
  for (const [index, item] of list.entries()) {
    const path = [...listPath, index];
    const result = readField(field, item, path);
    findings.push(...result.findings);
    if (result.findings.length > 0) continue;
    const written = field.write(result.value);
    const refuse = (what: string, advice: string) => findings.push({ path, key: keyOf(path), what, advice });
    if (!isSweepValue(written)) refuse(`must be a single value but is ${shown(item)}`, 'Give single values');
    else if (values.includes(written)) refuse(`${shown(item)} is in the list twice`, 'Remove one');
    else values.push(written);
  }
  return { values, findings };
}

function isSweepValue(value: unknown): value is SweepValue {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function refuseTooMany(parsed: ParsedMap): void {
  const count = Object.values(parsed.sweep).reduce((product, values) => product * values.length, 1);
  if (count <= maxVariants) return;
  const what = `makes ${count} variants, more than ${maxVariants}`;
  parsed.findings.push({ path: ['sweep'], key: 'sweep', what, advice: 'Shorten the lists' });
  for (const key of Object.keys(parsed.sweep)) parsed.invalid.add(key);
  parsed.sweep = {};
}
