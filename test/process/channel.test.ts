// The channel between a session and the process of a step: nothing that was sent is lost, however long or late it is.
import { expect, test } from 'vitest';
import { runSession } from './sessions.js';

/** Stands for a session that has other things to do: its event loop does not turn. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

// A word on each of 4000 workers is more than the buffer of a socket takes.
const crowd = `
kind: block
name: crowd
engine: 'null'
workers: 4000
files: 1
size: 64MiB
passes: 1
`;

test('a long result arrives whole although the session is busy when it is sent', async () => {
  const { steps } = await runSession({
    yaml: crowd,
    onProgress: ({ type }) => {
      if (type === 'ready') setImmediate(block, 2500);
    },
  });

  expect(steps[0]).toMatchObject({ status: 'complete', error: null });
  expect(steps[0]?.workers).toHaveLength(4000);
  expect(steps[0]?.operations.read?.count).toBe(16_384);
});

test('every interval arrives, in order, although the session is busy all the while', async () => {
  const indexes: number[] = [];
  const { steps } = await runSession({
    yaml: `${crowd.replace('passes: 1', 'runtime: 1s').replace('4000', '4')}interval: 100ms\n`,
    onProgress: (progress) => {
      if (progress.type === 'ready') setImmediate(block, 1500);
      if (progress.type === 'interval') indexes.push(progress.interval.index);
    },
  });

  expect(steps[0]).toMatchObject({ status: 'complete', error: null });
  expect(indexes).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
