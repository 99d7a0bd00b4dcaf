// The process that reads counters, as its parent has it: several steps ask it at once, and it dies, blocks and is closed.
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { childrenOf, until } from '../helpers/processes.js';

// The compiled module: its child processes cannot run TypeScript.
const compiled = fileURLToPath(new URL('../../dist/run/counter-process.js', import.meta.url));
const { CounterProcess } = (await import(
  pathToFileURL(compiled).href
)) as typeof import('../../src/run/counter-process.js');

const longMs = 30_000;

function started() {
  const before = childrenOf(process.pid, 'counter-child.js');
  const reader = new CounterProcess({ mount: null, devices: [], timeoutMs: 2000 });
  onTestFinished(async () => {
    await reader.close();
  });
  const [id] = childrenOf(process.pid, 'counter-child.js').filter((one) => !before.includes(one));
  return { reader, id: id ?? 0 };
}

test('every one that asks at the same time has an answer', async () => {
  const { reader } = started();
  expect(reader.isStarting).toBe(true);
  expect(await Promise.all([1, 2, 3].map(() => reader.answers(longMs)))).toEqual([true, true, true]);
  expect(reader.isStarting).toBe(false);
});

test('who has not waited for its answer takes it from nobody else', async () => {
  const { reader, id } = started();
  expect(await reader.answers(longMs)).toBe(true);
  process.kill(id, 'SIGSTOP');
  expect(await reader.answers(50)).toBe(false);
  const [later, last] = [reader.answers(longMs), reader.answers(longMs)];
  process.kill(id, 'SIGCONT');
  expect(await Promise.all([later, last])).toEqual([true, true]);
});

test('one that is gone answers nobody, at once, and is not starting any more', async () => {
  const { reader, id } = started();
  process.kill(id, 'SIGKILL');
  await reader.over;
  expect(reader.isStarting).toBe(false);
  expect(await reader.answers(longMs)).toBe(false);
  expect(await reader.close()).toBe('');
});

test('it is closed also where it is stopped', async () => {
  const { reader, id } = started();
  await reader.answers(longMs);
  process.kill(id, 'SIGSTOP');
  expect(await reader.close()).toBe('');
  await until(() => !childrenOf(process.pid, 'counter-child.js').includes(id), 'the process is gone');
});

test('Ctrl-C and SIGTERM, which reach every process of a job, do not end it', async () => {
  const { reader, id } = started();
  await reader.answers(longMs);
  process.kill(id, 'SIGINT');
  process.kill(id, 'SIGTERM');
  expect(await reader.answers(longMs)).toBe(true);
});
