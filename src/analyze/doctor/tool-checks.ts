// Commands of MPI and batch systems that were found, and what they say of their version.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { DoctorNode, FoundTool } from '../../result/doctor-node-schema.js';
import { fine, note } from './findings.js';

/** Groups of commands, in the order in which they are told. */
const families: [what: string, tools: readonly string[]][] = [
  ['MPI', ['mpirun', 'mpiexec', 'ompi_info']],
  ['Slurm', ['srun', 'sbatch']],
  ['PBS', ['qsub']],
  ['LSF', ['bsub']],
  ['Flux', ['flux']],
];

const clusters = families.flatMap(([, names]) => names);
const others: [what: string, tools: readonly string[]][] = [['cross-check', ['fio']]];

/** Nothing here spoils a measurement: what is not there is not told, but for MPI and every batch system together. */
export function toolChecks({ tools }: DoctorNode): DoctorCheck[] {
  const told = [...families, ...others].flatMap(([what, names]) => {
    const own = tools.filter(({ name }) => names.includes(name));
    return own.length === 0 ? [] : [familyCheck(what, own)];
  });
  return [
    ...(tools.some(({ name }) => clusters.includes(name)) ? [] : [lonelyCheck()]),
    ...told,
    ...storageCheck(tools),
  ];
}

function lonelyCheck(): DoctorCheck {
  const finding = 'neither MPI nor a batch system is in PATH';
  return note('tool', 'several nodes', finding, 'In a cluster: module load openmpi, or run it where srun is.');
}

/** What is left is of file systems. */
function storageCheck(tools: readonly FoundTool[]): DoctorCheck[] {
  const known = [...clusters, ...others.flatMap(([, names]) => names)];
  const names = tools.filter(({ name }) => !known.includes(name)).map(({ name }) => name);
  return names.length === 0 ? [] : [fine('tool', 'file systems', names.join(', '))];
}

function familyCheck(what: string, tools: readonly FoundTool[]): DoctorCheck {
  const names = tools.map(({ name }) => name).join(', ');
  const version = tools.find((tool) => tool.version !== '')?.version ?? '';
  const problem = tools.find((tool) => tool.problem !== '');
  if (version === '' && problem !== undefined) {
    const advice = `Try it by hand: ${problem.path} --version`;
    return note('tool', what, `${names}, but ${problem.name} does not answer: ${briefly(problem.problem)}`, advice);
  }
  return fine('tool', what, version === '' ? names : `${names}: ${version}`);
}

const shownWords = 100;

/** Without the code, and the beginning where a tool talks much: all of it is in the record. */
function briefly(problem: string): string {
  const words = problem.replace(/^[A-Z_]+: /, '');
  return words.length <= shownWords ? words : `${words.slice(0, shownWords).replace(/\s+\S*$/, '')} …`;
}
