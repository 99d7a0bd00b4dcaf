// The maps of a workload file: one workload, or the workloads of a suite.
import { acceptField } from './accept-fields.js';
import type { Field } from './field.js';
import { type Finding, readField } from './finding.js';
import { shown } from './leaf.js';
import type { TextFile } from './locate.js';
import type { Problems } from './problems.js';
import { isRawMap, type RawMap } from './raw-map.js';
import { namingFields } from './shared-fields.js';
import { nearest } from './nearest.js';
import { defaultsKey, readDefaults, withDefaults } from './suite-defaults.js';
import { type FindPlace, type Place, readYaml } from './yaml-text.js';

/** One workload of a file, not checked yet. */
export interface RawWorkload {
  raw: RawMap;
  /** Where the text has what a path inside the workload leads to. */
  place: FindPlace;
}

export interface SuiteHead {
  name: string;
  description: string;
}

/** An expression of a suite whose units are right; which workloads there are, is not checked yet. */
export interface RawExpression {
  text: string;
  /** Where it stands, or where it has what comes after so many characters. */
  place: (within?: number) => Place;
}

export interface RawFile {
  source: string;
  /** Null for a file with one workload. */
  suite: SuiteHead | null;
  workloads: RawWorkload[];
  /** Empty for a file with one workload, whose expressions are its own. */
  accept: RawExpression[];
}

const acceptKey = 'accept';
const suiteKeys = ['name', 'description', defaultsKey, 'workloads', acceptKey] as const;

/** Splits a file into workloads and adds what is wrong around these to the problems. */
export function readFile({ source, text }: TextFile, problems: Problems): RawFile | null {
  const yaml = readYaml(source, text, problems);
  if (yaml === null) return null;
  const { value, place } = yaml;
  const add = ({ path, atKey, within, ...rest }: Finding): void => {
    problems.add({ ...place(path, atKey, within), ...rest });
  };
  if (!isRawMap(value)) {
    const what = value === undefined ? 'is empty' : `must be a map of keys but is ${shown(value)}`;
    add({ path: [], key: '', what, advice: 'Start with "name: my-workload" and "kind: block"' });
    return null;
  }
  if (!Object.hasOwn(value, 'workloads'))
    return { source, suite: null, workloads: [{ raw: value, place }], accept: [] };
  const suite = readHead(value, add);
  const list = readList(value['workloads'], add);
  const defaults = readDefaults(
    value,
    list.map(({ raw }) => raw),
    add,
  );
  const workloads = list.map(({ raw, index }) => {
    const filled = withDefaults(raw, defaults);
    const at: FindPlace = (path, ...more) => place(filled.pathOf(path, ['workloads', index]), ...more);
    return { raw: filled.raw, place: at };
  });
  const accept = readAccept(value, add).map((text, index) => ({
    text,
    place: (within?: number) => place([acceptKey, index], false, within),
  }));
  return { source, suite, workloads, accept };
}

type Add = (finding: Finding) => void;

function readHead(value: RawMap, add: Add): SuiteHead {
  for (const key of Object.keys(value)) {
    if (suiteKeys.some((known) => known === key)) continue;
    const near = nearest(key, suiteKeys);
    const advice = near === null ? 'Put it into each of the workloads' : `Did you mean "${near}"?`;
    add({ path: [key], atKey: true, key, what: 'is not a key of a suite', advice });
  }
  if (!Object.hasOwn(value, 'name')) add({ path: [], key: 'name', what: 'is missing', advice: 'Name the suite' });
  return { name: readTextKey('name', value, add), description: readTextKey('description', value, add) };
}

function readTextKey(key: 'name' | 'description', value: RawMap, add: Add): string {
  if (!Object.hasOwn(value, key)) return '';
  const result = readField(namingFields[key], value[key], [key]);
  result.findings.forEach(add);
  return typeof result.value === 'string' ? result.value : '';
}

/** None where one is wrong, which has been told. */
function readAccept(value: RawMap, add: Add): string[] {
  if (!Object.hasOwn(value, acceptKey)) return [];
  const field: Field<unknown> = acceptField;
  const result = readField(field, value[acceptKey], [acceptKey]);
  result.findings.forEach(add);
  return (result.value as string[] | undefined) ?? [];
}

function readList(list: unknown, add: Add): { raw: RawMap; index: number }[] {
  const at = { path: ['workloads'], key: 'workloads', advice: 'Write "workloads:" and under it a list of workloads' };
  if (!Array.isArray(list)) add({ ...at, what: `must be a list but is ${shown(list)}` });
  else if (list.length === 0) add({ ...at, what: 'is an empty list' });
  if (!Array.isArray(list)) return [];
  return list.flatMap((raw: unknown, index) => {
    if (isRawMap(raw)) return [{ raw, index }];
    const what = `must be a map of keys but is ${shown(raw)}`;
    add({ ...at, path: ['workloads', index], key: `workloads[${index}]`, what });
    return [];
  });
}
