// Following the files of a run that is written by the store itself, and files that are not as they should be.
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Feed } from '../../src/watch/feed.js';
import { FollowedRun } from '../../src/watch/followed-run.js';
import { temporaryDirectory } from '../helpers/temporary.js';

const at = '2026-11-22T00:00:00.000Z';

function followed(): { folder: string; feed: Feed; run: FollowedRun; tell: (...events: object[]) => void } {
  const folder = join(temporaryDirectory(), 'run');
  mkdirSync(folder);
  const feed = new Feed(() => null);
  const run = new FollowedRun(folder, {
    onChanges: (changes) => {
      feed.apply(changes);
    },
    onAnew: () => {
      feed.startAnew();
    },
  });
  onTestFinished(() => {
    run.close();
  });
  const tell = (...events: object[]) => {
    const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
    appendFileSync(join(folder, 'events.ndjson'), lines);
  };
  return { folder, feed, run, tell };
}

const start = (run: string) => ({
  ...{ type: 'run-start', at, run, steps: 1 },
  plan: [{ step: 'w/a/1', workload: 'w', variant: { queueDepth: 4 }, mount: 'a', repeat: 1, estimatedSeconds: 2 }],
});

test('a run that starts later than its watch', async () => {
  const { feed, run, tell } = followed();
  await run.start();
  expect(feed.state.run.status).toBe('waiting');
  tell(start('r1'), { type: 'step-start', at, step: 'w/a/1' });
  while (feed.state.steps[0]?.status !== 'running') await sleep(5);
  expect(feed.state.run).toMatchObject({ id: 'r1', status: 'running', startedAt: at });
  expect(feed.state.steps).toMatchObject([{ id: 'w/a/1', variant: 'queueDepth=4', estimatedSeconds: 2 }]);
});

test('intervals with latencies, warnings, verdicts of steps, the end', async () => {
  const { feed, run, tell } = followed();
  const read = { count: 3, bytes: 12_288, errors: 1, latencyNs: { p50: 10, p99: 20, max: 30, histogram: '' } };
  tell(
    ...[start('r1'), { type: 'step-start', at, step: 'w/a/1' }],
    { type: 'interval', step: 'w/a/1', index: 0, startSeconds: 0, seconds: 1, operations: { read } },
    { type: 'counters', step: 'w/a/1' },
    { type: 'something-newer', step: 'w/a/1' },
    { type: 'warning', step: 'w/a/1', code: 'CACHED', advice: 'use direct', evidence: { hitFraction: 0.93 } },
    { type: 'step-end', at, step: 'w/a/1', status: 'failed', error: { code: 'EIO', message: 'read failed' } },
    { type: 'run-end', at, run: 'r1', status: 'failed' },
  );
  await run.look();
  const { state } = feed;
  expect(state.intervals['w/a/1']).toEqual([
    {
      startSeconds: 0,
      seconds: 1,
      operations: { read: { count: 3, bytes: 12_288, errors: 1, p50: 10, p99: 20, bands: [] } },
    },
  ]);
  expect(state.steps[0]).toMatchObject({ status: 'failed', error: 'EIO: read failed' });
  expect(state.warnings).toEqual([{ code: 'CACHED', count: 1, advice: 'use direct', evidence: 'hitFraction: 93%' }]);
  expect(state.run).toMatchObject({ status: 'failed', endedAt: at });
  expect(state.trouble).toBe('');
});

test('a half line waits for its end; damaged lines are left out and counted', async () => {
  const { folder, feed, run, tell } = followed();
  tell(start('r1'));
  appendFileSync(join(folder, 'events.ndjson'), '{"type":"step-start","at":"');
  await run.look();
  expect(feed.state.steps[0]?.status).toBe('planned');
  expect(feed.state.trouble).toBe('');
  appendFileSync(join(folder, 'events.ndjson'), `${at}","step":"w/a/1"}\n{"type":"interv\n{"type":"step-start"}\n`);
  await run.look();
  expect(feed.state.steps[0]?.status).toBe('running');
  expect(feed.state.trouble).toBe('2 lines of events.ndjson cannot be read and are left out.');
});

test('files that become those of another run: what was known is forgotten', async () => {
  const { folder, feed, run, tell } = followed();
  tell(start('r1'), { type: 'step-start', at, step: 'w/a/1' });
  await run.look();
  renameSync(join(folder, 'events.ndjson'), join(folder, 'old'));
  tell(start('r2'));
  await run.look();
  expect(feed.state.run.id).toBe('r2');
  expect(feed.state.steps[0]?.status).toBe('planned');
});

test('a record that is no record is told, and forgotten when it is gone', async () => {
  const { folder, feed, run, tell } = followed();
  tell(start('r1'));
  writeFileSync(join(folder, 'run.json'), '{"schemaVersion": 99}');
  await run.look();
  expect(feed.state.trouble).toContain('has schemaVersion 99');
  await run.look();
  expect(feed.state.trouble).toContain('has schemaVersion 99');
  rmSync(join(folder, 'run.json'));
  await run.look();
  expect(feed.state.trouble).toBe('');
});

test('nothing is written to the folder of the run', async () => {
  const { folder, run, tell } = followed();
  tell(start('r1'));
  const before = readFileSync(join(folder, 'events.ndjson'));
  await run.start();
  run.close();
  expect(readFileSync(join(folder, 'events.ndjson'))).toEqual(before);
});
