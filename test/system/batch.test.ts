// The job of a batch system, from its environment; and lists of nodes, written out.
import { describe, expect, test } from 'vitest';
import { batchSchema } from '../../src/result/batch-schema.js';
import { batchFacts } from '../../src/system/batch.js';
import { expandHostlist } from '../../src/system/hostlist.js';
import { temporaryTree } from './tree.js';

describe('a list of nodes', () => {
  test.each<[string, string[]]>([
    ['', []],
    ['n1', ['n1']],
    ['n[1-3,7],gpu[09-11]', ['n1', 'n2', 'n3', 'n7', 'gpu09', 'gpu10', 'gpu11']],
    ['a,b-c.example', ['a', 'b-c.example']],
    ['r[0-1]n[0-1]', ['r0n0', 'r0n1', 'r1n0', 'r1n1']],
    ['n[098-101]-ib', ['n098-ib', 'n099-ib', 'n100-ib', 'n101-ib']],
    [' n[1] ', ['n1']],
  ])('%j', (text, names) => {
    expect(expandHostlist(text)).toEqual(names);
  });

  test.each(['n[1-', 'n]1[', 'n[3-1]', 'n[a-b]', 'n[]', 'n[1-9999999]', 'n[1-999]m[1-999]', 'a b', 'n[1],,n2'])(
    'that is none, %j, gives no names',
    (text) => {
      expect(expandHostlist(text)).toEqual([]);
    },
  );
});

test('outside of a job there is none', () => {
  expect(batchFacts(temporaryTree({}), { SLURM_CONF: '/etc/slurm.conf', SLURM_JOB_ID: '' })).toBeNull();
});

const group = '3:cpu:/\n2:memory:/slurm/uid_0/job_7/step_0\n1:name=systemd:/slurm\n';

test('Slurm', () => {
  const environment = {
    ...{ SLURM_JOB_ID: '7', SLURM_STEP_ID: '0', SLURM_JOB_NAME: 'ioproof', SLURM_JOB_PARTITION: 'gpu' },
    ...{ SLURM_CLUSTER_NAME: 'c', SLURM_JOB_NODELIST: 'n[1-2]', SLURM_JOB_NUM_NODES: '2', SLURM_NTASKS: '4' },
    ...{ SLURM_CPUS_PER_TASK: '8', SLURM_STEP_GPUS: '0,1' },
  };
  expect(batchFacts(temporaryTree({ 'proc/self/cgroup': group }), environment)).toEqual({
    ...{ system: 'slurm', jobId: '7', step: '0', name: 'ioproof', partition: 'gpu', cluster: 'c' },
    ...{ nodes: ['n1', 'n2'], nodeCount: 2, tasks: 4, cpusPerTask: 8, gpus: '0,1' },
    cgroup: '/slurm/uid_0/job_7/step_0',
  });
});

test('PBS has its nodes in a file, a line for each task', () => {
  const root = temporaryTree({ 'var/spool/7.s': 'n1\nn1\nn2\nn2\n' });
  const environment = { PBS_JOBID: '7.s', PBS_JOBNAME: 'x', PBS_QUEUE: 'workq', PBS_NODEFILE: '/var/spool/7.s' };
  expect(batchFacts(root, environment)).toMatchObject({
    ...{ system: 'pbs', jobId: '7.s', step: null, name: 'x', partition: 'workq', nodes: ['n1', 'n2'] },
    ...{ nodeCount: 2, tasks: 4, cgroup: null },
  });
  expect(batchFacts(root, { ...environment, PBS_NODEFILE: '/gone', PBS_NUM_NODES: '3' })).toMatchObject({
    ...{ nodes: [], nodeCount: 3, tasks: null },
  });
});

test.each<[Record<string, string>, object]>([
  [
    { LSB_JOBID: '9', LSB_MCPU_HOSTS: 'h1 4 h2 4', LSB_QUEUE: 'normal', LSB_DJOB_NUMPROC: '8' },
    { system: 'lsf', jobId: '9', nodes: ['h1', 'h2'], nodeCount: 2, tasks: 8, partition: 'normal' },
  ],
  [
    { LSB_JOBID: '9', LSB_HOSTS: 'h1 h1 h2' },
    { system: 'lsf', nodes: ['h1', 'h2'], nodeCount: 2, tasks: 3 },
  ],
  [
    { FLUX_JOB_ID: 'f2', FLUX_JOB_NNODES: '2', FLUX_JOB_SIZE: '16' },
    { system: 'flux', jobId: 'f2', nodes: [], nodeCount: 2, tasks: 16 },
  ],
  [
    { SLURM_JOBID: '3', SLURM_NNODES: 'many', SLURM_NTASKS: '-1', CUDA_VISIBLE_DEVICES: '3' },
    { system: 'slurm', jobId: '3', nodes: [], nodeCount: null, tasks: null, gpus: '3' },
  ],
])('%j', (environment, facts) => {
  const found = batchFacts(temporaryTree({}), environment);
  expect(found).toMatchObject(facts);
  expect(batchSchema.parse(found)).toEqual(found);
});
