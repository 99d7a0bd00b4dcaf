// The checks of doctor: what each finds on a machine that is ready, and on one where a single thing is not.
import { describe, expect, test } from 'vitest';
import { atLeast } from '../../src/analyze/gds-check.js';
import { machineChecks } from '../../src/analyze/gds-doctor.js';
import { mountChecks } from '../../src/analyze/gds-mount-checks.js';
import type { DoctorCheck } from '../../src/result/doctor-check-schema.js';
import type { FileSystemRecord, HostRecord } from '../../src/result/schema.js';
import { attempt, gdsHost, gpuHost, gpuOnBus, noCuda, plainHost } from '../fixtures/doctor.js';
import { nativeCufile, nativeGpu } from '../fixtures/gpu.js';
import { mountRecord } from '../fixtures/records.js';

const names = (checks: DoctorCheck[], state: DoctorCheck['state']) =>
  checks.filter((check) => check.state === state).map(({ of, what }) => `${of}: ${what}`);
const missingOn = (host: HostRecord, answer = attempt('allow')) => names(machineChecks(host, answer), 'missing');

describe('a machine', () => {
  test('that is ready for both paths misses nothing', () => {
    const checks = machineChecks(gpuHost(), attempt('allow'));
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(checks.map(({ advice }) => advice).join('')).toBe('');
  });

  test('without anything is told what to install', () => {
    const checks = machineChecks(plainHost(), noCuda());
    expect(names(checks, 'missing')).toEqual(['node: GPU', 'node: NVIDIA driver', 'node: libcuda']);
    expect(checks.filter(({ state, advice }) => state !== 'ok' && advice === '')).toEqual([]);
  });

  test.each<[string, Partial<NonNullable<HostRecord['gds']>>, string]>([
    ['/run/udev is missing', { udev: false }, 'node: /run/udev'],
    ['the configuration cannot be read', { config: { ...config(), error: 'no JSON' } }, 'node: cufile.json'],
    ['nvidia-fs is not loaded', { nvidiaFs: null }, 'nvidia-fs: module'],
    ['nvidia-fs is a broken one', { nvidiaFs: nvidiaFs({ version: '2.25.6' }) }, 'nvidia-fs: module'],
    ['no storage module knows nvidia-fs', { nvidiaFs: nvidiaFs({ modules: [] }) }, 'nvidia-fs: storage'],
    ['peer-to-peer is off', { config: { ...config(), pciP2pdma: null } }, 'p2pdma: cufile.json'],
    ['peer-to-peer is on for no device', { config: { ...config(), p2pdmaDevices: [] } }, 'p2pdma: cufile.json'],
    ['NVMe has multipath', { nvmeMultipath: true }, 'p2pdma: NVMe multipath'],
    ['bridges have ACS', { nvidiaFs: nvidiaFs({ acsBridges: ['0000:64:00.0'] }) }, 'p2pdma: PCI ACS'],
    ['the driver is too old', { driver: driver({ version: '560.1.2' }) }, 'p2pdma: driver'],
  ])('misses one thing where %s', (_what, gds, expected) => {
    expect(missingOn(gpuHost(gds))).toEqual([expected]);
  });

  test('with the closed driver misses it for both paths', () => {
    expect(missingOn(gpuHost({ driver: driver({ open: false }) }))).toEqual(['nvidia-fs: driver', 'p2pdma: driver']);
  });

  test.each([
    ['no peer memory', { p2pmemBytes: null }, 'p2pdma: static BAR1'],
    ['peer memory of a part of BAR1', { p2pmemBytes: 2 ** 20 }, 'p2pdma: static BAR1'],
    ['an IOMMU that translates', { iommuType: 'DMA-FQ' }, 'p2pdma: IOMMU'],
  ])('whose GPU has %s misses that', (_what, gpu, expected) => {
    expect(missingOn(gpuHost({}, { gpus: [gpuOnBus(), gpuOnBus(gpu)] }))).toEqual([expected]);
  });

  test.each([
    ['6.8.0-31-generic', []],
    ['6.1.0-18-amd64', ['p2pdma: kernel']],
    ['5.14.0-427.13.1.el9_4.x86_64', []],
    ['5.14.0-362.8.1.el9_3.x86_64', ['p2pdma: kernel']],
  ])('with Linux %s misses %j', (kernel, expected) => {
    expect(missingOn(gpuHost({}, { kernel }))).toEqual(expected);
  });

  test('with a cuFile that does not count by path cannot prove any', () => {
    const facts = nativeCufile({ version: '1.11', capabilities: ['batch', 'stream'] });
    expect(missingOn(gpuHost(), attempt('allow', { facts }))).toEqual(['node: statistics', 'p2pdma: cuFile']);
  });

  test('with a GPU before Ampere misses peer-to-peer', () => {
    const devices = nativeGpu().devices.map((device) => ({ ...device, computeCapability: '7.5' }));
    expect(missingOn(gpuHost(), attempt('allow', { devices }))).toEqual(['p2pdma: GPU']);
  });

  test('of a container that hides /proc/driver is unsure, not wrong', () => {
    const checks = machineChecks(gpuHost({ driver: null, nvidiaFs: null }, { gpus: [] }), attempt('allow'));
    expect(names(checks, 'unknown')).toEqual([
      ...['node: NVIDIA driver', 'p2pdma: driver', 'p2pdma: static BAR1', 'p2pdma: IOMMU', 'p2pdma: PCI ACS'],
    ]);
  });

  test('with several GPUs counts those of one model', () => {
    const [device] = nativeGpu().devices;
    const devices = device === undefined ? [] : [device, device, { ...device, name: 'NVIDIA L4' }];
    const [first] = machineChecks(gpuHost(), attempt('allow', { devices }));
    expect(first).toMatchObject({ what: 'GPU', finding: '2 × NVIDIA H100 80GB HBM3, NVIDIA L4' });
  });
});

describe('a mount', () => {
  const nvme = { device: device('nvme0n1p1', ['nvme0n1']) };

  test.each<[string, Partial<FileSystemRecord>, string[]]>([
    ['XFS on NVMe', { type: 'xfs', ...nvme }, []],
    ['ext4 on NVMe, ordered', { type: 'ext4', ...nvme, superOptions: ['rw', 'data=ordered'] }, []],
    ['ext4 on NVMe', { type: 'ext4', ...nvme }, ['mount: options']],
    ['XFS on SCSI', { type: 'xfs', device: device('sda1', ['sda']) }, ['mount: device']],
    ['NFS by TCP', { type: 'nfs4', superOptions: ['rw', 'proto=tcp'] }, ['mount: transport']],
    ['NFS by RDMA', { type: 'nfs4', superOptions: ['rw', 'proto=rdma'] }, []],
    ['Lustre', { type: 'lustre' }, []],
    ['WekaFS', { type: 'wekafs' }, []],
    ['overlay', { type: 'overlay' }, ['mount: file system']],
    ['tmpfs', { type: 'tmpfs' }, ['mount: file system']],
  ])('of %s', (_what, given, expected) => {
    expect(names(mountChecks(fileSystem(given)), 'missing')).toEqual(expected);
  });

  test('on a RAID of NVMe devices is unsure of its level', () => {
    const checks = mountChecks(fileSystem({ type: 'xfs', device: device('md0', ['nvme0n1', 'nvme1n1']) }));
    expect(names(checks, 'unknown')).toEqual(['mount: RAID']);
    expect(names(checks, 'missing')).toEqual([]);
  });
});

test.each([
  ['2.25.7', '2.25.6', true],
  ['2.25.6', '2.25.6', true],
  ['2.7', '2.25.6', false],
  ['2.25', '2.25.6', false],
  ['595', '570', true],
  ['6.8.0-31-generic', '6.2', true],
])('version %s is at least %s: %s', (own, wanted, expected) => {
  expect(atLeast(own, wanted)).toBe(expected);
});

function config() {
  const { config: ready } = gdsHost();
  if (ready === null) throw new Error('the fixture has no configuration');
  return ready;
}

function driver(given: { version?: string; open?: boolean }) {
  const { driver: ready } = gdsHost();
  if (ready === null) throw new Error('the fixture has no driver');
  return { ...ready, ...given };
}

function nvidiaFs(given: { version?: string; modules?: string[]; acsBridges?: string[] }) {
  const { nvidiaFs: ready } = gdsHost();
  if (ready === null) throw new Error('the fixture has no nvidia-fs');
  return { ...ready, ...given };
}

function fileSystem(given: Partial<FileSystemRecord>): FileSystemRecord {
  return { ...mountRecord().fileSystem, ...given };
}

function device(name: string, stack: string[]): NonNullable<FileSystemRecord['device']> {
  const unknown = { scheduler: null, rotational: null, model: null, logicalBlockSize: null, physicalBlockSize: null };
  const queue = { queueDepth: null, readAheadKb: null, maxSectorsKb: null, writeCache: null, numaNode: null };
  return { name, stack, ...unknown, ...queue };
}
