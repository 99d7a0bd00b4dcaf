// One run over real file systems: each mount is described as it is, O_DIRECT is told as it was, and the record is valid.
import { spawnSync } from 'node:child_process';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeHistogram, mergeHistograms } from '../../../src/result/histogram.js';
import type { RunRecord } from '../../../src/result/schema.js';
import { nullWorkload, Workplace } from '../../helpers/cli.js';
import { loopMount, whyNoLoopMount, type LoopMount } from '../../helpers/loop-mount.js';
import { findTmpfs, temporaryDirectory } from '../../helpers/temporary.js';

interface IntervalEvent {
  type: 'interval';
  step: string;
  operations: Record<string, { count: number; latencyNs: { histogram: string } }>;
}

const tmpfs = findTmpfs();
const missing = tmpfs.missing || whyNoLoopMount('ext4') || whyNoLoopMount('xfs');

const files = {
  'block.yaml':
    'name: block\nkind: block\nsize: 16MiB\nruntime: 200ms\nreadPercent: 50\nqueueDepth: 8\ninterval: 100ms\n',
  'reads.yaml': 'name: reads\nkind: block\nsize: 16MiB\npasses: 2\naccess: permutation\nqueueDepth: 8\n',
  'epoch.yaml': 'name: epoch\nkind: files\nfiles: 200\nfileSize: 16KiB\nqueueDepth: 4\n',
  'failing.yaml': nullWorkload('failing', 'nullEngine: {failEvery: 5}'),
};

describe.skipIf(missing)(`a run over tmpfs, ext4 and XFS ${missing}`, () => {
  let mounts: LoopMount[] = [];
  let events: IntervalEvent[] = [];
  let record: RunRecord;
  let stdout = '';
  let exitCode: number | null = null;

  beforeAll(() => {
    mounts = [loopMount('ext4'), loopMount('xfs')];
  });
  afterAll(() => {
    for (const mount of mounts) mount.unmount();
  });

  test('measures every step and ends with 3 because of the one that is scripted to fail', () => {
    const place = new Workplace(files);
    const [ext4, xfs] = mounts;
    const paths = { memory: temporaryDirectory(tmpfs.path), ext4: ext4?.path ?? '', xfs: xfs?.path ?? '' };
    const options = Object.entries(paths).flatMap(([name, path]) => ['--mount', `${name}=${path}`]);
    ({ stdout, exitCode } = place.run('run', ...Object.keys(files), ...options, '--json', '--quiet'));
    record = JSON.parse(stdout) as RunRecord;

    expect(exitCode).toBe(3);
    expect(record.steps.map(({ id, status }) => `${id} ${status}`)).toEqual(
      ['block', 'reads', 'epoch', 'failing'].flatMap((name) =>
        ['memory', 'ext4', 'xfs'].map((mount) => `${name}/${mount}/1 ${name === 'failing' ? 'failed' : 'complete'}`),
      ),
    );
    const schema = JSON.parse(place.run('schema', 'run').stdout) as object;
    const validate = new Ajv2020({ strict: true }).compile(schema);
    expect(validate(record), JSON.stringify(validate.errors)).toBe(true);
    // A field that is not in the schema would pass by a validator, but not by a reader.
    expect(place.record()).toEqual(record);
    events = place.events().filter((event): event is IntervalEvent => event.type === 'interval');
  });

  test('describes the mounts as mountinfo and df do', () => {
    const types = record.mounts.map(({ fileSystem }) => fileSystem.type);
    expect(types).toEqual(['tmpfs', 'ext4', 'xfs']);
    for (const [index, mount] of mounts.entries()) {
      const described = record.mounts[index + 1]?.fileSystem;
      expect(described).toMatchObject({ source: mount.device, mountPoint: mount.path });
      expect(described?.device?.name).toBe(mount.device.replace('/dev/', ''));
      const [total = ''] = spawnSync('df', ['--block-size=1', '--output=size', mount.path], { encoding: 'utf8' })
        .stdout.trim()
        .split('\n')
        .slice(-1);
      expect(described?.statfs.totalBytes).toBe(Number(total));
    }
  });

  test('tells where O_DIRECT was used and where it was not, and warns there', () => {
    for (const { id, mount, engine, warnings, cache } of record.steps.filter(
      ({ workload }) => workload !== 'failing',
    )) {
      const codes = warnings.map(({ code }) => code);
      const inMemory = mount === 'memory';
      expect([id, engine.directRequested, engine.direct]).toEqual([id, true, !inMemory]);
      expect([id, codes.includes('DIRECT_NOT_USED')]).toEqual([id, inMemory]);
      expect([id, codes.includes('PAGE_CACHE_ANSWERED')]).toEqual([id, inMemory]);
      expect([id, engine.directReason === '']).toEqual([id, !inMemory]);
      if (!inMemory) expect(cache).toMatchObject({ hitFraction: 0, method: 'direct' });
    }
  });

  test('counts what the workload asked for, and fetches it from the devices', () => {
    const steps = record.steps.filter(({ workload }) => workload === 'reads');
    for (const { id, operations, processIo, mount } of steps) {
      expect([id, operations.read?.count, operations.read?.bytes]).toEqual([id, 8192, 32 * 2 ** 20]);
      if (mount === 'memory') continue;
      // On a machine that is busy, the first reads can be over before the counters of the kernel are read first.
      expect(processIo?.readBytes).toBeGreaterThan(24 * 2 ** 20);
      expect(processIo?.readBytes).toBeLessThan(33 * 2 ** 20);
    }
    for (const { operations } of record.steps.filter(({ workload }) => workload === 'epoch')) {
      expect(operations.chain?.count).toBe(200);
      expect(operations.read?.bytes).toBe(200 * 16_384);
    }
    // One data set a mount for both block workloads, and one of the small files.
    expect(record.steps.map(({ dataset }) => dataset?.reused)).toEqual([
      ...[false, false, false],
      ...[true, true, true],
      ...[false, false, false],
      ...[undefined, undefined, undefined],
    ]);
  });

  test('saves intervals whose histograms add up to those of the record, which hold every operation', () => {
    for (const { id, operations } of record.steps.filter(({ status }) => status === 'complete')) {
      for (const [kind, { count, errors, latencyNs }] of Object.entries(operations)) {
        const parts = events.filter(({ step }) => step === id).flatMap((interval) => interval.operations[kind] ?? []);
        const total = decodeHistogram(latencyNs.histogram);
        const sum = mergeHistograms(parts.map((part) => decodeHistogram(part.latencyNs.histogram)));
        expect([id, kind, total.totalCount, errors]).toEqual([id, kind, count, 0]);
        expect(parts.reduce((all, part) => all + part.count, 0)).toBe(count);
        expect(sum.outputPercentileDistribution()).toBe(total.outputPercentileDistribution());
        expect(Math.abs(total.maxValue - latencyNs.max)).toBeLessThanOrEqual(latencyNs.max / 1000);
      }
    }
  });
});
