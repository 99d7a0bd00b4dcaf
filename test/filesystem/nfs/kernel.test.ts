// NFS 3, 4.1 and 4.2 with pNFS by the kernel's own client and server in User-Mode Linux: facts, counters, a run, a death.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { findStatistics } from '../../../src/filesystem/nfs/mountstats.js';
import type { DoctorRecord } from '../../../src/result/doctor-schema.js';
import type { CountersRecord, RunRecord, StepRecord } from '../../../src/result/schema.js';
import { runsIn } from '../../helpers/cli.js';
import { readDescribedRun } from '../../helpers/described-run.js';
import { sharedTemporaryDirectory } from '../../helpers/temporary.js';
import { inUserModeLinux, whyNoUserModeLinux } from '../../helpers/user-mode-linux.js';

const missing = whyNoUserModeLinux({
  'rpc.nfsd': 'nfs-kernel-server',
  'mount.nfs': 'nfs-common',
  rpcbind: 'rpcbind',
  'mkfs.ext4': 'e2fsprogs',
});
/** It takes half a minute on a machine with nothing else to do. */
const deadlineMs = 400_000;
/** Blocks of the file that a step reads. */
const blocks = 512;
const blockSize = 4096;

function wasRead(counters: CountersRecord | undefined): boolean {
  return counters?.sources.some(({ name, state }) => name === 'nfs mountstats' && state === 'read') ?? false;
}

describe.skipIf(missing)(`NFS of the kernel ${missing}`, () => {
  const directory = sharedTemporaryDirectory();
  const text = (name: string): string => readFileSync(join(directory, name), 'utf8');
  const record = (results: string): RunRecord => {
    const runs = runsIn(join(directory, results));
    expect(runs).toHaveLength(1);
    return readDescribedRun(join(directory, results, runs[0] ?? ''));
  };

  /** Of a step on the mount for which those of NFS came in time. */
  const countedOn = (mount: string): StepRecord | undefined => {
    const counted = record('results').steps.find((step) => step.mount === mount && wasRead(step.counters));
    expect(counted, `no step on ${mount} has counters of NFS`).toBeDefined();
    return counted;
  };

  beforeAll(async () => {
    await inUserModeLinux('uml-nfs.sh', directory, deadlineMs);
  }, deadlineMs + 10_000);

  test('a whole run, direct, on all of them', () => {
    expect(text('run.exit').trim()).toBe('0');
    const { run, mounts, steps } = record('results');
    expect(run.status).toBe('complete');
    expect(mounts.map(({ fileSystem }) => fileSystem.type)).toEqual(['nfs', 'nfs4', 'nfs4']);
    for (const { operations, engine } of steps) {
      expect(engine).toMatchObject({ direct: true });
      expect(operations.read).toMatchObject({ bytes: (operations.read?.count ?? 0) * blockSize, errors: 0 });
      expect(operations.read?.count).toBeGreaterThan(blocks);
    }
  });

  test('its versions are told apart, with connections, sessions and pNFS', () => {
    const systems = record('results').mounts.map(({ fileSystem }) => fileSystem.system);
    const [three, one, two] = systems.map((system) => system?.details);
    expect(three).toMatchObject({ version: '3', protocol: 'tcp', security: 'sys', connections: 1 });
    expect(three?.sessions).toBeUndefined();
    expect(one).toMatchObject({ version: '4.1', nconnect: 4, connections: 4, rsize: 65536, pnfs: 'not configured' });
    expect(two).toMatchObject({ version: '4.2', sessions: true, leaseSeconds: 10, pnfs: 'LAYOUT_FLEX_FILES' });
    for (const system of systems)
      expect(system).toMatchObject({ kind: 'nfs', version: expect.stringMatching(/^Linux /) as string });
  });

  test('each direct read is one request of its size', () => {
    for (const mount of ['v3', 'v41', 'v42']) {
      const { counters, operations, elapsedSeconds } = countedOn(mount) ?? {};
      const count = operations?.read?.count ?? 0;
      const { 'nfs.READ.requests': requests = 0, 'nfs.bytes.directReadBytes': bytes = 0 } = counters?.deltas ?? {};
      // The readings lie around the measured time, or inside of it where the machine is slow.
      const covered = Math.min(1, (counters?.seconds ?? 0) / (elapsedSeconds ?? 1));
      expect(requests, `requests on ${mount}, of ${count} reads`).toBeGreaterThan((count * covered) / 2);
      expect(requests, `requests on ${mount}`).toBeLessThanOrEqual(count + 1);
      // One request may be on its way at either reading, and its bytes are counted before it is.
      expect(Math.abs(bytes - requests * blockSize), `bytes on ${mount}`).toBeLessThanOrEqual(blockSize);
      expect(counters?.deltas['nfs.bytes.normalReadBytes']).toBeUndefined();
      expect(counters?.rpc).toMatchObject({ protocol: 'NFS', readRequests: requests, writtenBytes: 0 });
      expect(Math.abs((counters?.rpc?.readBytes ?? 0) - requests * blockSize)).toBeLessThanOrEqual(blockSize);
      expect(counters?.rpc?.receivedBytes).toBeGreaterThan(requests * blockSize);
    }
  });

  test('with pNFS the data server is read', () => {
    const reads = (mount: string, name: string): number | undefined => countedOn(mount)?.counters?.deltas[name];
    const [byLayout = 0, all = 0] = [reads('v42', 'nfs.events.pnfsReads'), reads('v42', 'nfs.READ.requests')];
    expect(all).toBeGreaterThan(0);
    expect(Math.abs(byLayout - all)).toBeLessThanOrEqual(1);
    expect(reads('v41', 'nfs.events.pnfsReads')).toBeUndefined();
  });

  test('the kernel agrees: what the steps have read came from the server', () => {
    for (const mountPoint of ['/mnt/v3', '/mnt/v41', '/mnt/v42']) {
      const read = findStatistics(text('mountstats'), mountPoint)?.operations.find(({ name }) => name === 'READ');
      expect(read?.requests).toBeGreaterThanOrEqual(blocks);
    }
  });

  test('doctor answers for such a mount', () => {
    expect(text('doctor.exit').trim()).toMatch(/^[01]$/);
    expect(text('doctor.stdout')).toContain('/mnt/v41/data');
    expect(JSON.parse(text('doctor.stdout'))).toBeTypeOf('object');
  });

  test('doctor gives up in time on a trial of O_DIRECT with pNFS that does not come back, and tells the next mount', () => {
    const { mounts } = JSON.parse(text('pnfs.stdout')) as DoctorRecord;
    const [pnfs, local] = mounts;
    // Kernels differ: this one hangs, and a trial that comes back is as good.
    expect(pnfs?.trial.problem).toMatch(/^(DOCTOR_TIMED_OUT: no answer within 5 s.*)?$/);
    expect(text('pnfs.exit').trim()).toMatch(pnfs?.trial.problem === '' ? /^[01]$/ : /^3$/);
    expect(local?.checks.find(({ what }) => what === 'O_DIRECT')?.finding).not.toContain('DOCTOR_');
  });

  test('a server that dies under a soft mount: the step fails with the errno, the next mount is measured', () => {
    expect(text('soft.exit').trim()).toBe('3');
    const { run, steps } = record('soft');
    expect(run.status).toBe('partial');
    expect(steps[0]).toMatchObject({ mount: 'soft', status: 'failed', error: { errnoName: 'EIO' } });
    expect(steps[1]).toMatchObject({ mount: 'local', status: 'complete', error: null });
  });

  test('a server that dies under a hard mount: the step is ended at its deadline, the next mount is measured', () => {
    expect(text('hard.exit').trim()).toBe('3');
    const { run, steps } = record('hard');
    expect(run.status).toBe('partial');
    expect(steps[0]).toMatchObject({ mount: 'hard', status: 'failed', error: { code: 'STEP_TIMED_OUT' } });
    expect(steps[0]?.error?.message).toContain('the step has not ended within 23 s and was ended');
    expect(steps[1]).toMatchObject({ mount: 'local', status: 'complete', error: null });
  });
});
