// Finds the scenarios among the workloads of a file, the workloads of their parts, and checks both.
import { builtinNames, type Directories, readWorkloadText } from './locate.js';
import type { Finding } from './finding.js';
import { nearest } from './nearest.js';
import type { Problems } from './problems.js';
import { type RawFile, type RawWorkload, readFile } from './read-file.js';
import { type FindWorkload, isScenario, type RawScenario, readScenario } from './read-scenario.js';
import { timeFindings, workloadFindings } from './scenario-rules.js';
import { type Scenario, scenarioKind } from './scenario.js';
import type { Workload } from './workload.js';

/** A file whose scenarios are apart from its workloads. */
export interface SplitFile extends RawFile {
  scenarios: RawScenario[];
}

/** Takes the scenarios out of the workloads of a file and adds what is wrong with their own keys to the problems. */
export function splitScenarios(file: RawFile, directories: Directories, problems: Problems): SplitFile {
  const workloads = file.workloads.filter((raw) => !isScenario(raw));
  const find = finderIn(workloads, directories, problems);
  const scenarios = file.workloads.filter(isScenario).map((source) => {
    const findings: Finding[] = [];
    const scenario = readScenario(source, find, findings);
    addAll([...findings, ...timeFindings(scenario.parts)], source, problems);
    return scenario;
  });
  return { ...file, workloads, scenarios };
}

/** The scenario with its workloads, which `check` reads; null where one of them is wrong. */
export function checkScenario(
  { source, head, parts }: RawScenario,
  check: (raw: RawWorkload) => Workload | null,
  problems: Problems,
): Scenario | null {
  const checked = parts.flatMap(({ workload: raw, name, at, every, until, duration }) => {
    const workload = check(raw);
    if (workload === null) return [];
    addAll(workloadFindings({ duration }, workload), raw, problems);
    return [{ name, workload, at, every, until, duration }];
  });
  if (checked.length < parts.length) return null;
  return { ...head, name: head.name || String(source.raw['name']), kind: scenarioKind, parts: checked };
}

function addAll(findings: readonly Finding[], { place }: RawWorkload, problems: Problems): void {
  for (const { path, atKey, within, ...rest } of findings) problems.add({ ...place(path, atKey, within), ...rest });
}

/** Looks among the workloads of the suite first, then among those that are built in. */
function finderIn(workloads: readonly RawWorkload[], directories: Directories, problems: Problems): FindWorkload {
  return (name) => {
    const own = workloads.find(({ raw }) => raw['name'] === name);
    if (own !== undefined) return own;
    const names = builtinNames(directories.builtinDirectory);
    if (!names.includes(name)) return unknown(name, [...names, ...workloads.map(({ raw }) => String(raw['name']))]);
    const text = readWorkloadText(name, directories, problems);
    const file = text === null ? null : readFile(text, problems);
    const [only] = file?.workloads ?? [];
    if (file === null || only === undefined) return { what: `"${name}" cannot be read`, advice: '' };
    if (file.suite !== null) {
      return { what: `"${name}" is a suite`, advice: 'Put one of its workloads here, as `ioproof show` prints it' };
    }
    return isScenario(only) ? { what: `"${name}" is a scenario itself`, advice: 'Put its parts into this one' } : only;
  };
}

function unknown(name: string, names: readonly string[]): { what: string; advice: string } {
  const near = nearest(name, names);
  const what = `"${name}" is no other workload of the suite and not built in`;
  return { what, advice: near === null ? '`ioproof list` tells the names' : `Did you mean "${near}"?` };
}
