// A configuration of DLIO as a flat list of its keys, each with its value and place: YAML, overrides, interpolation.
import { Problems, type Problem } from '../spec/problems.js';
import { isRawMap, type RawMap } from '../spec/raw-map.js';
import { type Place, readYaml } from '../spec/yaml-text.js';
import { interpolate } from './interpolate.js';
import { applyOverrides, type Override } from './overrides.js';

export interface DlioKey {
  /** `reader.batch_size`. */
  name: string;
  value: unknown;
  place: Place;
}

export interface DlioConfig {
  keys: DlioKey[];
  problems: Problem[];
}

/** Keys whose value is a map or list that is looked at as a whole. */
const wholeValues: ReadonlySet<string> = new Set([
  'train.computation_time',
  'evaluation.eval_time',
  'reader.preprocess_time',
  'model.parallelism',
  'model.transformer',
]);

/** Reads a text that messages name `file`. */
export function readConfig(file: string, text: string, overrides: readonly Override[]): DlioConfig {
  const problems = new Problems();
  // PyYAML, by which DLIO reads it, is of version 1.1: it has merge keys, and yes and no are true and false.
  const yaml = readYaml(file, text, problems, '1.1');
  if (yaml === null) return { keys: [], problems: problems.list };
  const base = isRawMap(yaml.value) && isRawMap(yaml.value['workload']) ? ['workload'] : [];
  const root = base.length === 0 || !isRawMap(yaml.value) ? yaml.value : yaml.value['workload'];
  if (!isRawMap(root)) {
    problems.add({
      ...yaml.place([]),
      key: '',
      what: 'is no configuration of DLIO',
      advice: 'Give a workload file of it',
    });
    return { keys: [], problems: problems.list };
  }
  const overridden = applyOverrides(root, overrides);
  const place = (path: readonly string[], name: string): Place =>
    overridden.names.has(name)
      ? { file: `override ${name}`, line: null, column: null }
      : yaml.place([...base, ...path]);
  const keys = flatten(overridden.map, []).map(({ path, value }) => {
    const name = path.join('.');
    return { name: name.replace(/^data_reader\./, 'reader.'), value, place: place(path, name) };
  });
  const resolved = keys.map((key) => resolveKey(key, overridden.map, problems));
  refuseOthers(yaml.value, base, (key) => yaml.place([key], true), problems);
  return { keys: resolved, problems: problems.list };
}

interface Leaf {
  path: string[];
  value: unknown;
}

function flatten(map: RawMap, path: string[]): Leaf[] {
  return Object.entries(map).flatMap(([key, value]): Leaf[] => {
    const here = [...path, key];
    const isWhole = wholeValues.has(here.join('.')) || !isRawMap(value) || Object.keys(value).length === 0;
    return isWhole ? [{ path: here, value }] : flatten(value, here);
  });
}

function resolveKey(key: DlioKey, root: RawMap, problems: Problems): DlioKey {
  const resolved = interpolate(key.value, root, key.name);
  for (const { what, advice } of resolved.refusals) problems.add({ ...key.place, key: key.name, what, advice });
  return { ...key, value: resolved.value };
}

/** Beside `workload`, where a file has it, stands what Hydra composes a configuration of. */
function refuseOthers(value: unknown, base: string[], placeOf: (key: string) => Place, problems: Problems): void {
  if (base.length === 0 || !isRawMap(value)) return;
  for (const key of Object.keys(value)) {
    if (key === 'workload' || key === 'hydra') continue;
    problems.add({
      ...placeOf(key),
      key,
      what: 'stands beside "workload", and is no part of it',
      advice: 'Give the file of the workload alone',
    });
  }
}
