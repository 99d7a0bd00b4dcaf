// Storms and mixtures from the workload file to the record, and what is said of them.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StepRecord } from '../../../src/result/schema.js';
import { Workplace } from '../../helpers/cli.js';

const head = ['name: storm', 'kind: files', 'files: 240', 'fileSize: 4KiB', 'filesPerDirectory: 60', 'direct: false'];

function run(...lines: string[]): { step: StepRecord; text: string; left: string[] } {
  const place = new Workplace({ 'storm.yaml': [...head, ...lines, ''].join('\n') });
  const path = place.mount('a');
  const result = place.run('run', './storm.yaml', '--mount', `a=${path}`, '--out', 'out', '--quiet');
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  const [step] = place.record('out').steps;
  if (step === undefined) throw new Error('the record has no step');
  const data = join(path, 'ioproof-data');
  return { step, text: result.stdout, left: existsSync(data) ? readdirSync(data) : [] };
}

describe.each(['sync', 'auto'])('engine %s', (engine) => {
  test('every worker lists every directory', () => {
    const { step, text } = run(
      `engine: ${engine}`,
      'operations: [list]',
      'items: directories',
      'visits: everyWorker',
      'workers: 3',
    );
    expect(step.operations.list).toMatchObject({ count: 12, errors: 0, entries: 720, missing: 0 });
    expect(step.operations.statx).toMatchObject({ count: 720, errors: 0 });
    expect(step.metrics).toMatchObject({ slowestPace: expect.any(Number) as number });
    expect(step.metrics['overHundredMs']).toBeGreaterThanOrEqual(0);
    expect(text).toContain('Over 100 ms: storm/a/1: ');
    expect(text).toContain('of the looks at entries; slowest worker');
  });

  test('every worker imports every module', () => {
    const chain = 'operations: [statMissing, statMissing, openMissing, stat, open, read, close]';
    const { step } = run(`engine: ${engine}`, chain, 'visits: everyWorker', 'access: sequential', 'workers: 4');
    expect(step.operations.statMissing).toMatchObject({ count: 4 * 480, errors: 0 });
    expect(step.operations.openMissing).toMatchObject({ count: 4 * 240, errors: 0 });
    expect(step.operations.read).toMatchObject({ count: 4 * 240, bytes: 4 * 240 * 4096 });
    expect(step.operations.chain?.count).toBe(4 * 240);
  });

  test('a mixture keeps its shares, and its data set goes with it', () => {
    const mix = [
      'mix:',
      '- { percent: 45, operations: [open, read, close] }',
      '- { percent: 20, operations: [create, write, close] }',
      '- { percent: 15, operations: [unlink] }',
      '- { percent: 10, operations: [list] }',
      '- { percent: 10, operations: [statx] }',
    ];
    const { step, text, left } = run(`engine: ${engine}`, ...mix, 'workers: 2', 'epochs: 50');
    expect(step.mix?.map(({ chains, errors }) => [chains, errors])).toEqual(
      [5400, 2400, 1800, 1200, 1200].map((chains) => [chains, 0]),
    );
    expect(step.mix?.map(({ achievedPercent }) => achievedPercent)).toEqual([45, 20, 15, 10, 10]);
    expect(step.operations).toMatchObject({
      unlink: { count: 1800 },
      create: { count: 2400 },
      chain: { count: 12_000 },
    });
    expect(text).toContain('Shares of storm/a/1');
    expect(text).toMatch(/15%\s+15\.00%\s+unlink/);
    expect(left).toEqual(['.ioproof.json']);
  });
});

test('other workloads have no shares, and no line where nothing took long', () => {
  const { step, text } = run('operations: [stat]', 'engine: null');
  expect(step.mix).toBeUndefined();
  expect(step.operations.stat).not.toHaveProperty('entries');
  expect(text).not.toContain('Shares of');
});
