// Who lives how long: a job never keeps its process or thread from ending, never ends it, and is not collected while it runs.
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary.js';
import { addon } from './counted-job.js';
import { binding, layOut, runJob, sampleSpec, type Files } from './jobs.js';

// Enough to be in the middle of reaping, recording and handing over intervals when the end comes.
const busy = { workers: 2, queueDepth: 8, readPercent: 50, passes: 0, runtimeNs: 60e9, intervalNs: 25e6 };

interface End {
  /** Null after a signal. */
  exitCode: number | null;
  signal: string | null;
  output: string;
}

/** Runs a script with `binding`, `spec` and `running()`, a job that has begun; ends it by force after 20 seconds. */
function runScript(script: string, files: Partial<Files> & { engine: string }, options: string[] = []): End {
  const prelude = `
    const { Worker, isMainThread } = require('node:worker_threads');
    const { setTimeout: sleep } = require('node:timers/promises');
    const binding = require(${JSON.stringify(addon)});
    const spec = ${JSON.stringify({ ...sampleSpec, ...busy, ...(files.engine === 'sync' ? { queueDepth: 1 } : {}), ...files })};
    const running = async (onInterval = () => undefined) => {
      const job = binding.prepareJob(spec, onInterval);
      await job.ready;
      job.start(binding.monotonicNs());
      await sleep(30);
      return job;
    };
    const inThread = (code) => new Worker(prelude + code, { eval: true });
  `;
  const source = `const prelude = ${JSON.stringify(prelude)};\n${prelude}\n(async () => { ${script} })();`;
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...options, '--eval', source], {
    encoding: 'utf8',
    timeout: 120_000,
    killSignal: 'SIGKILL',
  });
  return { exitCode: status, signal, output: stdout + stderr };
}

describe.each(['null', 'sync', 'io_uring', 'libaio'])('while a job of engine %s runs', (engine) => {
  const why = binding.probe().find(({ name }) => name === engine)?.reason ?? 'no such engine';
  const filesFor = async (): Promise<Partial<Files> & { engine: string }> =>
    engine === 'null' ? { engine } : { engine, ...(await layOut(temporaryDirectory(), 2 ** 20)) };

  test.skipIf(why)(`the process can exit, with its code ${why}`, async () => {
    const files = await filesFor();
    for (let round = 0; round < 3; round += 1) {
      const end = runScript('await running(); process.exit(7);', files);
      expect(end).toEqual({ exitCode: 7, signal: null, output: '' });
    }
  });

  test.skipIf(why)(`an exception that nobody catches ends the process as it does without a job ${why}`, async () => {
    const end = runScript("await running(); throw new Error('of the test');", await filesFor());
    expect(end).toMatchObject({ exitCode: 1, signal: null });
    expect(end.output).toContain('Error: of the test');
  });

  test.skipIf(why)(`its worker thread can be terminated, and the next job runs to its end ${why}`, async () => {
    const script = `
      const thread = inThread("running().then(() => require('node:worker_threads').parentPort.postMessage('up'));");
      await new Promise((resolve) => thread.once('message', resolve));
      await thread.terminate();
      const job = await running();
      job.stop();
      const { endReason, operations } = await job.finished;
      console.log(endReason, operations.read.count > 0);`;
    expect(runScript(script, await filesFor())).toEqual({ exitCode: 0, signal: null, output: 'stopped true\n' });
  });
});

test('a worker thread that exits in the middle of a job leaves the process as it is', () => {
  const script = `
    const thread = inThread('running().then(() => process.exit(5));');
    console.log('thread', await new Promise((resolve) => thread.once('exit', resolve)));`;
  expect(runScript(script, { engine: 'null' })).toEqual({ exitCode: 0, signal: null, output: 'thread 5\n' });
});

test('threads run jobs of their own side by side', () => {
  const script = `
    const code = "const { parentPort } = require('node:worker_threads'); (async () => { const job = binding.prepareJob(" +
      "{ ...spec, passes: 50, runtimeNs: 0 }, () => undefined); await job.ready; job.start(binding.monotonicNs());" +
      "const { operations } = await job.finished;" +
      "parentPort.postMessage(operations.read.count + operations.write.count); })();";
    const counts = await Promise.all([1, 2, 3, 4].map(() =>
      new Promise((resolve) => inThread(code).once('message', resolve))));
    console.log(counts.join(' '));`;
  expect(runScript(script, { engine: 'null' }).output).toBe('51200 51200 51200 51200\n');
});

test('a prepared job that nobody starts does not keep the process from exiting', () => {
  const script = 'await binding.prepareJob(spec, () => undefined).ready; process.exit(6);';
  expect(runScript(script, { engine: 'null' })).toEqual({ exitCode: 6, signal: null, output: '' });
});

test('a process ends by itself once its jobs are over, failed ones included', () => {
  const script = `
    const failed = binding.prepareJob({ ...spec, engine: 'sync', queueDepth: 1, root: '/nonexistent' }, () => undefined);
    failed.finished.catch(() => undefined);
    await failed.ready.catch(({ code }) => console.log(code));
    (await running()).stop();`;
  expect(runScript(script, { engine: 'null' })).toEqual({ exitCode: 0, signal: null, output: 'IO_ERROR\n' });
});

test('a running job is not collected when nobody holds its handle', () => {
  const script = `
    let intervals = 0;
    await running(() => { intervals += 1; });
    const before = intervals;
    for (let round = 0; round < 20; round += 1) { globalThis.gc(); await sleep(10); }
    console.log(intervals > before);
    process.exit(0);`;
  expect(runScript(script, { engine: 'null' }, ['--expose-gc']).output).toBe('true\n');
});

test('an exception in the callback for intervals is told by Node and spoils neither the job nor the process', () => {
  const script = `
    const job = await running(() => { throw new Error('of the callback'); });
    await sleep(100);
    job.stop();
    const { endReason, operations } = await job.finished;
    console.log(endReason, operations.read.count > 0);`;
  const end = runScript(script, { engine: 'null' });
  expect(end).toMatchObject({ exitCode: 0, signal: null });
  expect(end.output).toContain('stopped true');
  expect(end.output).toContain('Uncaught N-API callback exception');
});

describe('stop', () => {
  test('before the start ends the job without an operation', async () => {
    const job = binding.prepareJob({ ...sampleSpec, ...busy }, () => undefined);
    await job.ready;
    job.stop();
    job.stop();
    expect(await job.finished).toMatchObject({ endReason: 'stopped', operations: {}, elapsedNs: 0, firstError: null });
  });

  test('before the job is ready ends it as well', async () => {
    const job = binding.prepareJob({ ...sampleSpec, ...busy }, () => undefined);
    job.stop();
    await job.ready;
    expect(await job.finished).toMatchObject({ endReason: 'stopped', operations: {} });
  });

  test('in the middle drains: what is counted is whole, on every worker', async () => {
    const job = binding.prepareJob({ ...sampleSpec, ...busy }, () => undefined);
    await job.ready;
    job.start(binding.monotonicNs());
    while (job.snapshot().operations === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    job.stop();
    const { endReason, operations, workers } = await job.finished;
    const count = (operations.read?.count ?? 0) + (operations.write?.count ?? 0);
    expect(endReason).toBe('stopped');
    expect(count).toBeGreaterThan(0);
    expect(workers.reduce((sum, worker) => sum + worker.operations, 0)).toBe(count);
    expect((operations.read?.bytes ?? 0) + (operations.write?.bytes ?? 0)).toBe(count * 4096);
    // A stop after the end changes nothing.
    job.stop();
    expect(job.snapshot()).toMatchObject({ phase: 'done', operations: count });
  });
});

test('jobs at the same time in one process do not mix their counts', async () => {
  const results = await Promise.all(
    [1, 2, 3, 4, 5, 6].map((passes) => runJob({ passes, workers: 2, queueDepth: 4, nullLatencyNs: 1000 })),
  );
  expect(results.map(({ operations }) => operations.read?.count)).toEqual([1024, 2048, 3072, 4096, 5120, 6144]);
});
