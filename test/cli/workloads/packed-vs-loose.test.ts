// The same samples packed and loose from the command line: equal counts, comparable rates, and a sentence on the gain.
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../../src/result/schema.js';
import { Workplace } from '../../helpers/cli.js';

const small = ['--scale', '0.005', '--quiet'];

function run(place: Workplace, mount: string, ...more: string[]) {
  return place.run('run', 'packed-vs-loose', ...small, '--mount', `m=${mount}`, ...more);
}

describe('packed-vs-loose', () => {
  test('reads as many samples from shards as from files, again from what is there', () => {
    const place = new Workplace();
    const mount = place.mount('m');
    for (const reused of [false, true]) {
      const { stdout, exitCode } = run(place, mount, '--json');
      expect(exitCode).toBe(0);
      const { steps } = JSON.parse(stdout) as RunRecord;
      expect(steps.map(({ status, metrics, dataset }) => [status, metrics['samples'], dataset?.reused])).toEqual(
        Array.from({ length: 3 }, () => ['complete', 100, reused]),
      );
      for (const { metrics, elapsedSeconds } of steps)
        expect(metrics['samplesPerSecond']).toBeCloseTo(100 / (elapsedSeconds ?? NaN), 6);
      expect(steps.map(({ dataset }) => dataset?.directory.replace(/-[0-9a-f]{12}$/, ''))).toEqual([
        ...['files-100xlognormal', 'tar-100xlognormal', 'tfrecord-100xlognormal'],
      ]);
      expect(steps.map(({ operations }) => operations.open?.count)).toEqual([100, 1, 1]);
    }
  });

  test('the report gives the gain of each format', () => {
    const place = new Workplace();
    const { stdout, exitCode } = run(place, place.mount('m'), '--repeat', '2');
    expect(exitCode).toBe(0);
    const gains = [...stdout.matchAll(/^Packing: (\w+) [\d.]+[×x] the samples\/s of loose files on mount m/gm)];
    expect(gains.map(([, packing]) => packing)).toEqual(['tar', 'tfrecord']);
  });

  test('the plan names the shards', () => {
    const place = new Workplace();
    const { stdout } = place.run('plan', 'packed-vs-loose', '--mount', `m=${place.mount('m')}`);
    expect(stdout).toMatch(/8 x 1 open-read-close {2}/);
    expect(stdout).toMatch(/8 x 1 open-read-close \d+ tar shards/);
    expect(stdout).toMatch(/8 x 1 open-read-close \d+ tfrecord shards/);
  });
});
