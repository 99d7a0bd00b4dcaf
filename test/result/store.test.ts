// The folder of a run: always a whole record on disk, all events in order, clear errors.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { IoproofError } from '../../src/errors.js';
import { readRun } from '../../src/result/read-run.js';
import { toStepRecord } from '../../src/result/step-record.js';
import { RunStore } from '../../src/result/store.js';
import { completeOutcome, runRecord, stepToRecord } from './samples.js';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'ioproof-store-'));
});
afterEach(() => {
  rmSync(out, { recursive: true, force: true });
});

const record = () => runRecord([toStepRecord(stepToRecord(), completeOutcome())]);

describe('RunStore', () => {
  test('makes the results folder and the folder of the run', async () => {
    const store = await RunStore.create(join(out, 'deep', 'results'), 'run-1');
    await store.close();
    expect(store.directory).toBe(join(out, 'deep', 'results', 'run-1'));
    expect(readdirSync(store.directory).sort()).toEqual(['SHA256SUMS', 'events.ndjson']);
  });

  test('what is saved is read back, by folder and by file; nothing temporary is left', async () => {
    const store = await RunStore.create(out, 'run-1');
    await store.save(record());
    await store.close();

    expect(readRun(store.directory)).toEqual(record());
    expect(readRun(join(store.directory, 'run.json'))).toEqual(record());
    expect(readdirSync(store.directory).sort()).toEqual(['SHA256SUMS', 'events.ndjson', 'run.json']);
  });

  test('saves the record as it is at the call, and the last call wins', async () => {
    const store = await RunStore.create(out, 'run-1');
    const growing = runRecord([]);
    const saves = Array.from({ length: 20 }, (_, repeat) => {
      growing.steps.push(toStepRecord({ ...stepToRecord(), repeat: repeat + 1 }, completeOutcome()));
      return store.save(growing);
    });
    growing.steps.length = 0;
    await Promise.all(saves);
    await store.close();

    expect(readRun(store.directory).steps.map(({ repeat }) => repeat)).toEqual(saves.map((_, index) => index + 1));
  });

  test('a save that fails leaves the record before it', async () => {
    const store = await RunStore.create(out, 'run-1');
    await store.save(record());
    mkdirSync(join(store.directory, '.run.json.tmp'));

    const saved = store.save(runRecord([]));
    await expect(saved).rejects.toMatchObject({ code: 'RESULTS_NOT_SAVED', exitCode: 3 });
    expect(readRun(store.directory)).toEqual(record());
    await store.close();
  });

  test('events are lines in the order of the calls', async () => {
    const store = await RunStore.create(out, 'run-1');
    for (let index = 0; index < 100; index += 1) store.event({ type: 'interval', index, text: 'one\ntwo' });
    await store.close();

    const lines = readFileSync(join(store.directory, 'events.ndjson'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { index: number }).index)).toEqual([...Array(100).keys()]);
  });

  test('a lost event is told by the next save', async () => {
    const store = await RunStore.create(out, 'run-1');
    await store.close();
    store.event({ type: 'late' });
    await expect(store.save(record())).rejects.toMatchObject({ code: 'RESULTS_NOT_SAVED' });
  });

  test('a run that is there already is not touched', async () => {
    const first = await RunStore.create(out, 'run-1');
    first.event({ type: 'plan' });
    await first.close();

    await expect(RunStore.create(out, 'run-1')).rejects.toMatchObject({ code: 'RUN_EXISTS', exitCode: 2 });
    expect(readFileSync(join(first.directory, 'events.ndjson'), 'utf8')).toBe('{"type":"plan"}\n');
  });

  test('a folder that the file system says is never there ends with its error', async () => {
    // Below /proc, Node's own recursive mkdir tries for ever.
    const error = await RunStore.create('/proc/ioproof/results', 'run-1').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'RESULTS_NOT_WRITABLE', exitCode: 2 });
    expect((error as IoproofError).message).toContain('"/proc/ioproof/results/run-1"');
  });

  test('two runs that begin at once make the same folder above them', async () => {
    const folder = join(out, 'a', 'b', 'c');
    const stores = await Promise.all(['run-1', 'run-2', 'run-3'].map((id) => RunStore.create(folder, id)));
    await Promise.all(stores.map((store) => store.close()));
    expect(readdirSync(folder).sort()).toEqual(['run-1', 'run-2', 'run-3']);
  });

  test('a results folder that is a file is named', async () => {
    const file = join(out, 'file');
    writeFileSync(file, '');
    const message = expect.stringContaining(file) as string;
    await expect(RunStore.create(file, 'run-1')).rejects.toMatchObject({ code: 'RESULTS_NOT_WRITABLE', message });
  });
});

describe('readRun', () => {
  function written(content: string): string {
    const file = join(out, 'run.json');
    writeFileSync(file, content);
    return file;
  }

  function errorOf(path: string): IoproofError {
    try {
      readRun(path);
    } catch (error) {
      if (error instanceof IoproofError) return error;
      throw error;
    }
    throw new Error(`readRun accepted ${path}`);
  }

  test('keeps fields of a later version of the same format', () => {
    const file = written(JSON.stringify({ ...record(), later: { kept: true } }));
    expect(readRun(file)).toMatchObject({ later: { kept: true } });
  });

  test.each([
    ['RUN_NOT_JSON', '{"schemaVersion": 1,'],
    ['RUN_NOT_JSON', ''],
    ['RUN_VERSION', '{"schemaVersion": 2}'],
    ['RUN_VERSION', '{"fio version": "fio-3.36"}'],
    ['RUN_VERSION', 'null'],
    ['RUN_INVALID', '{"schemaVersion": 1}'],
  ])('%s for %j, with the path and advice', (code, content) => {
    const file = written(content);
    const error = errorOf(file);
    expect(error).toMatchObject({ code, exitCode: 2 });
    expect(error.message).toContain(file);
    expect(error.advice).toMatch(/\S/);
  });

  test('says both versions, and to read a newer one with a newer tool', () => {
    const error = errorOf(written('{"schemaVersion": 2}'));
    expect(error.message).toMatch(/has schemaVersion 2, but this ioproof reads 1$/);
    expect(error.advice).toBe('Read it with a newer ioproof.');
    expect(errorOf(written('{}')).message).toMatch(/has no schemaVersion, but/);
  });

  test('names the fields that are wrong', () => {
    const spoilt = { ...record(), mounts: 'none' };
    expect(() => readRun(written(JSON.stringify(spoilt)))).toThrow(/mounts/);
  });

  test('a path that does not exist, and a folder without a record', () => {
    const unreadable = { code: 'RUN_NOT_READABLE', exitCode: 2 };
    expect(errorOf(join(out, 'absent'))).toMatchObject(unreadable);
    expect(errorOf(out)).toMatchObject(unreadable);
  });
});
