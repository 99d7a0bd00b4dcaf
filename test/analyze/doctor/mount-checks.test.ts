// What doctor says of a mount: a plain one has nothing to mend, and every fault has its state, its values and its cure.
import { expect, test } from 'vitest';
import { mountMeasurementChecks } from '../../../src/analyze/doctor/mount-checks.js';
import type { DoctorCheck } from '../../../src/result/doctor-check-schema.js';
import type { MountTrial } from '../../../src/result/doctor-mount-schema.js';
import type { FoundTool } from '../../../src/result/doctor-node-schema.js';
import type { FileSystemRecord, HostRecord } from '../../../src/result/schema.js';
import { mountTrial } from '../../fixtures/doctor.js';
import { hostRecord, mountRecord } from '../../fixtures/records.js';

type System = NonNullable<FileSystemRecord['system']>;

function checksOf(fileSystem: Partial<FileSystemRecord>, trial: Partial<MountTrial> = {}, tools: FoundTool[] = []) {
  const machine = { tools, host: hostRecord() };
  return mountMeasurementChecks(mountRecord('m', fileSystem).fileSystem, mountTrial(trial), machine);
}

function system(given: Partial<System>): { system: System } {
  const nothing = { version: '', details: {}, targets: [], asked: [] };
  return { system: { kind: 'ext4', title: 'ext4', evidence: 'mountinfo type "ext4"', ...nothing, ...given } };
}

const target = (given: Partial<System['targets'][number]>): System['targets'][number] => ({
  ...{ name: 'OST0000', role: 'ost', pools: [], totalBytes: 100, availableBytes: 50, inodes: 100, freeInodes: 50 },
  ...{ state: 'active', ...given },
});

const statfs = (given: Partial<FileSystemRecord['statfs']>) => ({
  statfs: { ...mountRecord().fileSystem.statfs, ...given },
});

type Device = NonNullable<FileSystemRecord['device']>;

const device = (given: Partial<Device>): { device: Device } => ({
  device: {
    ...{ name: 'nvme0n1', scheduler: 'none', rotational: false, model: 'Example', logicalBlockSize: 512 },
    ...{ physicalBlockSize: 4096, queueDepth: 1023, readAheadKb: 4096, maxSectorsKb: 512 },
    ...{ writeCache: 'write through', numaNode: 0, stack: [] },
    ...given,
  },
});

const pcie = (speedGts: number, width: number): Partial<Device> => ({
  disks: [
    {
      ...{ name: 'nvme0n1', transport: 'nvme', model: null, firmware: null, rotational: false, sizeBytes: null },
      ...{ writeCache: null, numaNode: 0 },
      pcie: { address: '0000:3b:00.0', speedGts, width, maxSpeedGts: 16, maxWidth: 4 },
    },
  ],
});

const nfs = (...options: string[]): Partial<FileSystemRecord> => ({ type: 'nfs4', superOptions: ['rw', ...options] });
const refused = { requested: true, used: false, memoryAlignment: 0, offsetAlignment: 0, method: 'none', reason: 'no' };
const reads = (given: Partial<NonNullable<MountTrial['reads']>>) => ({
  reads: { nowait: 'accepted', misaligned: 'EINVAL', cachestat: 'accepted', ...given },
});

const ioLimits = (...given: Partial<NonNullable<HostRecord['cgroup']['ioLimits']>[number]>[]) =>
  given.map((limit) => ({
    ...{ device: 'nvme0n1', majorMinor: '259:0', version: 2 as const, group: '/sys/fs/cgroup/job' },
    ...{ readBytes: null, writtenBytes: null, reads: null, writes: null },
    ...limit,
  }));

test('a limit of I/O is told where it holds the device of the mount, with the command that lifts it', () => {
  const host = hostRecord();
  const limits = ioLimits(
    { reads: 500, writtenBytes: 1_048_576 },
    { version: 1, group: '/sys/fs/cgroup/blkio/box', readBytes: 2 ** 30 },
    { device: 'sda', reads: 1 },
  );
  const limited = { ...host, cgroup: { ...host.cgroup, ioLimits: limits } };
  const { fileSystem } = mountRecord('m', device({ name: 'dm-0', stack: ['nvme0n1'] }));
  const checks = mountMeasurementChecks(fileSystem, mountTrial(), { tools: [], host: limited });
  const found = checks.filter(({ what }) => what === 'I/O limit');
  expect(found.map(({ state, finding }) => `${state}: ${finding}`)).toEqual([
    'missing: the control group may do no more on nvme0n1 than 1 MiB/s written and 500 reads/s',
    'missing: the control group may do no more on nvme0n1 than 1 GiB/s read',
  ]);
  expect(found[0]?.advice).toContain('echo "259:0 rbps=max wbps=max riops=max wiops=max" > /sys/fs/cgroup/job/io.max');
  expect(found[1]?.advice).toContain('echo "259:0 0" > /sys/fs/cgroup/blkio/box/blkio.throttle.read_bps_device');
});

test('a plain mount has nothing to mend and nothing to note', () => {
  const checks = checksOf({ options: ['rw', 'noatime'], ...device({}), ...system({}) });
  expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
});

interface Row {
  what: string;
  mount?: Partial<FileSystemRecord>;
  trial?: Partial<MountTrial>;
  state: DoctorCheck['state'];
  says: RegExp;
  cure?: RegExp;
}

const inodesUsed = (used: number) => statfs({ files: 1000, freeFiles: 1000 - used });
const bytesUsed = (used: number) => statfs({ totalBytes: 1000, freeBytes: 1000 - used, availableBytes: 1000 - used });

/** At both sides of each threshold. */
const rows: Row[] = [
  { what: 'O_DIRECT', trial: { direct: refused }, state: 'missing', says: /^no$/, cure: /direct: false/ },
  { what: 'O_DIRECT', trial: { direct: null, wrote: false }, state: 'unknown', says: /nothing was written/ },
  {
    what: 'O_DIRECT',
    trial: { direct: null, wrote: false, problem: 'DOCTOR_TIMED_OUT: no answer' },
    state: 'missing',
    says: /TIMED_OUT/,
  },
  { what: 'alignment', trial: reads({ misaligned: 'accepted' }), state: 'note', says: /misaligned direct read/ },
  { what: 'RWF_NOWAIT', trial: reads({ nowait: 'EOPNOTSUPP' }), state: 'note', says: /^EOPNOTSUPP/ },
  { what: 'RWF_NOWAIT', trial: reads({ nowait: 'EAGAIN' }), state: 'ok', says: /itself/ },
  { what: 'space', mount: bytesUsed(851), state: 'missing', says: /85 % used/, cure: /ioproof clean/ },
  { what: 'space', mount: bytesUsed(850), state: 'ok', says: /85 % used/ },
  // Reserved for root: df counts it neither as used nor as free.
  {
    what: 'space',
    mount: statfs({ totalBytes: 1000, freeBytes: 200, availableBytes: 100 }),
    state: 'missing',
    says: /89 %/,
  },
  { what: 'space', mount: statfs({ totalBytes: 0 }), state: 'unknown', says: /no size/ },
  { what: 'space', mount: statfs({ totalBytes: 2 ** 50 }), state: 'unknown', says: /not one/ },
  { what: 'space', mount: statfs({ totalBytes: Number.MAX_SAFE_INTEGER }), state: 'unknown', says: /8 PiB/ },
  { what: 'inodes', mount: inodesUsed(851), state: 'missing', says: /^149 free of 1000/ },
  { what: 'inodes', mount: inodesUsed(850), state: 'ok', says: /^150 free/ },
  { what: 'inodes', mount: statfs({ files: 0, freeFiles: 0 }), state: 'ok', says: /does not count/ },
  { what: 'space', mount: statfs({ totalBytes: null, freeBytes: null }), state: 'unknown', says: /no size/ },
  { what: 'inodes', mount: statfs({ files: null, freeFiles: null }), state: 'ok', says: /does not count/ },
  {
    what: 'targets',
    mount: system({ targets: [target({}), target({ name: 'OST0001', availableBytes: 14 })] }),
    state: 'missing',
    says: /^1 over 85 % full: OST0001$/,
    cure: /pool/,
  },
  {
    what: 'targets',
    mount: system({ targets: [target({ freeInodes: 14, role: 'mdt', name: 'MDT0000' })] }),
    state: 'missing',
    says: /inodes in use: MDT0000/,
  },
  {
    what: 'targets',
    mount: system({ targets: ['a', 'b', 'c', 'd'].map((name) => target({ name, state: 'inactive' })) }),
    state: 'note',
    says: /not in use: a, b, c and 1 more/,
  },
  {
    what: 'targets',
    mount: system({ targets: [target({ availableBytes: 15, freeInodes: 15 })] }),
    state: 'ok',
    says: /^1 /,
  },
  {
    what: 'targets',
    mount: system({ targets: [target({ totalBytes: null, inodes: null })] }),
    state: 'ok',
    says: /^1 /,
  },
  { what: 'sync', mount: { options: ['rw', 'sync'] }, state: 'missing', says: /waits/, cure: /\/mnt\/m: remount/ },
  { what: 'strictatime', mount: { options: ['rw', 'strictatime'] }, state: 'missing', says: /writes an inode/ },
  { what: 'access times', mount: { options: ['rw'] }, state: 'missing', says: /writes an inode/, cure: /noatime/ },
  { what: 'access times', mount: { options: ['rw', 'relatime'] }, state: 'ok', says: /relatime/ },
  { what: 'data=journal', mount: { superOptions: ['rw', 'data=journal'] }, state: 'missing', says: /twice/ },
  { what: 'nobarrier', mount: { superOptions: ['rw', 'nobarrier'] }, state: 'missing', says: /fsync/ },
  { what: 'discard', mount: { superOptions: ['rw', 'discard'] }, state: 'note', says: /removal/, cure: /fstrim/ },
  { what: 'noflock', mount: { type: 'lustre', superOptions: ['rw', 'noflock'] }, state: 'note', says: /flock/ },
  { what: 'writecache', mount: { type: 'wekafs', options: ['rw', 'writecache'] }, state: 'note', says: /memory/ },
  { what: 'rsize', mount: nfs('rsize=131072'), state: 'missing', says: /^128 KiB/, cure: /rsize=1048576/ },
  { what: 'rsize', mount: nfs('rsize=262144'), state: 'note', says: /^256 KiB/ },
  { what: 'wsize', mount: nfs('wsize=1048576'), state: 'ok', says: /^1 MiB/ },
  { what: 'connections', mount: nfs('proto=tcp'), state: 'note', says: /^1 by tcp/, cure: /nconnect=16/ },
  { what: 'connections', mount: nfs('proto=tcp', 'nconnect=4'), state: 'ok', says: /^4 by tcp/ },
  { what: 'connections', mount: nfs('proto=rdma'), state: 'ok', says: /^1 by rdma/ },
  { what: 'soft', mount: nfs('soft'), state: 'note', says: /errors/ },
  { what: 'noac', mount: nfs('noac'), state: 'missing', says: /asks the server/ },
  {
    what: 'compression',
    mount: { type: 'btrfs', superOptions: ['rw', 'compress=zstd:3'] },
    state: 'note',
    says: /compress=zstd:3/,
    cure: /remount,compress=none \/mnt\/m/,
  },
  {
    what: 'compression',
    mount: { type: 'zfs', source: 'tank/data', ...system({ kind: 'zfs', details: { compression: 'lz4' } }) },
    state: 'note',
    says: /^lz4$/,
    cure: /zfs set compression=off tank\/data/,
  },
  {
    what: 'deduplication',
    mount: { type: 'zfs', source: 'tank/data', ...system({ kind: 'zfs', details: { dedup: 'on' } }) },
    state: 'missing',
    says: /^on$/,
    cure: /zfs set dedup=off tank\/data/,
  },
  {
    what: 'deduplication',
    mount: device({ layers: [{ name: 'dm-3', kind: 'vdo', detail: 'vdo0' }] }),
    state: 'missing',
    says: /VDO/,
    cure: /lvchange/,
  },
  {
    what: 'deduplication',
    mount: { type: 'wekafs', ...system({ kind: 'wekafs', title: 'WekaFS', details: { dataReduction: true } }) },
    state: 'missing',
    says: /^WekaFS compresses and deduplicates/,
    cure: /without data reduction/,
  },
  {
    what: 'sync',
    mount: { type: 'zfs', ...system({ details: { sync: 'disabled' } }) },
    state: 'missing',
    says: /fsync/,
  },
  {
    what: 'direct',
    mount: { type: 'zfs', ...system({ details: { direct: 'disabled' } }) },
    state: 'note',
    says: /ignored/,
  },
  {
    what: 'PCIe link',
    mount: device(pcie(8, 4)),
    state: 'missing',
    says: /8 GT\/s, 4 lanes, of 16/,
    cure: /lspci.*3b:00/,
  },
  { what: 'PCIe link', mount: device(pcie(16, 4)), state: 'ok', says: /16 GT\/s/ },
  {
    what: 'encryption',
    mount: device({ layers: [{ name: 'dm-0', kind: 'crypt', detail: 'LUKS2' }] }),
    state: 'note',
    says: /LUKS2/,
  },
  { what: 'scheduler', mount: device({ scheduler: 'bfq' }), state: 'note', says: /bfq/, cure: /\/sys\/block\/nvme0n1/ },
  {
    what: 'read-ahead',
    mount: device({ readAheadKb: 128 }),
    state: 'note',
    says: /^128 KiB/,
    cure: /blockdev --setra 8192/,
  },
  { what: 'read-ahead', mount: device({ readAheadKb: 512 }), state: 'ok', says: /^512 KiB/ },
  {
    what: 'read-ahead',
    mount: { type: 'nfs4', majorMinor: '0:52', ...system({ kind: 'nfs', details: { readAheadKb: 128 } }) },
    state: 'note',
    says: /^128 KiB/,
    cure: /bdi\/0:52\/read_ahead_kb/,
  },
  {
    what: 'device',
    mount: { source: '/dev/sda1', device: null },
    state: 'unknown',
    says: /^\/dev\/sda1: \/sys does not/,
  },
  {
    what: 'device',
    mount: device({ stack: ['file:/tmp/image'] }),
    state: 'note',
    says: /file:\/tmp\/image/,
    cure: /loop/,
  },
  { what: 'time of files', mount: { type: 'nfs4' }, trial: { clockOffsetMs: -5000 }, state: 'note', says: /^-5000 ms/ },
  { what: 'time of files', mount: { type: 'nfs4' }, trial: { clockOffsetMs: 900 }, state: 'ok', says: /^900 ms/ },
  {
    what: 'upper',
    mount: system({ kind: 'overlay', details: { upperTitle: 'XFS', upperMountPoint: '/u' } }),
    state: 'note',
    says: /XFS at \/u/,
  },
  {
    what: 'file system',
    mount: system({ kind: 'other', title: 'another file system' }),
    state: 'note',
    says: /another/,
  },
  {
    what: 'not told',
    mount: system({ asked: [{ what: 'lctl get_param x', state: 'REFUSED', reason: 'needs root' }] }),
    state: 'note',
    says: /^lctl get_param x: REFUSED: needs root$/,
    cure: /root/,
  },
];

test.each(rows)('$what: $state, $says', ({ what, mount = {}, trial = {}, state, says, cure }) => {
  const check = checksOf(mount, trial).find((candidate) => candidate.what === what);
  expect(check?.state).toBe(state);
  expect(check?.finding).toMatch(says);
  if (cure !== undefined) expect(check?.advice).toMatch(cure);
  expect(check?.advice === '').toBe(state === 'ok');
});

test('tools that are missing are told where the file system has some', () => {
  const lustre = system({ kind: 'lustre', title: 'Lustre' });
  expect(checksOf(lustre).find(({ what }) => what === 'tools')).toMatchObject({ state: 'note' });
  const lfs = { name: 'lfs', path: '/usr/bin/lfs', version: 'lfs 2.15.5', problem: '' };
  expect(checksOf(lustre, {}, [lfs]).map(({ what }) => what)).not.toContain('tools');
});

test.each([
  ['compress=none', { type: 'btrfs', superOptions: ['compress=none'] }],
  ['compression=off', { type: 'zfs', ...system({ details: { compression: 'off', dedup: 'off' } }) }],
])('%s is not compression', (_what, mount) => {
  expect(checksOf(mount).filter(({ what }) => /compression|dedup/.test(what))).toEqual([]);
});

test('the time of a local file system is that of this machine, and is not compared', () => {
  expect(checksOf({ ...device({}) }, { clockOffsetMs: -5000 }).map(({ what }) => what)).not.toContain('time of files');
});
