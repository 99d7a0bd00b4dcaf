// Loads of models by the real command: files that are laid out once, every reader, damage, and layouts that were killed.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StepRecord } from '../../src/result/schema.js';
import { Workplace } from '../helpers/cli.js';
import { jobOf, until } from '../helpers/processes.js';

const scale = 0.002;
const workload = (...more: string[]) =>
  ['kind: model-load', 'name: weights', `scale: ${scale}`, 'loads: 2', ...more, ''].join('\n');

function weightsIn(mount: string): string {
  const data = join(mount, 'ioproof-data');
  const [name = 'none'] = existsSync(data) ? readdirSync(data).filter((entry) => entry.startsWith('model-')) : [];
  return join(data, name, 'weights-1');
}

const shards = [1, 2, 3, 4].map((index) => `model-0000${index}-of-00004.safetensors`);

/** Headers, their tensors and the index agree with the files. */
function expectSafetensors(directory: string): void {
  expect(readdirSync(directory).sort()).toEqual(['ioproof.seal', ...shards, 'model.safetensors.index.json']);
  const index = JSON.parse(readFileSync(join(directory, 'model.safetensors.index.json'), 'utf8')) as {
    metadata: { total_size: number };
    weight_map: Record<string, string>;
  };
  let total = 0;
  for (const name of shards) {
    const file = readFileSync(join(directory, name));
    const length = Number(file.readBigUInt64LE());
    const header = JSON.parse(file.subarray(8, 8 + length).toString()) as Record<string, { data_offsets: number[] }>;
    delete header['__metadata__'];
    const ends = Object.values(header).map(({ data_offsets: [, end = 0] }) => end);
    expect(8 + length + Math.max(...ends)).toBe(file.length);
    expect(Object.keys(header).every((tensor) => index.weight_map[tensor] === name)).toBe(true);
    total += Math.max(...ends);
  }
  expect(index.metadata.total_size).toBe(total);
}

function expectLoaded({ status, checkpoint, metrics }: StepRecord, bytes: number): void {
  expect(status).toBe('complete');
  expect(checkpoint).toMatchObject({ ranks: 2, bytes, files: 5, loadAll: true, damagedPieces: 0, lostTime: null });
  expect(checkpoint?.rounds.map((round) => [round.kind, round.complete, round.bytes])).toEqual([
    ['load', true, 2 * bytes],
    ['load', true, 2 * bytes],
  ]);
  expect(metrics).toMatchObject({ loads: 2, damagedPieces: 0 });
  expect(metrics['firstByteSeconds']).toBeLessThan(metrics['loadSeconds'] ?? 0);
  expect(metrics['loadBytesPerSecond']).toBeGreaterThan(0);
}

test('each process loads all of what is laid out once, by every reader', () => {
  const place = new Workplace({
    'all.yaml': workload('processes: 2', 'verify: during', 'sweep: {reader: [sequential, parallel, mmap, direct]}'),
  });
  const mount = place.mount('data');
  const ran = place.run('run', 'all.yaml', '--mount', `here=${mount}`);
  expect(ran.exitCode).toBe(0);
  const { steps } = place.record();
  expect(steps.map(({ dataset }) => dataset?.reused)).toEqual([false, true, true, true]);
  expect(steps.map(({ engine }) => engine.direct)).toEqual([false, false, false, true]);
  expect(steps.map(({ engine }) => engine.used).slice(0, 3)).toEqual(['sync', 'io_uring', 'mmap']);
  expectSafetensors(weightsIn(mount));
  const bytes = shards.reduce((sum, name) => sum + statSync(join(weightsIn(mount), name)).size, 0);
  for (const step of steps) expectLoaded(step, bytes);
  for (const reader of ['sequential', 'parallel', 'mmap', 'direct'])
    expect(ran.stdout).toMatch(new RegExp(`reader=${reader} here +\\d.*/s`));
  expect(ran.stdout).toContain('Model loads: weights: llama3-8b');
  expect(ran.stdout).not.toContain('Checkpoints:');
});

test('damage is found, and a file that is gone stops the run before it measures', () => {
  const place = new Workplace({ 'weights.yaml': workload('reader: mmap', 'verify: during') });
  const mount = place.mount('data');
  const run = (out: string) => place.run('run', 'weights.yaml', '--mount', `here=${mount}`, '--out', out);
  expect(run('first').exitCode).toBe(0);

  const path = join(weightsIn(mount), shards[1] ?? '');
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 5) ^ 1, bytes.length - 5);
  writeFileSync(path, bytes);
  expect(run('second').exitCode).toBe(3);
  expect(place.record('second').steps[0]?.error).toMatchObject({ code: 'CHECKPOINT_DAMAGED' });

  rmSync(path);
  expect(run('third').exitCode).toBe(3);
  const [step] = place.record('third').steps;
  expect(step?.error).toMatchObject({
    code: 'CHECKPOINT_INCOMPLETE',
    message: expect.stringContaining(path) as string,
  });
  expect(step?.checkpoint).toBeUndefined();
});

test('a layout that was killed is made anew by the next run', async () => {
  const place = new Workplace({ 'weights.yaml': workload('verify: during').replace(`${scale}`, '0.05') });
  const mount = place.mount('data');
  const command = place.start('run', 'weights.yaml', '--mount', `here=${mount}`, '--out', 'first');
  const begun = () =>
    existsSync(weightsIn(mount)) && readdirSync(weightsIn(mount)).some((name) => /partial$/.test(name));
  await until(begun, 'the first shard');
  process.kill(jobOf(command.id), 'SIGKILL');
  expect(await command.ended).toMatchObject({ exitCode: 3 });
  expect(readdirSync(weightsIn(mount))).not.toContain('ioproof.seal');

  const next = place.run('run', 'weights.yaml', '--mount', `here=${mount}`, '--out', 'second');
  expect(next.exitCode).toBe(0);
  expect(place.record('second').steps[0]).toMatchObject({ dataset: { reused: false }, metrics: { damagedPieces: 0 } });
  expect(readdirSync(weightsIn(mount)).filter((name) => name.endsWith('.partial'))).toEqual([]);
});
