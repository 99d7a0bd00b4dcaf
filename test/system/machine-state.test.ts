// State of a machine as doctor reads it: from a made-up tree, from an empty one and from this machine.
import { expect, test } from 'vitest';
import { machineStateSchema } from '../../src/result/doctor-node-schema.js';
import { machineState } from '../../src/system/machine-state.js';
import { temporaryTree } from './tree.js';

const cpu = 'sys/devices/system/cpu';
const idle = (state: number, latency: number, disable = 0) => ({
  [`${cpu}/cpu0/cpuidle/state${state}/latency`]: String(latency),
  [`${cpu}/cpu0/cpuidle/state${state}/disable`]: String(disable),
});

const busyMachine = {
  'proc/sys/fs/aio-nr': '120',
  'proc/sys/fs/aio-max-nr': '65536',
  'proc/self/status': 'Name:\tnode\nCapEff:\t0000000000004000',
  [`${cpu}/online`]: '0-2',
  [`${cpu}/cpu0/cpufreq/scaling_governor`]: 'performance',
  [`${cpu}/cpu1/cpufreq/scaling_governor`]: 'powersave',
  [`${cpu}/cpu2/cpufreq/scaling_governor`]: 'powersave',
  [`${cpu}/intel_pstate/no_turbo`]: '0',
  ...idle(0, 0),
  ...idle(1, 2),
  ...idle(2, 133),
  ...idle(3, 890, 1),
  [`${cpu}/vulnerabilities/meltdown`]: 'Mitigation: PTI',
  [`${cpu}/vulnerabilities/spectre_v2`]: 'Mitigation: Enhanced / Automatic IBRS; IBPB: conditional',
  [`${cpu}/vulnerabilities/l1tf`]: 'Not affected',
  'proc/sys/kernel/numa_balancing': '1',
  'proc/meminfo': [
    ...['HugePages_Total:    8', 'Hugepagesize:    2048 kB', 'SwapTotal:   1000 kB'],
    ...['SwapFree:    400 kB', 'Dirty:    12 kB'],
  ].join('\n'),
  'proc/loadavg': '3.25 2.00 1.00 4/900 12345',
  'proc/pressure/cpu': 'some avg10=12.50 avg60=1.00 avg300=0.10 total=1',
  'proc/pressure/io': 'some avg10=0.40 avg60=0.00 avg300=0.00 total=1\nfull avg10=9.00 avg60=0.00 avg300=0.00 total=1',
  'proc/self/cgroup': '0::/job/step',
  'proc/self/mountinfo': '30 1 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw',
  'sys/fs/cgroup/job/pids.max': '500',
  'sys/fs/cgroup/job/pids.current': '490',
  'sys/fs/cgroup/job/step/pids.max': '100',
  'sys/fs/cgroup/job/step/pids.current': '20',
  'sys/class/nvme/nvme0/numa_node': '1',
  'sys/class/nvme/nvme1/device/numa_node': '-1',
  'sys/block/md0/md/level': 'raid5',
  'sys/block/md0/md/degraded': '1',
  'sys/block/md0/md/sync_action': 'recover',
  'sys/block/sda/size': '1',
};

test('a busy machine with limits', () => {
  expect(machineState(temporaryTree(busyMachine))).toEqual({
    aio: { used: 120, limit: 65_536 },
    locksMemoryFreely: true,
    governors: { performance: 1, powersave: 2 },
    boost: true,
    idleExitUs: 133,
    mitigations: ['meltdown: PTI'],
    numaBalancing: true,
    hugePagesTotal: 8,
    hugePageBytes: 2 ** 21,
    swapTotalBytes: 1_024_000,
    swapUsedBytes: 614_400,
    dirtyBytes: 12_288,
    loadOne: 3.25,
    pressure: { cpuSome: 12.5, ioSome: 0.4, memorySome: null },
    tasks: { limit: 500, used: 490, group: '/sys/fs/cgroup/job' },
    nvme: [
      { name: 'nvme0', numaNode: 1 },
      { name: 'nvme1', numaNode: null },
    ],
    raids: [{ name: 'md0', level: 'raid5', degraded: 1, activity: 'recover' }],
  });
});

test.each([
  ['an empty tree', {}],
  [
    'garbage',
    {
      ...{ 'proc/sys/fs/aio-nr': 'x', 'proc/sys/fs/aio-max-nr': '-', 'proc/self/status': 'CapEff: zz' },
      ...{ 'proc/loadavg': 'busy', 'proc/pressure/io': 'some avg10=?', 'proc/meminfo': 'SwapTotal: many' },
      ...{ 'proc/sys/kernel/numa_balancing': 'yes', [`${cpu}/cpu0/cpuidle/state0/latency`]: 'long' },
    },
  ],
])('of %s nothing is known, and nothing is wrong', (_what, files) => {
  const state = machineState(temporaryTree(files));
  expect(machineStateSchema.parse(state)).toEqual(state);
  expect(state).toMatchObject({
    aio: null,
    tasks: null,
    locksMemoryFreely: false,
    loadOne: null,
    idleExitUs: null,
    raids: [],
  });
});

test('this machine fits the schema', () => {
  const state = machineState();
  expect(machineStateSchema.parse(state)).toEqual(state);
  expect(state.loadOne).toBeGreaterThanOrEqual(0);
});
