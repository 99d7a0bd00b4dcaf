// ext4, XFS and btrfs: real ones, loop-mounted, where root; and their answers in other forms.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCommits, parseErrors } from '../../src/filesystem/local/btrfs.js';
import { deviceName } from '../../src/filesystem/local/device-name.js';
import { ext4Adapter, parseOptions } from '../../src/filesystem/local/ext4.js';
import { parseGeometry, parseStats } from '../../src/filesystem/local/xfs.js';
import { loopMount, whyNoLoopMount, type LoopFileSystem } from '../helpers/loop-mount.js';
import { mounted } from '../helpers/mounted.js';
import { noAnswer, ScriptedAccess } from '../helpers/scripted-access.js';
import { counterReader, describeServer, differences, mountedAt, type ServerMount } from '../helpers/server-mount.js';

const bytes = 3 * 2 ** 20;

/** A loop mount in the form that the helpers of servers take. */
function loopServer(type: LoopFileSystem): ServerMount {
  const mount = loopMount(type);
  const { path } = mount;
  const unmount = (): void => {
    mount.unmount();
  };
  return { path, directory: path, tools: '', mounted: (kind) => mountedAt(path, kind), unmount };
}

/** Writes past the page cache and waits until it is on the device. */
function writeDirect(path: string): void {
  const operands = [`of=${path}`, 'if=/dev/zero', 'bs=1M', `count=${bytes / 2 ** 20}`, 'oflag=direct', 'conv=fsync'];
  execFileSync('dd', operands, { stdio: 'ignore' });
}

describe.each<LoopFileSystem>(['ext4', 'xfs', 'btrfs'])('%s', (type) => {
  const missing = whyNoLoopMount(type);

  test.skipIf(missing !== '')(`tells facts and counts what is written${missing && `: ${missing}`}`, async () => {
    const server = loopServer(type);
    try {
      const facts = await describeServer(server, type);
      expect(facts.asked.filter(({ state }) => state !== 'answered')).toEqual([]);
      expect(facts.details).toMatchObject(expectedFacts[type]);
      const read = await counterReader(server, type);
      const before = await read();
      writeDirect(join(server.path, 'direct'));
      writeFileSync(join(server.path, 'buffered'), 'text', { flush: true });
      expectGrowth[type](differences(before, await read()));
    } finally {
      server.unmount();
    }
  });
});

const expectedFacts: Record<LoopFileSystem, Record<string, unknown>> = {
  ext4: { dataMode: 'ordered', barrier: true, delayedAllocation: true, commitSeconds: 5, errors: 0 },
  xfs: { blockBytes: 4096, allocationGroups: 4, log: 'internal' },
  btrfs: {
    ...{ dataProfile: 'single', metadataProfile: 'dup', devices: 1, sectorBytes: 4096, nodeBytes: 16384 },
    ...{ checksum: 'crc32c', copyOnWrite: true, dataUsedBytes: 0 },
  },
};

const expectGrowth: Record<LoopFileSystem, (deltas: Record<string, number>) => void> = {
  ext4: (deltas) => {
    expect(deltas['ext4.device.writtenBytes']).toBeGreaterThanOrEqual(bytes);
    expect(deltas['ext4.errors.count']).toBe(0);
  },
  xfs: (deltas) => {
    expect(deltas['xfs.writes.writtenBytes']).toBe(bytes + 'text'.length);
    expect(deltas['xfs.writes.count']).toBeGreaterThanOrEqual(2);
    expect(deltas['xfs.reads.readBytes']).toBe(0);
  },
  btrfs: (deltas) => {
    expect(deltas['btrfs.commits.count']).toBeGreaterThanOrEqual(0);
    expect(deltas['btrfs.errors.count']).toBe(0);
  },
};

describe('device name', () => {
  test('is that of sysfs where the source is a name of the mapper', async () => {
    const files = { '/sys/dev/block/253:3/uevent': 'MAJOR=253\nMINOR=3\nDEVNAME=dm-3\nDEVTYPE=disk\n' };
    const mount = mounted('ext4', { source: '/dev/mapper/data-train', majorMinor: '253:3' });
    expect(await deviceName(mount, new ScriptedAccess({ files }))).toBe('dm-3');
  });

  test('is that of the source where the number is of no block device, as with btrfs', async () => {
    const mount = mounted('btrfs', { source: '/dev/nvme0n1p2', majorMinor: '0:40' });
    expect(await deviceName(mount, new ScriptedAccess({}))).toBe('nvme0n1p2');
    expect(await deviceName({ ...mount, source: '/dev/disk/by-id/x' }, new ScriptedAccess({}))).toBe('');
  });
});

describe('other forms', () => {
  test('of ext4: a journal of data, a stripe, no delayed allocation', () => {
    const options = 'rw\nnodelalloc\nbarrier\ndata=journal\ncommit=30\nstripe=256\n';
    expect(parseOptions(options)).toEqual({
      ...{ dataMode: 'journal', barrier: true, delayedAllocation: false, commitSeconds: 30, stripeBlocks: 256 },
    });
    expect(parseOptions('rw\nnobarrier\ndelalloc\n')).toMatchObject({ dataMode: 'no journal', barrier: false });
  });

  test('of ext4: files that only root may read', async () => {
    const files = { '/sys/fs/ext4/sda1/errors_count': noAnswer('REFUSED', 'EACCES') };
    const mount = mounted('ext4', { source: '/dev/sda1', majorMinor: '8:1' });
    const facts = await ext4Adapter.describe?.(mount, new ScriptedAccess({ files }));
    expect(facts?.details).toEqual({});
    expect(facts?.asked.map(({ state }) => state)).toEqual(['MISSING', 'REFUSED', 'MISSING']);
  });

  test('of XFS: on a RAID, with an external log', () => {
    const geometry = [
      'meta-data=/dev/md0               isize=512    agcount=32, agsize=7630976 blks',
      '         =                       reflink=0    bigtime=1',
      'data     =                       bsize=4096   blocks=244190646, imaxpct=25',
      '         =                       sunit=128    swidth=1024 blks',
      'naming   =version 2              bsize=8192   ascii-ci=0, ftype=1',
      'log      =external               bsize=4096   blocks=521728, version=2',
      '         =                       sectsz=512   sunit=1 blks, lazy-count=1',
      'realtime =none                   extsz=4096   blocks=0, rtextents=0',
    ].join('\n');
    expect(parseGeometry(geometry)).toEqual({
      ...{ blockBytes: 4096, allocationGroups: 32, stripeUnitBytes: 524288, stripeWidthBytes: 4194304 },
      ...{ reflink: false, log: 'external' },
    });
  });

  test('of XFS: counters by their place in the line', () => {
    const stats = 'extent_alloc 1 2 3 4\ntrans 5 6 7\nlog 10 20 30 40 50\nrw 100 200\nxpc 1 4096 8192\ndebug 0\n';
    expect(parseStats(stats)?.counters).toEqual({
      ...{ 'xfs.transactions.synchronous': 5, 'xfs.transactions.asynchronous': 6 },
      ...{ 'xfs.log.writes': 10, 'xfs.log.forces': 40, 'xfs.log.forceWaits': 50 },
      ...{ 'xfs.writes.count': 100, 'xfs.reads.count': 200 },
      ...{ 'xfs.writes.writtenBytes': 4096, 'xfs.reads.readBytes': 8192 },
    });
  });

  test('of btrfs: errors of a device, commits', () => {
    expect(
      parseErrors('write_errs 2\nread_errs 1\nflush_errs 0\ncorruption_errs 4\ngeneration_errs 0\n')?.counters,
    ).toEqual({ 'btrfs.errors.count': 7 });
    const commits = 'commits 12\ncur_commit_ms 0\nlast_commit_ms 3\nmax_commit_ms 40\ntotal_commit_ms 95\n';
    expect(parseCommits(commits)?.counters).toEqual({ 'btrfs.commits.count': 12, 'btrfs.commits.totalMs': 95 });
  });
});
