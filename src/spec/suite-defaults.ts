// The keys that a suite gives to each of its workloads whose kind has them and that do not say otherwise.
import { canonicalKey, type Definition, definitions, fieldOf } from './definitions.js';
import { type Finding, type Path, readField } from './finding.js';
import { shown } from './leaf.js';
import { isRawMap, type RawMap } from './raw-map.js';
import { adviceForUnknownKey } from './unknown-key.js';

/** Where a suite has them. */
export const defaultsKey = 'defaults';

/** What tells workloads apart cannot be the same for all. */
const notDefaults = ['name', 'kind', 'description', 'sweep'];

/** A workload of a suite with the defaults in place, and where the text of the suite has what a path leads to. */
export interface WithDefaults {
  raw: RawMap;
  /** From the start of the file; `own`: the path of the workload in it. */
  pathOf: (path: Path, own: Path) => Path;
}

/** The defaults of a suite, checked as far as no workload does that; what is wrong is added to the findings. */
export function readDefaults(suite: RawMap, workloads: readonly RawMap[], add: (finding: Finding) => void): RawMap {
  if (!Object.hasOwn(suite, defaultsKey)) return {};
  const defaults = suite[defaultsKey];
  if (!isRawMap(defaults)) {
    const what = `must be a map of keys but is ${shown(defaults)}`;
    add({ path: [defaultsKey], key: defaultsKey, what, advice: 'Write {seed: 7, workers: 4}' });
    return {};
  }
  const entries = Object.entries(defaults).filter(([word, value]) => {
    const findings = findingsOf(word, value, workloads);
    findings.forEach((finding) => {
      add({ ...finding, path: [defaultsKey, ...finding.path] });
    });
    return findings.length === 0;
  });
  return Object.fromEntries(entries);
}

/** The workload's own values win, whichever word for a key they use. */
export function withDefaults(raw: RawMap, defaults: RawMap): WithDefaults {
  const words = Object.keys(defaults).filter((word) => isLeftOpen(raw, word));
  const inherited = Object.fromEntries(words.map((word) => [word, defaults[word]]));
  return {
    raw: { ...raw, ...inherited },
    pathOf: (path, own) => [...(words.includes(String(path[0])) ? [defaultsKey] : own), ...path],
  };
}

/** The kind of the workload has the key, and the workload says nothing of it. */
function isLeftOpen(raw: RawMap, word: string): boolean {
  const definition = definitionOf(raw);
  if (definition === null) return false;
  const key = canonicalKey(definition, word);
  if (fieldOf(definition, key) === null) return false;
  const { sweep } = raw;
  const given = [...Object.keys(raw), ...(isRawMap(sweep) ? Object.keys(sweep) : [])];
  return !given.some((own) => canonicalKey(definition, own) === key);
}

function findingsOf(word: string, value: unknown, workloads: readonly RawMap[]): Finding[] {
  const place = { path: [word], atKey: true, key: word };
  if (notDefaults.includes(word)) {
    return [{ ...place, what: 'cannot be a default', advice: 'Put it into each of the workloads' }];
  }
  const kinds = [...new Set(workloads.map(definitionOf).filter((definition) => definition !== null))];
  const [first] = kinds;
  if (first === undefined) return [];
  const fitting = kinds.filter((definition) => fieldOf(definition, canonicalKey(definition, word)) !== null);
  if (fitting.length === 0) {
    const what = kinds.length === 1 ? `is not a key of kind "${first.kind}"` : 'is not a key of any of the workloads';
    return [{ ...place, what, advice: adviceForUnknownKey(word, first) }];
  }
  return workloads.some((raw) => isLeftOpen(raw, word))
    ? []
    : fitting.flatMap((definition) => wrongValue(definition, word, value));
}

/** Told here, since no workload comes to it. */
function wrongValue(definition: Definition, word: string, value: unknown): Finding[] {
  const field = fieldOf(definition, canonicalKey(definition, word));
  if (field === null) return [];
  if (!Array.isArray(value) || !field.sweepable) return readField(field, value, [word]).findings;
  return value.flatMap((item, index) => readField(field, item, [word, index]).findings);
}

function definitionOf(raw: RawMap): Definition | null {
  return Object.values(definitions).find(({ kind }) => kind === raw['kind']) ?? null;
}
