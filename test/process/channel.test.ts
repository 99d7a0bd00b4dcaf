// The channel between a session and the process of a step: nothing that was sent is lost, however long or late it is.
import { expect, test } from 'vitest';
import { preloadInJobs } from './preload.js';
import { longThenShort, runSession } from './sessions.js';

/** Stands for a session that has other things to do: its event loop does not turn. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

test('a result that is longer than the channel holds arrives whole, although the session is busy when it is sent', async () => {
  // As long as the result of thousands of workers, which a machine may not have room for.
  preloadInJobs(`
    const send = process.send;
    process.send = (message, ...rest) =>
      send.call(process, message.type === 'finished' ? { ...message, ballast: 'x'.repeat(2 ** 22) } : message, ...rest);`);
  const { steps } = await runSession({
    yaml: longThenShort("engine: 'null'\n    passes: 1"),
    onProgress: ({ type }) => {
      if (type === 'ready') setImmediate(block, 1000);
    },
  });

  expect(steps.map(({ status, error }) => [status, error])).toEqual([
    ['complete', null],
    ['complete', null],
  ]);
  expect(steps[0]?.operations.read?.count).toBe(256);
});

test('every interval arrives, in order, although the session is busy all the while', async () => {
  const indexes: number[] = [];
  let reads = 0;
  const { steps } = await runSession({
    yaml: longThenShort("engine: 'null'\n    runtime: 1s\n    interval: 100ms"),
    onProgress: (progress) => {
      if (progress.type === 'ready' && progress.step.workload === 'long') setImmediate(block, 1500);
      if (progress.type !== 'interval' || progress.step.workload !== 'long') return;
      indexes.push(progress.interval.index);
      reads += progress.interval.operations.read?.count ?? 0;
    },
  });

  expect(steps[0]).toMatchObject({ status: 'complete', error: null });
  // One in which the machine let no worker run has nothing to tell: what has arrived tells of every read.
  expect(reads).toBe(steps[0]?.operations.read?.count);
  expect(indexes.length).toBeGreaterThan(1);
  expect(indexes).toEqual([...new Set(indexes)].sort((a, b) => a - b));
});
