// `ioproof watch` as a process of its own: a run that is followed from before its start to its end, and what is refused.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { applyChange } from '../../src/watch/apply.js';
import { type Message, newWatchState, type WatchState } from '../../src/watch/messages.js';
import { type Running, Workplace } from '../helpers/cli.js';

const workload = `
{ kind: block, name: watched, engine: sync, direct: false, size: 1MiB, rate: { operations: 500 }, runtime: 1s, interval: 100ms,
  accept: ['read.perSecond >= 1', 'read.p99 < 1ns'] }
`;

async function addressOf(watch: Running): Promise<string> {
  for (;;) {
    const [, url] = /^ {2}(http:\/\/\S+)$/m.exec(watch.stdoutSoFar) ?? [];
    if (url !== undefined) return url;
    if (watch.stderrSoFar !== '') throw new Error(watch.stderrSoFar);
    await sleep(10);
  }
}

/** A page without a browser: folds what it is sent, as the script of the page does. */
function looker(url: string): { state: () => WatchState; messages: Message[]; left: Promise<void> } {
  let state = newWatchState();
  const messages: Message[] = [];
  let text = '';
  const left = new Promise<void>((resolve) => {
    const sent = get(`${url}events`, { agent: false }, (response) => {
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const [, data = ''] of blocks.flatMap((block) => [...block.matchAll(/^data: (.*)$/gm)])) {
          const message = JSON.parse(data) as Message;
          messages.push(message);
          if (message.type === 'state') state = message.state;
          else if (message.type !== 'bye') applyChange(state, message);
        }
      });
      response.on('end', resolve);
    });
    sent.on('error', () => {
      resolve();
    });
    onTestFinished(() => void sent.destroy());
  });
  return { state: () => state, messages, left };
}

test('a run is followed from before its start to its end, and --once ends with it', async () => {
  const place = new Workplace({ 'watched.yaml': workload });
  mkdirSync(place.path('results'));
  place.mount('a');
  const watch = place.start('watch', '--once');
  const page = looker(await addressOf(watch));
  while (page.messages.length === 0) await sleep(10);
  expect(page.state().run.status).toBe('waiting');
  const run = place.start('run', 'watched.yaml', '--mount', 'a=a', '--repeat', '2', '--quiet');
  await page.left;

  const record = place.record();
  const seen = page.state();
  expect(seen.run).toMatchObject({ id: record.run.id, status: 'complete', endedAt: record.run.endedAt });
  expect(seen.steps.map(({ id, status }) => [id, status])).toEqual(record.steps.map(({ id }) => [id, 'complete']));
  expect(seen.steps[0]?.figures).toContain('read');
  expect(seen.acceptance.map(({ verdict }) => verdict).sort()).toEqual(['fail', 'pass']);
  const types = page.messages.map(({ type }) => type);
  expect(types.filter((type) => type === 'step-start')).toHaveLength(2);
  expect(types.at(-1)).toBe('bye');
  const last = seen.intervals[record.steps[1]?.id ?? ''] ?? [];
  expect(last.reduce((sum, { operations }) => sum + (operations.read?.count ?? 0), 0)).toBe(
    record.steps[1]?.operations.read?.count,
  );
  const ended = await watch.ended;
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  expect(ended.stdout).toContain(`Run ${record.run.id} is over: complete.`);
  expect((await run.ended).exitCode).toBe(1);
});

describe('a run that is over', () => {
  const place = () => {
    const made = new Workplace({ 'watched.yaml': workload.replace('runtime: 1s', 'runtime: 200ms') });
    made.mount('a');
    expect(made.run('run', 'watched.yaml', '--mount', 'a=a', '--quiet').exitCode).toBe(1);
    return made;
  };

  test('is served until Ctrl-C, which is no failure; the text says how to forward the port', async () => {
    const made = place();
    const { run } = made.record();
    const watch = made.start('watch', run.id);
    const url = await addressOf(watch);
    const page = looker(url);
    while (!watch.stdoutSoFar.includes('is over')) await sleep(10);
    while (page.messages.length === 0) await sleep(10);
    const files = readdirSync(made.path('results', run.id));
    watch.signal('SIGINT');
    const { exitCode, stdout, stderr } = await watch.ended;
    await page.left;
    expect([exitCode, stderr]).toEqual([0, '']);
    const { port } = new URL(url);
    expect(stdout).toContain(`ssh -N -L ${port}:127.0.0.1:${port} `);
    expect(page.state().run).toMatchObject({ id: run.id, status: 'complete' });
    expect(page.messages.at(-1)).toMatchObject({ type: 'bye' });
    expect(readdirSync(made.path('results', run.id))).toEqual(files);
  });

  test('ends a watch with --once at once', async () => {
    const made = place();
    expect(await made.start('watch', '--once').ended).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('what is refused with exit code 2:', () => {
  const refused = (place: Workplace, ...args: string[]) => {
    const { exitCode, stdout, stderr } = place.run('watch', ...args);
    expect([exitCode, stdout]).toEqual([2, '']);
    return stderr;
  };

  test('no results, no such run, a folder of results, a file of something else', () => {
    const place = new Workplace({ 'other.json': '{"a": 1}' });
    expect(refused(place)).toContain('There is no folder of results "results".');
    expect(refused(place, 'nothing')).toContain('"nothing" is neither a file nor a run in "results".');
    expect(refused(place, 'other.json')).toContain('has no schemaVersion');
    mkdirSync(place.path('results', '20261122-000000-0000'), { recursive: true });
    writeFileSync(place.path('results', '20261122-000000-0000', 'events.ndjson'), '');
    expect(refused(place, 'results')).toContain('ioproof watch --out results');
  });

  test('a port that is none, or is in use', async () => {
    const place = new Workplace();
    mkdirSync(place.path('results'));
    expect(refused(place, '--port', '70000')).toContain('--port 70000 is no port.');
    expect(refused(place, '--port', '1.5')).toContain('--port 1.5 is no port.');
    expect(refused(place, '--port', 'http')).toContain('--port "http": must be a number');
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(refused(place, '--port', String(port))).toContain(`Port ${port} of 127.0.0.1 is in use.`);
    await new Promise((resolve) => other.close(resolve));
  });
});
