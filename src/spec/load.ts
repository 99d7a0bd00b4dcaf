// Loads workload files and built-in workloads, checked and with all defaults; the door of this folder.
import { checkAcceptance } from './load-acceptance.js';
import { checkWorkload } from './check-workload.js';
import type { Path } from './finding.js';
import { checkScenario, type SplitFile, splitScenarios } from './load-scenarios.js';
import { builtinNames, type Directories, readWorkloadText } from './locate.js';
import { Problems } from './problems.js';
import { type RawWorkload, readFile, type SuiteHead } from './read-file.js';
import type { RawScenario } from './read-scenario.js';
import { requireFiles, requireScale, scaleFiles } from './scale.js';
import { type Scenario, scenarioKind } from './scenario.js';
import { applySettings, readSettings, refuseUnused, settingPlace, type Settings } from './settings.js';
import type { Place } from './yaml-text.js';
import { requireTraining, settingsText, type TrainingSettings } from './training-settings.js';
import { type Kind, kinds, type Workload } from './workload.js';

export interface LoadOptions extends Directories {
  /** Texts of `--set key=value`. */
  set: string[];
  /** Factor on the numbers of files of kinds `files` and `training` and on the sizes of checkpoints, above 0 up to 1. */
  scale?: number;
  /** Words for workloads of kind `training`. */
  training?: TrainingSettings;
}

/** The workloads of one file. */
export interface LoadedWorkloads {
  /** The file as messages name it. */
  source: string;
  /** Null for a file with one workload. */
  suite: SuiteHead | null;
  workloads: Workload[];
  /** Their parts are in `workloads` only where the suite has them there as well. */
  scenarios: Scenario[];
  /** Acceptance expressions of the suite, which name their workloads; those of a workload are its own. */
  accept: { text: string; place: Place }[];
}

/** What `ioproof list` says of a built-in workload. */
export interface BuiltinEntry {
  name: string;
  description: string;
  kind: Kind | 'suite' | typeof scenarioKind;
}

/** Loads one built-in name or file. Throws WORKLOAD_INVALID with all problems. */
export function loadWorkloads(nameOrFile: string, options: LoadOptions): LoadedWorkloads {
  const [loaded] = loadAllWorkloads([nameOrFile], options);
  if (loaded === undefined) throw new Error('loading gives one result for each name');
  return loaded;
}

/**
 * Loads several names or files, in order. Throws one WORKLOAD_INVALID with the problems of them all, or USAGE for a factor
 * that cannot be, and for words that are for none of them.
 */
export function loadAllWorkloads(namesOrFiles: readonly string[], options: LoadOptions): LoadedWorkloads[] {
  const { scale = 1, training = {} } = options;
  requireScale(scale);
  const problems = new Problems();
  const settings = readSettings([...options.set, ...settingsText(training)], problems);
  const texts = namesOrFiles.map((name) => readWorkloadText(name, options, problems)).filter((text) => text !== null);
  const files = texts.map((text) => readFile(text, problems)).filter((file) => file !== null);
  const used = new Set<string>();
  const put = (raw: RawWorkload) => overlay(raw, settings, used, scale);
  const set = files.map((file) => {
    const split = splitScenarios(file, options, problems);
    const scenarios = split.scenarios.map((scenario) => overlayParts(scenario, settings, used, put));
    return { ...split, workloads: split.workloads.map(put), scenarios };
  });
  requireFiles(scale, kindsIn(set));
  requireTraining(training, kindsIn(set));
  refuseUnused(settings, used, kindsIn(set), problems);
  refuseSameNames(set, problems);
  const loaded = set.map((file) => checkFile(file, problems));
  checkAcceptance(set, loaded, problems);
  problems.throwIfAny();
  return loaded;
}

/** The built-in workloads with their descriptions, by name. Throws WORKLOAD_INVALID when one of them is broken. */
export function readBuiltins(builtinDirectory: string): BuiltinEntry[] {
  const names = builtinNames(builtinDirectory);
  const loaded = loadEach(names, builtinDirectory);
  return loaded.map(({ suite, workloads, scenarios }, index) => {
    const first = [...workloads, ...scenarios][0];
    return {
      name: names[index] ?? '',
      description: suite?.description ?? first?.description ?? '',
      kind: suite === null && first !== undefined ? first.kind : 'suite',
    };
  });
}

/** One after the other, since the names of a suite may be those of other built-in workloads. */
function loadEach(names: readonly string[], builtinDirectory: string): LoadedWorkloads[] {
  return names.map((name) => loadWorkloads(name, { set: [], cwd: builtinDirectory, builtinDirectory }));
}

/** The workload with the settings in place and its files scaled; notes the words of the settings that fit. */
function overlay({ raw, place }: RawWorkload, settings: Settings, used: Set<string>, scale: number): RawWorkload {
  const set = applySettings(raw, settings);
  for (const word of set.applied) used.add(word);
  const inSettings = (path: Path) => set.applied.includes(String(path[0]));
  return {
    raw: scaleFiles(set.raw, scale),
    place: (path, ...more) => (inSettings(path) ? settingPlace : place(path, ...more)),
  };
}

/** The one key of a scenario that can be set is `alone`; all others are for its parts. */
function overlayParts(
  scenario: RawScenario,
  settings: Settings,
  used: Set<string>,
  put: (raw: RawWorkload) => RawWorkload,
): RawScenario {
  const alone = settings.get('alone');
  const isSet = typeof alone === 'boolean';
  if (isSet) used.add('alone');
  const parts = scenario.parts.map((part) => ({ ...part, workload: put(part.workload) }));
  return { ...scenario, head: isSet ? { ...scenario.head, alone } : scenario.head, parts };
}

function kindsIn(files: readonly SplitFile[]): Kind[] {
  const all = files.flatMap(({ workloads, scenarios }) => [...workloads, ...scenarios.flatMap(workloadsOf)]);
  return kinds.filter((kind) => all.some(({ raw }) => raw['kind'] === kind));
}

function workloadsOf({ parts }: RawScenario): RawWorkload[] {
  return parts.map(({ workload }) => workload);
}

function checkFile({ source, suite, workloads, scenarios, accept }: SplitFile, problems: Problems): LoadedWorkloads {
  const check = (raw: RawWorkload) => checkOne(raw, problems);
  const whole = scenarios.map((scenario) => checkScenario(scenario, check, problems));
  return {
    source,
    suite,
    workloads: workloads.map(check).filter((workload) => workload !== null),
    scenarios: whole.filter((scenario) => scenario !== null),
    accept: accept.map(({ text, place }) => ({ text, place: place() })),
  };
}

function checkOne({ raw, place }: RawWorkload, problems: Problems): Workload | null {
  const { workload, findings } = checkWorkload(raw);
  for (const { path, atKey, within, ...rest } of findings) problems.add({ ...place(path, atKey, within), ...rest });
  return workload;
}

/** Names tell the steps of a run apart. */
function refuseSameNames(files: readonly SplitFile[], problems: Problems): void {
  const first = new Map<unknown, string>();
  const all = files.flatMap(({ workloads, scenarios }) => [...workloads, ...scenarios.map(({ source }) => source)]);
  for (const { raw, place } of all) {
    const name = raw['name'];
    if (typeof name !== 'string') continue;
    const here = place(['name']);
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, here.line === null ? here.file : `${here.file}:${here.line}`);
    else {
      const what = `"${name}" is also the name of the workload at ${earlier}`;
      problems.add({ ...here, key: 'name', what, advice: 'Rename one of the two, or run them one after the other' });
    }
  }
}
