// Overrides of Hydra as people give them to DLIO: `++workload.dataset.num_files_train=1000`.
import { parseDocument } from 'yaml';
import type { Problem } from '../spec/problems.js';
import { isRawMap, type RawMap } from '../spec/raw-map.js';

export interface Override {
  /** Below the workload. */
  path: string[];
  /** Undefined: the key is taken out. */
  value: unknown;
}

/** Reads words such as `++workload.a.b=1`, `workload.a.b=1`, `a.b=1` and `~workload.a.b`. */
export function readOverrides(words: readonly string[]): { overrides: Override[]; problems: Problem[] } {
  const overrides: Override[] = [];
  const problems: Problem[] = [];
  for (const word of words) {
    const override = readOverride(word);
    if (typeof override === 'string') {
      const place = { file: 'override', line: null, column: null };
      problems.push({ ...place, key: word, what: override, advice: 'Write ++workload.reader.batch_size=8' });
    } else overrides.push(override);
  }
  return { overrides, problems };
}

function readOverride(word: string): Override | string {
  const removed = /^~(?:workload\.)?([\w-]+(?:\.[\w-]+)*)$/.exec(word)?.[1];
  if (removed !== undefined) return { path: removed.split('.'), value: undefined };
  const { name, text = '' } =
    /^\+{0,2}(?:workload\.)?(?<name>[\w-]+(?:\.[\w-]+)+)=(?<text>.*)$/s.exec(word)?.groups ?? {};
  if (name === undefined) return 'is no override of a key of the workload';
  const document = parseDocument(text, { version: '1.1', prettyErrors: false });
  if (document.errors.length > 0) return 'has a value that is not valid YAML';
  const value: unknown = document.toJS();
  return value === undefined || value === null ? 'has no value' : { path: name.split('.'), value };
}

/** A copy of the configuration with the overrides in place, and the names of the keys that they give. */
export function applyOverrides(
  config: RawMap,
  overrides: readonly Override[],
): { map: RawMap; names: ReadonlySet<string> } {
  const map = overrides.reduce((done, { path, value }) => put(done, path, value), config);
  return { map, names: new Set(overrides.map(({ path }) => path.join('.'))) };
}

function put(map: RawMap, [key = '', ...rest]: readonly string[], value: unknown): RawMap {
  const inner = map[key];
  const others = Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
  if (rest.length > 0) return { ...map, [key]: put(isRawMap(inner) ? inner : {}, rest, value) };
  return value === undefined ? others : { ...map, [key]: value };
}
