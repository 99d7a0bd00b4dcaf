// The index of a results folder: one line a run, whatever else lies in it, and the runs that it does not know.
import { appendFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { entryOf } from '../../src/history/entry.js';
import { fingerprintOf } from '../../src/history/fingerprint.js';
import { readHistory, rebuildIndex } from '../../src/history/history.js';
import { appendEntry, indexFileName, readIndex } from '../../src/history/index-file.js';
import { sha256OfFile } from '../../src/result/checksums.js';
import type { RunRecord } from '../../src/result/schema.js';
import { toStepRecord } from '../../src/result/step-record.js';
import { RunStore } from '../../src/result/store.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { completeOutcome, runRecord, stepToRecord } from '../result/samples.js';
import { entry } from './entries.js';

function recordOf(id: string): RunRecord {
  const record = runRecord([toStepRecord(stepToRecord(), completeOutcome())]);
  return { ...record, run: { ...record.run, id, status: 'complete', endedAt: '2026-11-20T22:46:00.000Z' } };
}

/** A run with its folder, and with a line where that is wanted. */
async function addRun(results: string, id: string, indexed = true): Promise<void> {
  const store = await RunStore.create(results, id);
  await store.save(recordOf(id));
  const sha256 = await store.close();
  if (indexed) await appendEntry(results, entryOf(recordOf(id), id, sha256));
}

const index = (results: string) => join(results, indexFileName);

describe('entryOf', () => {
  test('has the main figures with median, number and unit, by workload and mount', async () => {
    const results = temporaryDirectory();
    await addRun(results, 'run-1');
    const [line] = (await readIndex(results)).entries;
    expect(line).toMatchObject({
      id: 'run-1',
      host: 'node1',
      status: 'complete',
      mounts: [{ name: 'here', kind: 'ext4' }],
    });
    expect(line?.sha256).toBe(await sha256OfFile(join(results, 'run-1', 'run.json')));
    const [workload] = line?.workloads ?? [];
    expect(workload).toMatchObject({ name: 'random-read-4k', variant: 'queueDepth=32', complete: 1, repeats: 1 });
    expect(workload?.figures).toContainEqual({ name: 'read.p99', median: 4000, n: 1, unit: 'nanoseconds' });
  });

  test('takes the median over complete repeats only', () => {
    const step = toStepRecord(stepToRecord(), completeOutcome());
    const repeats = [step, { ...step, repeat: 2 }, { ...step, repeat: 3, status: 'failed' as const }];
    const record = { ...recordOf('run-1'), steps: repeats };
    expect(entryOf(record, 'run-1', null).workloads[0]).toMatchObject({
      complete: 2,
      repeats: 3,
      figures: [{ n: 2 }, { n: 2 }],
    });
  });
});

describe('fingerprintOf', () => {
  test('is of what is done: not of the order of keys, of the description or of what is demanded', () => {
    const plain = fingerprintOf({ job: { kind: 'block', size: 1, null: { a: 1, b: 2 } } });
    expect(fingerprintOf({ job: { null: { b: 2, a: 1 }, size: 1, kind: 'block' } })).toBe(plain);
    expect(
      fingerprintOf({ job: { kind: 'block', size: 1, null: { a: 1, b: 2 }, description: 'x', accept: ['a'] } }),
    ).toBe(plain);
    expect(fingerprintOf({ job: { kind: 'block', size: 2, null: { a: 1, b: 2 } } })).not.toBe(plain);
  });
});

describe('appendEntry', () => {
  test('lines of many runs at once are all there', async () => {
    const results = temporaryDirectory();
    await Promise.all(Array.from({ length: 40 }, (_, at) => appendEntry(results, entry(at, at + 1))));
    const { entries, bad } = await readIndex(results);
    expect(new Set(entries.map(({ folder }) => folder)).size).toBe(40);
    expect(bad).toEqual([]);
  });

  test('ends a line that a crash has torn', async () => {
    const results = temporaryDirectory();
    writeFileSync(index(results), '{"indexVersion": 1, "id": "to');
    await appendEntry(results, entry(1, 1));
    const { entries, bad } = await readIndex(results);
    expect(entries).toHaveLength(1);
    expect(bad).toEqual([{ line: 1, reason: expect.stringContaining('no JSON') as string }]);
  });
});

describe('readHistory', () => {
  test('a torn last line is left out in silence, a foreign one in the middle is told', async () => {
    const results = temporaryDirectory();
    await addRun(results, 'run-1');
    appendFileSync(index(results), '{"hello": 1}\n\n');
    await addRun(results, 'run-2');
    appendFileSync(index(results), '{"indexVersion": 1,');
    const { runs, bad } = await readHistory(results);
    expect(runs.map(({ folder }) => folder)).toEqual(['run-1', 'run-2']);
    expect(bad).toEqual([{ line: 2, reason: expect.stringContaining('no line of ioproof') as string }]);
  });

  test('finds runs without a line, also without an index', async () => {
    const results = temporaryDirectory();
    await addRun(results, 'run-1', false);
    await addRun(results, 'run-2', false);
    const { runs } = await readHistory(results);
    expect(runs.map(({ folder, indexed }) => [folder, indexed])).toEqual([
      ['run-1', false],
      ['run-2', false],
    ]);
    expect(runs[0]?.sha256).toBe(await sha256OfFile(join(results, 'run-1', 'run.json')));
  });

  test('a run that was changed has no sum that anybody vouches for', async () => {
    const results = temporaryDirectory();
    await addRun(results, 'run-1', false);
    appendFileSync(join(results, 'run-1', 'run.json'), '\n');
    expect((await readHistory(results)).runs[0]?.sha256).toBeNull();
  });

  test('a line whose folder is gone is told as gone', async () => {
    const results = temporaryDirectory();
    await addRun(results, 'run-1');
    rmSync(join(results, 'run-1'), { recursive: true });
    expect((await readHistory(results)).runs).toMatchObject([{ folder: 'run-1', present: false, indexed: true }]);
  });

  test('two runs with one id are told apart by their folders', async () => {
    const results = temporaryDirectory();
    await addRun(results, 'run-1');
    cpSync(join(results, 'run-1'), join(results, 'copy of run-1'), { recursive: true });
    const { runs } = await readHistory(results);
    expect(runs.map(({ id, folder }) => [id, folder])).toEqual([
      ['run-1', 'copy of run-1'],
      ['run-1', 'run-1'],
    ]);
  });

  test('a record that cannot be read does not hide the others', async () => {
    const results = temporaryDirectory();
    await addRun(results, 'run-1', false);
    mkdirSync(join(results, 'broken'));
    writeFileSync(join(results, 'broken', 'run.json'), '{"schemaVersion": 1');
    mkdirSync(join(results, 'no run'));
    const { runs, unreadable } = await readHistory(results);
    expect(runs).toHaveLength(1);
    expect(unreadable).toEqual([{ folder: 'broken', reason: expect.stringContaining('is not JSON') as string }]);
  });

  test('a folder that is not there is refused', async () => {
    await expect(readHistory(join(temporaryDirectory(), 'nowhere'))).rejects.toMatchObject({
      code: 'RESULTS_NOT_READABLE',
      exitCode: 2,
    });
  });
});

describe('rebuildIndex', () => {
  test('takes every run once, keeps those that are gone, and drops what says nothing', async () => {
    const results = temporaryDirectory();
    await addRun(results, 'run-2');
    await addRun(results, 'run-3');
    await addRun(results, 'run-1', false);
    appendFileSync(index(results), 'junk\n');
    await appendEntry(results, entryOf(recordOf('run-2'), 'run-2', null));
    renameSync(join(results, 'run-3'), join(results, 'run-4'));
    await rebuildIndex(results);
    const { entries, bad } = await readIndex(results);
    expect(bad).toEqual([]);
    expect(entries.map(({ folder }) => folder).sort()).toEqual(['run-1', 'run-2', 'run-3', 'run-4']);
    const text = readFileSync(index(results), 'utf8');
    await rebuildIndex(results);
    expect(readFileSync(index(results), 'utf8')).toBe(text);
  });

  test('leaves the old index where no new one can be written', async () => {
    const results = temporaryDirectory();
    await addRun(results, 'run-1', false);
    mkdirSync(index(results));
    await expect(rebuildIndex(results)).rejects.toMatchObject({ code: 'RESULTS_NOT_SAVED' });
    expect((await import('node:fs')).readdirSync(results).sort()).toEqual(['index.jsonl', 'run-1']);
  });
});
