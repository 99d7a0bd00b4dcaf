// The system of a mount with what /sys and other mounts tell: on made-up roots, and on real mounts of every kind here.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describeMount, type FileSystemFacts } from '../../src/mount/describe.js';
import { parseMountinfo } from '../../src/mount/mountinfo.js';
import { describeSystem, upperOf } from '../../src/mount/system.js';
import { fileSystemSchema } from '../../src/result/host-schema.js';
import { everyEntry, lineAt } from '../filesystem/lines.js';
import { buildFaultfs, FaultMount, whyNoFaultMount } from '../helpers/fault-mount.js';
import { loopMount, whyNoLoopMount, type LoopFileSystem, type LoopMount } from '../helpers/loop-mount.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { mount, testNeeding, tmpfs, whyNoMount } from './mounts.js';
import { tree } from './sys-tree.js';

function systemAt(mountPoint: string, root: string, magic = '0x0') {
  const entry = lineAt(mountPoint);
  return describeSystem({ entry, entries: everyEntry, upper: upperOf(entry, everyEntry, root), magic }, root);
}

describe('made-up roots', () => {
  test.each([
    ['/lustre/tcp', 'sys/fs/lustre/version', '2.15.5', '2.15.5'],
    ['/lustre/tcp', 'sys/fs/lustre/version', 'lustre: 2.10.8', '2.10.8'],
    ['/lustre/tcp', 'sys/module/lustre/version', '2.12.9', '2.12.9'],
    ['/beegfs', 'sys/module/beegfs/version', '7.4.2', '7.4.2'],
    ['/job/7/fast', 'sys/module/beegfs/version', '7.4.2', '7.4.2'],
    ['/tank', 'sys/module/zfs/version', '2.2.4-1', '2.2.4-1'],
    ['/nfs/3', 'sys/module/nfs/version', '1', ''],
    ['/xfs', 'sys/module/zfs/version', '2.2.4-1', ''],
  ])('%s with %s "%s" is version "%s"', (mountPoint, file, text, version) => {
    expect(systemAt(mountPoint, tree({ [file]: text })).version).toBe(version);
  });

  test('read-ahead of a file system without a device is that of its own, unless the line has one', () => {
    const root = tree({
      'sys/class/bdi/0:81/read_ahead_kb': '15360',
      'sys/class/bdi/0:68/read_ahead_kb': '128',
      'sys/class/bdi/0:69/read_ahead_kb': '128',
    });
    expect(systemAt('/nfs/3', root).details).toMatchObject({ readAheadKb: 15360 });
    expect(systemAt('/weka/write', root).details).toMatchObject({ readAheadKb: 32768 });
    expect(systemAt('/weka/direct', root).details).toMatchObject({ readAheadKb: 128 });
    expect(systemAt('/nfs/40', root).details).not.toHaveProperty('readAheadKb');
  });

  test('a line that is there twice is told', () => {
    expect(systemAt('/weka/write', tree({})).details).toMatchObject({ listedTimes: 2 });
    expect(systemAt('/weka/direct', tree({})).details).not.toHaveProperty('listedTimes');
  });

  test('an overlay tells the file system of its upper directory', () => {
    expect(systemAt('/merged', tree({ 'xfs/up/x': '' })).details).toMatchObject({
      ...{ upperType: 'xfs', upperTitle: 'XFS', upperSource: '/dev/sdb1', upperMountPoint: '/xfs' },
    });
    expect(systemAt('/merged/new', tree({ 'memory/up/x': '' })).details).toMatchObject({ upperTitle: 'tmpfs' });
  });

  test('an upper directory that is not here, relative, or in the overlay itself is not guessed at', () => {
    expect(systemAt('/merged', tree({})).details).not.toHaveProperty('upperType');
    const root = tree({ 'var/up/x': '' });
    for (const directory of ['var/up', '/var/up']) {
      const [entry] = parseMountinfo(
        `5 1 0:9 / / rw - overlay overlay rw,lowerdir=/l,upperdir=${directory},workdir=/w`,
      );
      if (entry === undefined) throw new Error('the line is not read');
      expect(upperOf(entry, [entry], root)).toBeNull();
    }
  });

  test('a mount point that was never an overlay has no upper directory', () => {
    const [entry] = parseMountinfo('5 1 0:9 / /xfs/o rw - nfs s:/x rw,upperdir=/xfs/up');
    if (entry === undefined) throw new Error('the line is not read');
    expect(upperOf(entry, [...everyEntry, entry], tree({ 'xfs/up/x': '' }))).toBeNull();
  });
});

/** Until the test ends; options are set by a remount. */
function looped(type: LoopFileSystem, options = ''): LoopMount {
  const loop = loopMount(type);
  onTestFinished(() => {
    loop.unmount();
  });
  if (options !== '') execFileSync('mount', ['-o', `remount,${options}`, loop.path]);
  return loop;
}

function sizeByBlockdev(device: string): number {
  return Number(execFileSync('blockdev', ['--getsize64', device], { encoding: 'utf8' }));
}

function described(path: string): FileSystemFacts {
  const facts = describeMount(path);
  expect(fileSystemSchema.parse(facts)).toEqual(facts);
  expect(facts.system).toMatchObject({ version: '', targets: [], asked: [] });
  return facts;
}

describe('real mounts', () => {
  test('no magic number of a local mount of this machine speaks against its type', () => {
    const local = /^(ext4|xfs|btrfs|tmpfs|overlay|zfs|proc|sysfs|cgroup2?)$/;
    const entries = parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
    const facts = entries.flatMap(({ type, mountPoint, majorMinor }) => {
      // Tests beside this one mount and unmount below the temporary directory.
      if (!local.test(type) || mountPoint.startsWith(tmpdir())) return [];
      const found = describeMount(mountPoint);
      return found.majorMinor === majorMinor ? [found] : [];
    });
    expect(facts.map(({ mountPoint }) => mountPoint)).toContain('/proc');
    for (const { type, system } of facts) expect(system.evidence).toBe(`mountinfo type "${type}"`);
  });

  testNeeding(whyNoLoopMount('ext4'), 'ext4: options, and a loop device with its file and size', () => {
    const loop = looped('ext4', 'noatime,barrier=0,commit=30');
    const { system, device } = described(loop.path);
    expect(system).toMatchObject({ kind: 'ext4', title: 'ext4', evidence: 'mountinfo type "ext4"' });
    expect(system.details).toMatchObject({ atime: 'noatime', barrier: false, commitSeconds: 30 });
    const name = basename(loop.device);
    expect(system.details['readAheadKb']).toBe(Number(readFileSync(`/sys/block/${name}/bdi/read_ahead_kb`, 'utf8')));
    expect(device).toMatchObject({
      transport: 'loop',
      sizeBytes: sizeByBlockdev(loop.device),
      layers: [{ name, kind: 'loop', detail: `file ${loop.path}.img, through the page cache` }],
      disks: [{ name, transport: 'loop', sizeBytes: sizeByBlockdev(loop.device), pcie: null, numaNode: null }],
    });
  });

  testNeeding(whyNoLoopMount('ext4'), 'a loop device with direct I/O says so, and a mount that is read-only', () => {
    const loop = looped('ext4', 'ro');
    execFileSync('losetup', ['--direct-io=on', loop.device]);
    const { system, device } = described(loop.path);
    expect(device?.layers[0]?.detail).toBe(`file ${loop.path}.img, direct I/O`);
    expect(system.details).toMatchObject({ readOnly: true });
  });

  testNeeding(whyNoLoopMount('xfs'), 'XFS', () => {
    const { system } = described(looped('xfs').path);
    expect(system).toMatchObject({ kind: 'xfs', title: 'XFS' });
    expect(system.details).toMatchObject({ atime: 'relatime', logBuffers: 8 });
  });

  testNeeding(whyNoLoopMount('btrfs'), 'btrfs: compression, and both devices once it has two', () => {
    const loop = looped('btrfs', 'compress=zstd:3');
    const first = basename(loop.device);
    const single = described(loop.path);
    expect(single.system).toMatchObject({ kind: 'btrfs', details: { compress: 'zstd:3' } });
    expect(single.device?.disks.map(({ name }) => name)).toEqual([first]);

    const parent = mkdtempSync(join(tmpdir(), 'ioproof-btrfs-'));
    const image = join(parent, 'second.img');
    writeFileSync(image, '');
    truncateSync(image, 512 * 2 ** 20);
    const second = execFileSync('losetup', ['--find', '--show', image], { encoding: 'utf8' }).trim();
    // The kernel lets go of the device when the file system is unmounted, after this.
    onTestFinished(() => {
      execFileSync('losetup', ['--detach', second]);
      rmSync(parent, { recursive: true });
    });
    execFileSync('btrfs', ['device', 'add', '-f', second, loop.path], { stdio: 'ignore' });
    const { device } = described(loop.path);
    const both = [first, basename(second)].sort();
    expect(device?.name).toBe(first);
    expect(device?.disks.map(({ name }) => name).sort()).toEqual(both);
    expect(device?.layers.map(({ kind }) => kind)).toEqual(['loop', 'loop']);
  });

  testNeeding(whyNoMount || whyNoLoopMount('xfs'), 'an overlay has the device of its upper directory', () => {
    const loop = looped('xfs');
    for (const name of ['lower', 'upper', 'work']) mkdirSync(join(loop.path, name));
    const place = (name: string): string => join(loop.path, name);
    const options = [`lowerdir=${place('lower')}`, `upperdir=${place('upper')}`, `workdir=${place('work')}`];
    const path = mount(['-t', 'overlay', '-o', options.join(','), 'overlay']);
    const { system, device } = described(path);
    expect(system).toMatchObject({ kind: 'overlay', title: 'overlay' });
    expect(system.details).toMatchObject({
      ...{ lowerDirectories: 1, upperDirectory: join(loop.path, 'upper'), upperType: 'xfs', upperTitle: 'XFS' },
      ...{ upperSource: loop.device, upperMountPoint: loop.path },
    });
    expect(device?.name).toBe(basename(loop.device));
  });

  testNeeding(whyNoMount, 'an overlay with relative directories has no device that is known', () => {
    const parent = temporaryDirectory(tmpfs('size=4m'));
    for (const name of ['lower', 'upper', 'work']) mkdirSync(join(parent, name));
    const path = join(parent, 'merged');
    mkdirSync(path);
    execFileSync('mount', ['-t', 'overlay', '-o', 'lowerdir=lower,upperdir=upper,workdir=work', 'overlay', path], {
      cwd: parent,
    });
    onTestFinished(() => {
      execFileSync('umount', [path]);
    });
    const { system, device } = described(path);
    expect(system.details).toMatchObject({ upperDirectory: 'upper' });
    expect(system.details).not.toHaveProperty('upperType');
    expect(device).toBeNull();
  });

  testNeeding(whyNoMount, 'tmpfs', () => {
    const { system } = described(tmpfs('size=3m,huge=never'));
    expect(system).toMatchObject({ kind: 'tmpfs', details: { sizeBytes: 3 * 2 ** 20 } });
  });

  testNeeding(whyNoFaultMount(), 'FUSE is told with its program, and read-ahead of its own', async () => {
    const fault = await FaultMount.make(buildFaultfs(temporaryDirectory()));
    try {
      const { system, device, majorMinor } = described(fault.path);
      expect(system).toMatchObject({
        kind: 'fuse',
        title: 'FUSE (faultfs)',
        evidence: 'mountinfo type "fuse.faultfs"',
      });
      const readAhead = readFileSync(`/sys/class/bdi/${majorMinor}/read_ahead_kb`, 'utf8');
      expect(system.details).toMatchObject({ subtype: 'faultfs', readAheadKb: Number(readAhead) });
      expect(device).toBeNull();
    } finally {
      await fault.unmount();
    }
  });
});
