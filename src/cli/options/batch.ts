// Options of `ioproof sbatch`: what a batch system is asked for, checked so that no word of it can be another directive.
import type { Options } from 'yargs';
import type { BatchJob } from '../../report/batch-script.js';
import { usage } from '../usage.js';

const number = (describe: string) => ({ type: 'number', requiresArg: true, describe }) as const satisfies Options;
const word = (describe: string) => ({ type: 'string', requiresArg: true, describe }) as const satisfies Options;

export const batchOptions = {
  pbs: { type: 'boolean', default: false, describe: 'A script for PBS (qsub) instead of Slurm (sbatch)' },
  nodes: { ...number('Nodes'), default: 1 },
  'tasks-per-node': { ...number('Measurements at the same time on each node'), default: 1 },
  time: { ...word('Limit of the job, HH:MM:SS; a plain number is minutes of Slurm'), default: '01:00:00' },
  'cpus-per-task': number('Processors of each task'),
  gpus: number('GPUs of each node'),
  partition: word('Partition or queue'),
  account: word('Account that the job is charged to'),
  'job-name': { ...word('Name of the job'), default: 'ioproof' },
  exclusive: { type: 'boolean', default: true, describe: 'Have the nodes alone; --no-exclusive shares them' },
  directive: {
    type: 'string',
    array: true,
    nargs: 1,
    default: [] as string[],
    defaultDescription: 'none',
    describe: 'A further line for the batch system, for example --directive=--qos=high',
  },
  layout: word(
    'Layout of the files of all workloads (--set layout=…), for example {stripeCount: -1, stripeSize: 16MiB}',
  ),
} as const satisfies Record<string, Options>;

export interface BatchArguments {
  pbs: boolean;
  nodes: number;
  tasksPerNode: number;
  time: string;
  cpusPerTask?: number | undefined;
  gpus?: number | undefined;
  partition?: string | undefined;
  account?: string | undefined;
  jobName: string;
  exclusive: boolean;
  directive: string[];
}

type Asked = Omit<BatchJob, 'program' | 'version' | 'workloads' | 'mounts' | 'options' | 'out'>;

const plainWord = /^[A-Za-z0-9][A-Za-z0-9_.,:@+=/-]*$/;

/** Throws USAGE with every mistake. */
export function readBatch(options: BatchArguments): Asked {
  const problems: string[] = [];
  const system = options.pbs ? 'pbs' : 'slurm';
  const whole = (name: string, value: number | undefined, most: number) => {
    if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= most)) return value ?? null;
    problems.push(`--${name} ${value}: must be a whole number from 1 to ${most}.`);
    return null;
  };
  const plain = (name: string, value: string | undefined) => {
    if (value === undefined || plainWord.test(value)) return value ?? null;
    problems.push(`--${name} "${value}": must be a word of letters, digits and _ . , : @ + = / -.`);
    return null;
  };
  if (!timeOf[system].test(options.time)) {
    const example = options.pbs ? '01:30:00. A plain number would be seconds' : '90, 01:30:00 or 1-12:00:00';
    problems.push(
      `--time "${options.time}": must be a time of ${options.pbs ? 'PBS' : 'Slurm'}, for example ${example}.`,
    );
  }
  for (const line of options.directive) {
    if (/[\n\r]/.test(line)) problems.push(`--directive ${JSON.stringify(line)}: must be one line.`);
    else if (!line.startsWith('-')) {
      const what = `must be an option of ${options.pbs ? 'qsub' : 'sbatch'}, which begins with a hyphen`;
      problems.push(`--directive ${JSON.stringify(line)}: ${what}. Write for example --directive=--qos=high.`);
    }
  }
  const asked: Asked = {
    system,
    name: plain('job-name', options.jobName) ?? '',
    nodes: whole('nodes', options.nodes, 100_000) ?? 1,
    tasksPerNode: whole('tasks-per-node', options.tasksPerNode, 4096) ?? 1,
    time: options.time,
    cpusPerTask: whole('cpus-per-task', options.cpusPerTask, 65_536),
    gpusPerNode: whole('gpus', options.gpus, 1024),
    partition: plain('partition', options.partition),
    account: plain('account', options.account),
    exclusive: options.exclusive,
    directives: options.directive,
  };
  if (problems.length > 0) throw usage(problems.join('\n'));
  return asked;
}

/** A plain number is minutes of Slurm and seconds of PBS: who writes 30 there means no job of half a minute. */
const timeOf = {
  slurm: /^(\d+|\d+(:\d{1,2}){1,2}|\d+-\d{1,2}(:\d{1,2}){0,2})$/,
  pbs: /^\d+(:\d{1,2}){1,2}$/,
};
