// What bounded real steps, where it is known beforehand what does.
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../../src/result/schema.js';
import { main, nullWorkload, Workplace } from '../../helpers/cli.js';
import { cpuQuota, whyNoCpuQuota } from '../../helpers/cpu-quota.js';
import { findTmpfs, temporaryDirectory } from '../../helpers/temporary.js';

const block = (...lines: string[]): string =>
  ['kind: block', 'name: w', 'blockSize: 4KiB', 'size: 16MiB', 'runtime: 1s', ...lines, ''].join('\n');

function diagnosed(workload: string, mount?: string) {
  const place = new Workplace({ 'w.yaml': workload });
  const on = mount === undefined ? [] : ['--mount', `here=${mount}`];
  const { stdout, stderr } = place.run('run', './w.yaml', '--json', '--quiet', ...on);
  const [step] = (JSON.parse(stdout) as RunRecord).steps;
  if (step?.diagnosis === undefined) throw new Error(`the step has no diagnosis: ${stderr}`);
  return step.diagnosis;
}

test('the null engine measures ioproof itself', () => {
  const found = diagnosed(nullWorkload('w', 'runtime: 1s'));
  expect(found).toMatchObject({ bound: 'harness' });
  expect(found.evidence['perSecond']).toBeGreaterThan(0);
});

test('a rate that is kept is the bound', () => {
  const found = diagnosed(nullWorkload('w', 'runtime: 1s', 'rate: {operations: 100}'));
  expect(found).toMatchObject({ bound: 'pace', evidence: { askedPerSecond: 100 } });
});

test('what was just written and is read through the page cache comes from there', () => {
  // The files are written before, and nothing drops them.
  const found = diagnosed(block('engine: sync', 'direct: false', 'dropCache: false'));
  expect(found).toMatchObject({ bound: 'cache', evidence: { proof: 'proc-self-io' } });
});

const tmpfs = findTmpfs();

test.skipIf(tmpfs.missing)(`a tmpfs is memory ${tmpfs.missing}`, () => {
  const path = temporaryDirectory(tmpfs.path);
  expect(diagnosed(block('engine: sync', 'readPercent: 0', 'direct: false'), path)).toMatchObject({
    bound: 'cache',
    sentence: 'A tmpfs is memory: the figures are those of this machine.',
  });
});

const noQuota = whyNoCpuQuota();

describe.skipIf(noQuota !== '')(`in a control group${noQuota === '' ? '' : ` (${noQuota})`}`, () => {
  const quota = noQuota === '' ? cpuQuota(0.3) : null;
  afterAll(() => {
    quota?.remove();
  });

  function limited(workload: string): RunRecord['steps'][number] | undefined {
    const place = new Workplace({ 'w.yaml': workload });
    const command = `${quota?.enter} && exec "$0" "$@"`;
    const { stdout } = spawnSync(
      'sh',
      ['-c', command, process.execPath, main, 'run', './w.yaml', '--json', '--quiet'],
      {
        cwd: place.directory,
        encoding: 'utf8',
        timeout: 120_000,
      },
    );
    return (JSON.parse(stdout) as RunRecord).steps[0];
  }

  test('that may use a third of a processor, its limit is the bound', () => {
    const step = limited(nullWorkload('w', 'runtime: 2s', 'workers: 2'));
    expect(step?.diagnosis).toMatchObject({ bound: 'cgroup', evidence: { quotaCores: 0.3 } });
  });

  test('that was not let run, a warning says so by the counters of the step', () => {
    const step = limited(block('engine: sync', 'direct: false', 'dropCache: false', 'workers: 2'));
    const { throttledSeconds = null, seconds = 0 } = step?.counters ?? {};
    // Where others take all processors, the group never comes to its limit.
    const wasThrottled = (throttledSeconds ?? 0) > 0.01 * seconds;
    expect(throttledSeconds).not.toBeNull();
    expect(step?.warnings.some(({ code }) => code === 'CGROUP_THROTTLED')).toBe(wasThrottled);
  });
});
