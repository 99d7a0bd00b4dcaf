// The job of a batch system that this process is in, from what the batch system has put into its environment.
import { parseMemberships } from './cgroup.js';
import { expandHostlist } from './hostlist.js';
import { parseCount, readText } from './proc-file.js';

/** What the record says of a job; field by field its `host.batch`. */
export interface BatchFacts {
  system: 'slurm' | 'pbs' | 'lsf' | 'flux';
  jobId: string;
  step: string | null;
  name: string | null;
  partition: string | null;
  cluster: string | null;
  /** Expanded, each once; empty where that is not told. */
  nodes: string[];
  nodeCount: number | null;
  tasks: number | null;
  cpusPerTask: number | null;
  gpus: string | null;
  cgroup: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Own = Omit<BatchFacts, 'cgroup'>;

/** Null outside of a job. No tool is asked: those of batch systems ask a server, which may be busy. */
export function batchFacts(root: string, environment: Environment): BatchFacts | null {
  const value = valuesOf(environment);
  const readers = [() => slurm(value), () => pbs(value, root), () => lsf(value), () => flux(value)];
  for (const read of readers) {
    const facts = read();
    if (facts !== null) return { ...facts, cgroup: groupOf(root) };
  }
  return null;
}

type Value = (...names: string[]) => string | null;

/** The first of several variables that says something. */
function valuesOf(environment: Environment): Value {
  return (...names) => names.map((name) => environment[name]?.trim() ?? '').find((text) => text !== '') ?? null;
}

/** Variables are those of sbatch(1) and srun(1), with their older names. */
function slurm(value: Value): Own | null {
  const jobId = value('SLURM_JOB_ID', 'SLURM_JOBID');
  if (jobId === null) return null;
  const nodes = expandHostlist(value('SLURM_JOB_NODELIST', 'SLURM_NODELIST') ?? '');
  return {
    ...{ system: 'slurm', jobId, step: value('SLURM_STEP_ID', 'SLURM_STEPID') },
    name: value('SLURM_JOB_NAME'),
    partition: value('SLURM_JOB_PARTITION'),
    cluster: value('SLURM_CLUSTER_NAME'),
    nodes,
    nodeCount: parseCount(value('SLURM_JOB_NUM_NODES', 'SLURM_NNODES')) ?? numberOf(nodes),
    tasks: parseCount(value('SLURM_NTASKS', 'SLURM_NPROCS')),
    cpusPerTask: parseCount(value('SLURM_CPUS_PER_TASK')),
    gpus: value('SLURM_STEP_GPUS', 'SLURM_JOB_GPUS', 'CUDA_VISIBLE_DEVICES'),
  };
}

/** OpenPBS, PBS Professional and Torque. The file of nodes has a line for each task. */
function pbs(value: Value, root: string): Own | null {
  const jobId = value('PBS_JOBID');
  if (jobId === null) return null;
  const file = value('PBS_NODEFILE');
  const lines = wordsOf(file === null ? null : readText(root, file));
  const nodes = [...new Set(lines)];
  return {
    ...{ system: 'pbs', jobId, step: null },
    name: value('PBS_JOBNAME'),
    partition: value('PBS_QUEUE'),
    cluster: value('PBS_SERVER'),
    nodes,
    nodeCount: numberOf(nodes) ?? parseCount(value('PBS_NUM_NODES')),
    tasks: numberOf(lines) ?? parseCount(value('PBS_NP')),
    cpusPerTask: null,
    gpus: value('CUDA_VISIBLE_DEVICES'),
  };
}

/** `LSB_MCPU_HOSTS` is `host slots host slots`, `LSB_HOSTS` has a host for each slot. */
function lsf(value: Value): Own | null {
  const jobId = value('LSB_JOBID');
  if (jobId === null) return null;
  const pairs = wordsOf(value('LSB_MCPU_HOSTS'));
  const slots = wordsOf(value('LSB_HOSTS'));
  const nodes = [...new Set(pairs.length > 0 ? pairs.filter((_, index) => index % 2 === 0) : slots)];
  return {
    ...{ system: 'lsf', jobId, step: null },
    name: value('LSB_JOBNAME'),
    partition: value('LSB_QUEUE'),
    cluster: null,
    nodes,
    nodeCount: numberOf(nodes),
    tasks: parseCount(value('LSB_DJOB_NUMPROC')) ?? numberOf(slots),
    cpusPerTask: null,
    gpus: value('CUDA_VISIBLE_DEVICES'),
  };
}

function flux(value: Value): Own | null {
  const jobId = value('FLUX_JOB_ID');
  if (jobId === null) return null;
  return {
    ...{ system: 'flux', jobId, step: null, name: null, partition: null, cluster: null, nodes: [] },
    nodeCount: parseCount(value('FLUX_JOB_NNODES')),
    tasks: parseCount(value('FLUX_JOB_SIZE')),
    cpusPerTask: null,
    gpus: value('CUDA_VISIBLE_DEVICES'),
  };
}

function wordsOf(text: string | null): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '');
}

/** Null where nothing was told. */
function numberOf(list: readonly string[]): number | null {
  return list.length === 0 ? null : list.length;
}

/** The deepest of its control groups: that of the job, where the batch system makes one. */
function groupOf(root: string): string | null {
  const paths = parseMemberships(readText(root, 'proc/self/cgroup')).map(({ path }) => path);
  const depth = (path: string) => path.split('/').length;
  const [deepest = '/'] = paths.toSorted((one, other) => depth(other) - depth(one));
  return deepest === '/' ? null : deepest;
}
