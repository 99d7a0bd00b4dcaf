// Options of mdtest as a suite of phases: the door of this folder.
import type { Problem } from '../spec/problems.js';
import { formatBytes } from '../spec/units.js';
import { type Geometry, geometryOf } from './geometry.js';
import type { MdtestValues } from './option-table.js';
import { parseOptions, problem } from './parse-options.js';
import { type Phase, phasesOf } from './phases.js';

export interface MdtestImport {
  /** The suite in the words of a workload file. */
  suite: MdtestSuite;
  /** What -i asks for: `--repeat`. */
  repeats: number;
  /** Options without effect. */
  notes: { option: string; text: string }[];
  /** What runs otherwise than in mdtest, whatever the options. */
  differences: string[];
  /** Where there are any, the suite must not be used. */
  problems: Problem[];
}

export interface MdtestSuite {
  name: string;
  description: string;
  defaults: Record<string, unknown>;
  workloads: Record<string, unknown>[];
}

export interface MdtestSource {
  /** The words after `mdtest` on its command line. */
  words: readonly string[];
  /** What mpirun -n gives mdtest. */
  tasks: number;
}

const mostTasks = 4096;

export function importMdtest({ words, tasks }: MdtestSource): MdtestImport {
  const { values, notes, problems: found } = parseOptions(words);
  const geometry = geometryOf(values, tasks);
  const problems = [...found, ...refusals(values, tasks)];
  if ('key' in geometry) problems.push(geometry);
  const suite = 'key' in geometry ? emptySuite() : suiteOf(values, geometry, tasks);
  const differences = 'key' in geometry ? [] : differencesOf(geometry, tasks);
  return { suite, repeats: values.i ?? 1, notes, differences, problems };
}

function refusals(values: Partial<MdtestValues>, tasks: number): Problem[] {
  const { C = false, T = false, E = false, r = false, U = false, W = 0, b = 1, w = 0, e = 0, F, D } = values;
  const { api = 'POSIX', i = 1 } = values;
  const problems: Problem[] = [];
  const refuse = (option: string, what: string, advice: string) => problems.push(problem(option, what, advice));
  const later = [T ? '-T' : '', E ? '-E' : '', r ? '-r' : '', U ? '-U' : ''].filter((option) => option !== '');
  if (!C && later.length > 0) {
    const advice = `Give all phases in one run: -C ${later.join(' ')}`;
    refuse(later[0] ?? '', 'works on what an earlier run has left, and a run here removes what it makes', advice);
  }
  if (e > w && (D !== true || F === true)) {
    refuse('-e', `reads ${e} bytes of files that have ${w}`, `Use -w ${e}, or -e ${w}`);
  }
  if (W > 0 && b > 1) refuse('-W', `cannot be given with -b ${b}, in mdtest neither`, 'Use -b 1');
  if (api !== 'POSIX') refuse('-a', `is "${api}", and only POSIX is known here`, 'Remove it, or use -a POSIX');
  if (i < 1 || i > 1000) refuse('-i', `must be from 1 to 1000 but is ${i}`, 'Use -i 1');
  if (tasks < 1 || tasks > mostTasks || !Number.isInteger(tasks)) {
    refuse('--tasks', `must be from 1 to ${mostTasks} but is ${tasks}`, 'Give as many as mpirun -n');
  }
  return problems;
}

function suiteOf(values: Partial<MdtestValues>, geometry: Geometry, tasks: number): MdtestSuite {
  const { randomSeed, directIo = false } = values;
  return {
    ...emptySuite(),
    defaults: {
      phaseOf: 'mdtest',
      files: geometry.items,
      ...(geometry.ownTrees ? { fileSharing: 'perWorker' } : {}),
      ...directoriesOf(geometry),
      engine: 'sync',
      direct: directIo,
      // As mdtest, which leaves the page cache alone.
      dropCache: false,
      workers: tasks,
      access: 'sequential',
      ...(randomSeed === undefined ? {} : { seed: randomSeed }),
    },
    workloads: phasesOf(values).map((phase) => workloadOf(phase, values, geometry, tasks)),
  };
}

function emptySuite(): MdtestSuite {
  const description = 'How many directories and files a second can be made, looked at, read and removed?';
  return { name: 'mdtest', description, defaults: {}, workloads: [] };
}

function directoriesOf({ tree, itemsPerDirectory, leavesOnly }: Geometry): Record<string, unknown> {
  if (tree === null) return { filesPerDirectory: itemsPerDirectory };
  return { directories: { ...tree, ...(leavesOnly ? {} : { filesIn: 'everyDirectory' }) } };
}

function workloadOf(
  phase: Phase,
  values: Partial<MdtestValues>,
  { ownTrees }: Geometry,
  tasks: number,
): Record<string, unknown> {
  const { N = 0, R = false, W = 0, Y = false } = values;
  const shift = (phase.shifts * N) % tasks;
  return {
    name: phase.name,
    kind: 'files',
    ...(phase.onTree === true ? { items: 'directories', ...(ownTrees || tasks === 1 ? {} : { workers: 1 }) } : {}),
    operations: phase.operations,
    ...(phase.fileSize === undefined ? {} : { fileSize: formatBytes(phase.fileSize) }),
    ...(shift === 0 ? {} : { workerShift: shift }),
    ...(R && phase.random === true ? { access: 'permutation' } : {}),
    ...(W > 0 && phase.stonewall === true ? { stonewall: `${W}s` } : {}),
    ...(Y && phase.onTree !== true ? { fsync: 'end' } : {}),
  };
}

function differencesOf({ tree, ownTrees }: Geometry, tasks: number): string[] {
  if (tasks === 1) return [];
  return [
    'the tasks are threads of one process, not processes',
    ownTrees
      ? 'the rate of tree-create and tree-remove counts the trees of all tasks; mdtest counts that of task 0'
      : '',
    tree !== null && !ownTrees
      ? 'each task has its items in directories of its own part of the tree; in mdtest each has some in every directory'
      : '',
  ].filter((text) => text !== '');
}
