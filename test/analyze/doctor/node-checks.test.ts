// What doctor says of a machine: a quiet one has nothing to mend, and every fault has its state, its values and its cure.
import { expect, test } from 'vitest';
import { isOfGds, spoilers } from '../../../src/analyze/doctor/findings.js';
import { measurementChecks } from '../../../src/analyze/doctor/node-checks.js';
import type { DoctorCheck } from '../../../src/result/doctor-check-schema.js';
import type { DoctorNode } from '../../../src/result/doctor-node-schema.js';
import type { HostRecord } from '../../../src/result/schema.js';
import { doctorNode, gpuOnBus } from '../../fixtures/doctor.js';
import { hostRecord } from '../../fixtures/records.js';

const quiet = hostRecord({ limits: { memlockBytes: 'unlimited', openFiles: 65_536 }, hugePagesFree: 64 });

function checksOf(node: Partial<DoctorNode>, host: Partial<HostRecord> = {}): DoctorCheck[] {
  return measurementChecks({ ...quiet, ...host }, doctorNode(node));
}

function checkOf(what: string, node: Partial<DoctorNode>, host: Partial<HostRecord> = {}): DoctorCheck | undefined {
  return checksOf(node, host).find((check) => check.what === what);
}

const without = (name: string, reason: string): Pick<DoctorNode, 'engines'> => ({
  engines: doctorNode().engines.map((engine) =>
    engine.name === name ? { ...engine, available: false, reason } : engine,
  ),
});
const limits = (memlockBytes: number, openFiles = 65_536) => ({ limits: { memlockBytes, openFiles } });
const cgroup = (given: Partial<HostRecord['cgroup']>) => ({ cgroup: { ...quiet.cgroup, ...given } });
const clock = (given: Partial<NonNullable<DoctorNode['clock']>>) => ({
  clock: { ...(doctorNode().clock as NonNullable<DoctorNode['clock']>), ...given },
});
const gib = 2 ** 30;

test('a quiet machine has nothing to mend and nothing to note', () => {
  expect(checksOf({}).filter(({ state }) => state !== 'ok')).toEqual([]);
});

interface Row {
  what: string;
  node?: Partial<DoctorNode>;
  host?: Partial<HostRecord>;
  state: DoctorCheck['state'];
  says: RegExp;
  cure?: RegExp;
}

/** At both sides of each threshold. */
const rows: Row[] = [
  {
    what: 'io_uring',
    node: without('io_uring', 'io_uring_setup: EPERM'),
    state: 'missing',
    says: /EPERM/,
    cure: /seccomp=unconfined/,
  },
  {
    what: 'io_uring',
    node: without('io_uring', 'io_uring_setup: EPERM'),
    host: { ioUringDisabled: 2 },
    state: 'missing',
    says: /EPERM/,
    cure: /sysctl kernel\.io_uring_disabled=0/,
  },
  { what: 'libaio', node: without('libaio', 'io_setup: EAGAIN'), state: 'note', says: /EAGAIN/, cure: /aio-max-nr/ },
  { what: 'aio events', node: { aio: { used: 57_345, limit: 65_536 } }, state: 'missing', says: /^8191 of 65536/ },
  { what: 'aio events', node: { aio: { used: 57_344, limit: 65_536 } }, state: 'ok', says: /^8192 of 65536/ },
  { what: 'aio events', node: { aio: null }, state: 'unknown', says: /^the kernel does not tell/, cure: /aio-max-nr/ },
  {
    what: 'engines',
    node: { engines: [], problem: 'DOCTOR_TIMED_OUT: no answer' },
    state: 'unknown',
    says: /DOCTOR_TIMED_OUT: no answer$/,
  },
  { what: 'memlock', host: limits(65_536), state: 'missing', says: /^64KiB/, cure: /ulimit -l unlimited/ },
  { what: 'memlock', host: limits(2 ** 23), state: 'note', says: /^8MiB/ },
  { what: 'memlock', host: limits(2 ** 26), state: 'ok', says: /^64MiB/ },
  { what: 'memlock', host: limits(0), node: { locksMemoryFreely: true }, state: 'ok', says: /CAP_IPC_LOCK/ },
  { what: 'open files', host: limits(2 ** 26, 1023), state: 'missing', says: /^1023/, cure: /ulimit -n/ },
  { what: 'open files', host: limits(2 ** 26, 1024), state: 'note', says: /^1024/ },
  { what: 'open files', host: limits(2 ** 26, 16_384), state: 'ok', says: /^16384$/ },
  { what: 'open files', host: limits(2 ** 26, 0), state: 'unknown', says: /does not tell/ },
  { what: 'CPU quota', host: cgroup({ cpuQuotaCores: 1.5 }), state: 'missing', says: /1\.5 cores/, cure: /cpu\.max/ },
  { what: 'cpuset', host: cgroup({ cpuset: '0-3' }), state: 'note', says: /0-3/ },
  { what: 'memory limit', host: cgroup({ memoryLimitBytes: gib }), state: 'note', says: /^1GiB/ },
  {
    ...{ what: 'tasks', node: { tasks: { limit: 500, used: 490, group: '/sys/fs/cgroup/job' } }, state: 'missing' },
    ...{ says: /^10 of 500 more/, cure: /echo max > \/sys\/fs\/cgroup\/job\/pids\.max/ },
  },
  {
    ...{ what: 'tasks', node: { tasks: { limit: 900, used: 100, group: '/g' } }, state: 'note' },
    ...{ says: /^800 of 900/, cure: /pids\.max/ },
  },
  {
    what: 'governor',
    node: { governors: { performance: 2, powersave: 14 } },
    state: 'missing',
    says: /powersave on 14 processors/,
    cure: /cpupower frequency-set -g performance/,
  },
  { what: 'governor', node: { governors: {} }, state: 'unknown', says: /no frequency scaling/ },
  { what: 'boost', node: { boost: true }, state: 'note', says: /^on/ },
  { what: 'idle states', node: { idleExitUs: 133 }, state: 'note', says: /133 us/, cure: /cpupower idle-set -D 20/ },
  { what: 'idle states', node: { idleExitUs: 20 }, state: 'ok', says: /20 us/ },
  { what: 'mitigations', node: { mitigations: ['meltdown: PTI'] }, state: 'note', says: /meltdown: PTI/ },
  { what: 'virtual', host: { virtualization: 'hypervisor: KVM' }, state: 'note', says: /KVM/ },
  {
    what: 'swap',
    node: { swapTotalBytes: gib, swapUsedBytes: gib },
    state: 'missing',
    says: /1 GiB of 1 GiB/,
    cure: /swapoff -a/,
  },
  { what: 'swap', node: { swapTotalBytes: gib, swapUsedBytes: 2 ** 20 }, state: 'note', says: /^1 MiB of 1 GiB/ },
  { what: 'swap', node: { swapTotalBytes: gib, swapUsedBytes: 0 }, state: 'ok', says: /none in use/ },
  { what: 'unwritten data', node: { dirtyBytes: 2 * gib }, state: 'missing', says: /2 GiB.*3\.1 %/, cure: /^sync$/ },
  { what: 'huge pages', host: { hugePagesFree: 0 }, state: 'note', says: /^0 free of 1024/, cure: /vm\.nr_hugepages/ },
  { what: 'clock source', host: { clocksource: 'hpet' }, state: 'missing', says: /hpet/, cure: /echo tsc >/ },
  { what: 'clock source', host: { clocksource: null }, state: 'unknown', says: /does not tell/ },
  { what: 'time', node: clock({ synchronised: false }), state: 'note', says: /no daemon/, cure: /chronyd/ },
  { what: 'time', node: clock({ maxErrorNs: 2e8 }), state: 'note', says: /within 200 ms/ },
  { what: 'time', node: clock({ offsetNs: -3e6 }), state: 'ok', says: /within 2 ms, 3 ms still/ },
  { what: 'time', node: clock({ refusal: 'EPERM' }), state: 'unknown', says: /adjtimex: EPERM/ },
  { what: 'time', node: { clock: null }, state: 'unknown', says: /nobody/ },
  { what: 'load', node: { loadOne: 8.5 }, state: 'missing', says: /^8\.5 tasks on 16/ },
  { what: 'load', node: { loadOne: 8 }, state: 'note', says: /^8 tasks/ },
  { what: 'load', node: { loadOne: 1.6 }, state: 'ok', says: /^1\.6 tasks/ },
  {
    what: 'wait for I/O',
    node: { pressure: { cpuSome: 0, ioSome: 5.1, memorySome: 0 } },
    state: 'missing',
    says: /5\.1 %/,
    cure: /iotop/,
  },
  { what: 'wait for I/O', node: { pressure: { cpuSome: 0, ioSome: 5, memorySome: 0 } }, state: 'note', says: /5 %/ },
  {
    what: 'md0',
    node: { raids: [{ name: 'md0', level: 'raid6', degraded: 1, activity: 'idle' }] },
    state: 'missing',
    says: /without 1 of its members/,
    cure: /mdadm --detail \/dev\/md0/,
  },
  {
    what: 'md0',
    node: { raids: [{ name: 'md0', level: 'raid6', degraded: 0, activity: 'check' }] },
    state: 'missing',
    says: /busy with check/,
    cure: /mdadm --wait/,
  },
  { what: 'several nodes', node: { tools: [] }, state: 'note', says: /neither MPI nor a batch system/ },
  {
    what: 'Slurm',
    node: {
      tools: [
        { name: 'srun', path: '/bin/srun', version: '', problem: `FAILED: srun: error: ${'no such host '.repeat(20)}` },
      ],
    },
    state: 'note',
    says: /^srun, but srun does not answer: srun: error: (no such host ){6}no such …$/,
  },
  {
    what: 'MPI',
    node: { tools: [{ name: 'mpirun', path: '/opt/bin/mpirun', version: '', problem: 'TIMED_OUT: no end' }] },
    state: 'note',
    says: /mpirun does not answer: no end$/,
    cure: /\/opt\/bin\/mpirun --version/,
  },
  {
    what: 'file systems',
    node: { tools: [{ name: 'lfs', path: '/usr/bin/lfs', version: 'lfs 2.15.5', problem: '' }] },
    state: 'ok',
    says: /^lfs$/,
  },
];

test.each(rows)('$what $node $host: $state', ({ what, node = {}, host = {}, state, says, cure }) => {
  const check = checkOf(what, node, host);
  expect(check?.state).toBe(state);
  expect(check?.finding).toMatch(says);
  if (cure !== undefined) expect(check?.advice).toMatch(cure);
  // Only what is fine needs no word about what to do.
  expect(check?.advice === '').toBe(state === 'ok');
});

test('a machine of two NUMA nodes is told which device is where', () => {
  const nodes = [0, 1].map((node) => ({ node, cpus: `${node}`, memoryBytes: gib }));
  const nvme = [
    { name: 'nvme0', numaNode: 0 },
    { name: 'nvme1', numaNode: 1 },
  ];
  const host = { numa: nodes, gpus: [gpuOnBus()] };
  expect(checkOf('NUMA', { nvme }, host)).toMatchObject({
    state: 'note',
    finding: 'node 0: nvme0; node 1: GPU 0, nvme1',
  });
  const finding = 'node 1: GPU 0, nvme1; pin with `numaNode: 1`';
  expect(checkOf('NUMA', { nvme: nvme.slice(1) }, host)).toMatchObject({ state: 'ok', finding });
  expect(checkOf('NUMA balancing', { numaBalancing: true }, host)).toMatchObject({ state: 'note' });
  expect(checkOf('NUMA', { nvme })).toBeUndefined();
});

test('what a path of cuFile lacks spoils no measurement; what anything else lacks does', () => {
  const common = { what: 'x', finding: '', advice: '' };
  const checks: DoctorCheck[] = [
    { of: 'node', state: 'missing', ...common },
    { of: 'mount', state: 'missing', ...common },
    { of: 'load', state: 'note', ...common },
    { of: 'limit', state: 'unknown', ...common },
    { of: 'option', state: 'missing', ...common },
  ];
  expect(spoilers(checks)).toEqual(checks.slice(-1));
  expect(checks.map(({ of }) => isOfGds(of))).toEqual([true, true, false, false, false]);
});
