// Counters around real steps: those of a disk agree with what was read, a limited control group tells, nothing hangs.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Workplace, main, nullWorkload } from '../helpers/cli.js';
import { loopMount, whyNoLoopMount } from '../helpers/loop-mount.js';
import { childrenOf, until } from '../helpers/processes.js';
import type { StepRecord } from '../../src/result/schema.js';

const reads = (name: string, ...more: string[]) =>
  ['kind: block', `name: ${name}`, 'size: 16MiB', 'access: random', ...more, ''].join('\n');
const missing = whyNoLoopMount('ext4');

function stepOf(place: Workplace, index = 0): StepRecord {
  const step = place.record().steps[index];
  if (step === undefined) throw new Error(`no step ${index}`);
  return step;
}

describe.skipIf(missing)(`on a disk ${missing}`, () => {
  test('bytes of the device are those that were read with O_DIRECT, in the sum and over the intervals', () => {
    const mount = loopMount('ext4', 128);
    try {
      const yaml = reads('direct', 'direct: true', 'blockSize: 64KiB', 'passes: 8', 'access: permutation');
      const place = new Workplace({
        'work.yaml': yaml.replace('access: random\n', '').replace('size: 16', 'size: 64'),
      });
      const { exitCode, stderr } = place.run('run', './work.yaml', '--mount', `disk=${mount.path}`);
      expect(stderr).not.toContain('error');
      expect(exitCode).toBe(0);
      const { counters, operations } = stepOf(place);
      const device = mount.device.replace('/dev/', '');
      const bytes = operations.read?.bytes ?? 0;
      expect(bytes).toBe(512 * 2 ** 20);
      expect(counters?.device?.name).toBe(device);
      expect(counters?.deltas[`disk.${device}.readBytes`]).toBe(counters?.device?.readBytes);
      // The first reading is a little before the start; what else reads the new file system then is next to nothing.
      expect(counters?.device?.readPerByteAsked).toBeGreaterThan(0.97);
      expect(counters?.device?.readPerByteAsked).toBeLessThan(1.03);
      const events = place.events().filter(({ type }) => type === 'counters') as unknown as {
        deltas: Record<string, number>;
      }[];
      const told = events.reduce((sum, { deltas }) => sum + (deltas[`disk.${device}.readBytes`] ?? 0), 0);
      expect(told).toBe(counters?.device?.readBytes);
    } finally {
      mount.unmount();
    }
  });
});

test('the null engine and --no-counters read none', () => {
  const place = new Workplace({ 'null.yaml': nullWorkload('none', 'runtime: 50ms') });
  expect(place.run('run', './null.yaml').exitCode).toBe(0);
  expect(stepOf(place).counters).toBeUndefined();
  const other = new Workplace({ 'work.yaml': reads('off', 'runtime: 50ms') });
  expect(other.run('run', './work.yaml', '--no-counters').exitCode).toBe(0);
  expect(stepOf(other).counters).toBeUndefined();
  expect(other.events().filter(({ type }) => type === 'counters')).toEqual([]);
});

test('several steps share one process, each with counters of its own time', () => {
  const place = new Workplace({ 'work.yaml': reads('again', 'runtime: 300ms', 'interval: 100ms') });
  expect(place.run('run', './work.yaml', '--repeat', '2').exitCode).toBe(0);
  for (const index of [0, 1]) {
    const { counters } = stepOf(place, index);
    expect(counters?.seconds).toBeGreaterThan(0.29);
    expect(counters?.seconds).toBeLessThan(3);
    expect(counters?.shared).toBe(false);
    expect(counters?.sources.find(({ name }) => name === '/proc/stat')?.state).toBe('read');
  }
});

test('a process that does not answer any more costs the step nothing but its counters', async () => {
  const place = new Workplace({ 'work.yaml': reads('long', 'runtime: 3s', 'interval: 200ms') });
  const running = place.start('run', './work.yaml', '--repeat', '2');
  await until(() => place.events().some(({ type }) => type === 'counters'), 'first counters');
  const [reader] = childrenOf(running.id, 'counter-child.js');
  process.kill(reader ?? 0, 'SIGSTOP');
  const { exitCode } = await running.ended;
  expect(exitCode).toBe(0);
  const [first, second] = place.record().steps;
  expect(first?.status).toBe('complete');
  // What was read until then is kept.
  expect(first?.counters?.seconds).toBeLessThan(3);
  expect(second?.status).toBe('complete');
  expect(second?.counters?.seconds).toBeGreaterThan(2.9);
  expect(second?.counters?.sources.find(({ state }) => state === 'ABANDONED')?.reason).toContain('no answer');
});

const parentGroup = '/sys/fs/cgroup/cpu';
const missingGroup = mayMakeGroup() ? '' : 'no control group of version 1 can be made here';

test.skipIf(missingGroup)(`time in which a control group is not let run is told ${missingGroup}`, () => {
  const group = `${parentGroup}/ioproof-test-${process.pid}`;
  mkdirSync(group);
  try {
    writeFileSync(`${group}/cpu.cfs_quota_us`, '20000');
    const place = new Workplace({ 'work.yaml': reads('held', 'direct: false', 'runtime: 2s', 'queueDepth: 1') });
    const command = `echo $$ > ${group}/cgroup.procs && exec "$@"`;
    const words = ['-c', command, 'sh', process.execPath, main, 'run', './work.yaml'];
    const { status } = spawnSync('/bin/sh', words, { cwd: place.directory, timeout: 120_000, encoding: 'utf8' });
    expect(status).toBe(0);
    const { counters } = stepOf(place);
    expect(counters?.gauges['cgroup.quotaCores']?.max).toBeCloseTo(0.2);
    // Less than what the quota alone would do, where others keep the group from running.
    expect(counters?.throttledSeconds).toBeGreaterThan(0);
  } finally {
    rmdirSync(group);
  }
});

function mayMakeGroup(): boolean {
  try {
    accessSync(`${parentGroup}/cpu.cfs_period_us`);
    accessSync(parentGroup, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
