// The values of `--set key=value`: read as YAML, put over the keys of every workload that has them.
import { parseDocument } from 'yaml';
import { messageOf } from '../errors.js';
import { canonicalKey, type Definition, definitions, fieldOf } from './definitions.js';
import type { Problem, Problems } from './problems.js';
import { isRawMap, type RawMap } from './raw-map.js';
import { adviceForUnknownKey } from './unknown-key.js';
import type { Kind } from './workload.js';
import { type Place, valueOf } from './yaml-text.js';

/** What stands in the place of a file and line in problems of `--set`. */
export const settingPlace: Place = { file: '--set', line: null, column: null };

export type Settings = Map<string, unknown>;

/** Reads `key=value` texts and adds what is wrong with them to the problems. */
export function readSettings(texts: readonly string[], problems: Problems): Settings {
  const settings: Settings = new Map();
  for (const text of texts) {
    const key = /^[^=\s]+(?==)/.exec(text)?.[0];
    const refuse = (what: string, advice: string): void => {
      problems.add(settingProblem(key ?? '', what, advice));
    };
    if (key === undefined) {
      refuse(`${JSON.stringify(text)} is not of the form key=value`, 'Write --set queueDepth=32');
      continue;
    }
    if (settings.has(key)) refuse('is given twice', 'Remove one');
    if (key === 'kind') refuse('cannot be set', 'Choose a workload of the other kind');
    try {
      settings.set(key, readValue(text.slice(key.length + 1)));
    } catch (error) {
      refuse(`is not valid YAML: ${messageOf(error)}`, 'Quote the value');
    }
  }
  return settings;
}

/** Throws for what is not YAML, and for aliases that lead nowhere. */
function readValue(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false });
  const error = document.errors[0] ?? document.warnings[0];
  if (error !== undefined) throw error;
  return valueOf(document);
}

/** A copy of the map with those settings in place that its kind has, and the words of these. */
export function applySettings(raw: RawMap, settings: Settings): { raw: RawMap; applied: string[] } {
  const definition = definitionOf(raw);
  if (definition === null) return { raw, applied: [] };
  const applied = [...settings.keys()].filter((word) => word !== 'kind' && fits(definition, word));
  const values = Object.fromEntries(applied.map((word) => [word, settings.get(word)]));
  // What the file says of these keys goes first, so that two settings that contradict each other still meet.
  const words = [...applied, ...(isRawMap(values['sweep']) ? Object.keys(values['sweep']) : [])];
  return { raw: { ...without(definition, raw, words), ...values }, applied };
}

/** Problems of the settings that fit none of the workloads, given the words that fitted one. */
export function refuseUnused(
  settings: Settings,
  applied: ReadonlySet<string>,
  kinds: readonly Kind[],
  problems: Problems,
): void {
  for (const word of settings.keys()) {
    const kind = kinds[0];
    if (applied.has(word) || word === 'kind' || kind === undefined) continue;
    const what = kinds.length === 1 ? `is not a key of kind "${kind}"` : 'is not a key of any of the workloads';
    problems.add(
      settingProblem(word, what, adviceForDotted(word, kind) ?? adviceForUnknownKey(word, definitions[kind])),
    );
  }
}

/** How to set one key of a map, for `layout.stripeCount`; null where the first word is no key. */
function adviceForDotted(word: string, kind: Kind): string | null {
  const [outer = '', inner = '', ...rest] = word.split('.');
  if (inner === '' || rest.length > 0 || !fits(definitions[kind], outer)) return null;
  return `Give the whole map: --set '${outer}={${inner}: …}'`;
}

function fits(definition: Definition, word: string): boolean {
  return word === 'sweep' || fieldOf(definition, canonicalKey(definition, word)) !== null;
}

/** The map without all that gives a value to these keys: the keys themselves, other words for them, the sweep. */
function without(definition: Definition, raw: RawMap, words: readonly string[]): RawMap {
  const keys = new Set(words.map((word) => canonicalKey(definition, word)));
  const left = (map: RawMap) => Object.entries(map).filter(([word]) => !keys.has(canonicalKey(definition, word)));
  const { sweep } = raw;
  const entries = left(raw).map(([key, value]) => [
    key,
    key === 'sweep' && isRawMap(sweep) ? Object.fromEntries(left(sweep)) : value,
  ]);
  return Object.fromEntries(entries) as RawMap;
}

function definitionOf(raw: RawMap): Definition | null {
  return Object.values(definitions).find(({ kind }) => kind === raw['kind']) ?? null;
}

function settingProblem(key: string, what: string, advice: string): Problem {
  return { ...settingPlace, key, what, advice };
}
