// A real limit of a control group on I/O, of whichever version this machine has: diagnosis and doctor name it.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { Workplace, main } from '../helpers/cli.js';
import { loopMount, whyNoLoopMount } from '../helpers/loop-mount.js';
import type { DoctorRecord } from '../../src/result/doctor-schema.js';

/** How a limit of reads a second is written in a group below `parent`. */
interface Hierarchy {
  parent: string;
  file: string;
  line: (majorMinor: string, perSecond: number) => string;
}

const hierarchies: Hierarchy[] = [
  {
    parent: '/sys/fs/cgroup/blkio',
    file: 'blkio.throttle.read_iops_device',
    line: (majorMinor, perSecond) => `${majorMinor} ${perSecond}`,
  },
  {
    parent: '/sys/fs/cgroup',
    file: 'io.max',
    line: (majorMinor, perSecond) => `${majorMinor} riops=${perSecond}`,
  },
];
const usable = hierarchies.find(mayLimit);
const missing = whyNoLoopMount('ext4') || (usable === undefined ? 'no control group can limit I/O here' : '');
const perSecond = 300;

test.skipIf(missing)(
  `a limit of I/O is what bounded the step, and spoils a measurement ${missing}`,
  () => {
    const mount = loopMount('ext4', 64);
    const { parent, file, line } = usable as Hierarchy;
    const group = `${parent}/ioproof-test-${process.pid}`;
    mkdirSync(group);
    try {
      const device = basename(mount.device);
      const majorMinor = readFileSync(`/sys/block/${device}/dev`, 'utf8').trim();
      writeFileSync(`${group}/${file}`, line(majorMinor, perSecond));
      const work = 'name: held\nkind: block\naccess: random\nblockSize: 4KiB\nqueueDepth: 8\nsize: 8MiB\nruntime: 3s\n';
      const place = new Workplace({ 'work.yaml': work });
      const inGroup = (...args: string[]) =>
        spawnSync(
          '/bin/sh',
          ['-c', `echo $$ > ${group}/cgroup.procs && exec "$@"`, 'sh', process.execPath, main, ...args],
          { cwd: place.directory, timeout: 60_000, encoding: 'utf8' },
        );
      expect(inGroup('run', './work.yaml', '--mount', `disk=${mount.path}`).status).toBe(0);
      const [step] = place.record().steps;
      expect(step?.counters?.ioLimits).toMatchObject([{ device, of: 'reads', limitPerSecond: perSecond }]);
      expect(step?.diagnosis).toMatchObject({ bound: 'cgroup', evidence: { device, of: 'reads' } });
      expect(place.record().hosts[0]?.cgroup.ioLimits).toMatchObject([{ device, group, reads: perSecond }]);
      const { stdout } = inGroup('doctor', '--json', '--mount', `disk=${mount.path}`);
      const found = (JSON.parse(stdout) as DoctorRecord).mounts[0]?.checks.filter(({ what }) => what === 'I/O limit');
      expect(found).toMatchObject([
        { state: 'missing', advice: expect.stringContaining(`${group}/${file}`) as string },
      ]);
    } finally {
      rmdirSync(group);
      mount.unmount();
    }
  },
  120_000,
);

/** In version 2 the groups below the top must have the controller. */
function mayLimit({ parent, file }: Hierarchy): boolean {
  try {
    accessSync(parent, constants.W_OK);
    if (file !== 'io.max') return existsSync(`${parent}/cgroup.procs`);
    return readFileSync(`${parent}/cgroup.subtree_control`, 'utf8').split(/\s/).includes('io');
  } catch {
    return false;
  }
}
