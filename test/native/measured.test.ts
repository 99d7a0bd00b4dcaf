// The promise `measured` of a job: settled in every end, in its order, and nothing that keeps the process alive.
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { addon } from './counted-job.js';
import { binding, completeSpec, sampleSpec } from './jobs.js';
import type { NativeJobHandle } from '../../src/native/contract.js';

/** What is settled, in its order. */
function orderOf(job: NativeJobHandle): string[] {
  const order: string[] = [];
  for (const name of ['ready', 'measured', 'finished'] as const) {
    job[name].then(
      () => order.push(name),
      () => order.push(`${name} rejected`),
    );
  }
  return order;
}

const prepare = (changes: Parameters<typeof completeSpec>[0]) =>
  binding.prepareJob(completeSpec(changes), () => undefined);

describe('is settled before the result', () => {
  test('of a job that comes to its end', async () => {
    const job = prepare({ passes: 3 });
    const order = orderOf(job);
    await job.ready;
    job.start(binding.monotonicNs());
    await job.finished;
    expect(order).toEqual(['ready', 'measured', 'finished']);
  });

  test('of a job that an error ends', async () => {
    const job = prepare({ passes: 3, nullFailEvery: 10 });
    const order = orderOf(job);
    await job.ready;
    job.start(binding.monotonicNs());
    expect((await job.finished).endReason).toBe('error');
    expect(order).toEqual(['ready', 'measured', 'finished']);
  });

  test('of a job that is stopped before its start, and while it runs', async () => {
    for (const starts of [false, true]) {
      const job = prepare({ passes: 0, runtimeNs: 3600e9 });
      const order = orderOf(job);
      await job.ready;
      if (starts) job.start(binding.monotonicNs());
      job.stop();
      expect((await job.finished).endReason).toBe('stopped');
      expect(order).toEqual(['ready', 'measured', 'finished']);
    }
  });

  test('of a job that cannot be prepared', async () => {
    const job = prepare({ engine: 'sync', root: '/nowhere' });
    const order = orderOf(job);
    await expect(job.finished).rejects.toThrow('/nowhere');
    expect(order.sort()).toEqual(['finished rejected', 'measured', 'ready rejected']);
    await expect(job.measured).resolves.toBeUndefined();
  });
});

test('keeps no process alive, and no handle from being collected', () => {
  const script = `
    const binding = require(${JSON.stringify(addon)});
    const spec = ${JSON.stringify({ ...sampleSpec, passes: 0, runtimeNs: 3600e9 })};
    const gone = [];
    const registry = new FinalizationRegistry((name) => gone.push(name));
    (async () => {
      for (const name of ['one', 'two', 'three']) {
        const job = binding.prepareJob(spec, () => undefined);
        registry.register(job, name);
        registry.register(job.measured, name + ' measured');
        await job.ready;
        job.stop();
        await job.finished;
      }
      for (let round = 0; round < 1000 && gone.length < 4; round += 1) {
        gc();
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      console.log(gone.filter((name) => name.endsWith('measured')).length >= 2);
    })();`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', '--eval', script], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'true\n', stderr: '' });
});
