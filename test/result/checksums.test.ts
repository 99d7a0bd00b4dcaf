// SHA256SUMS: written when a run ends, understood by sha256sum, and what tells a record that was changed.
import { spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkSum, checkSums, sha256OfFile } from '../../src/result/checksums.js';
import { readRun } from '../../src/result/read-run.js';
import { toStepRecord } from '../../src/result/step-record.js';
import { RunStore } from '../../src/result/store.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { completeOutcome, runRecord, stepToRecord } from './samples.js';

async function endedRun(): Promise<{ directory: string; sum: string | null }> {
  const store = await RunStore.create(temporaryDirectory(), 'run-1');
  store.event({ type: 'run-start' });
  await store.save(runRecord([]));
  await store.save(runRecord([toStepRecord(stepToRecord(), completeOutcome())]));
  store.event({ type: 'run-end', text: 'ä' });
  return { directory: store.directory, sum: await store.close() };
}

const sha256sum = (directory: string) => spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: directory });

describe('SHA256SUMS', () => {
  test('is what sha256sum reads, over the record as it was saved last and all events', async () => {
    const { directory } = await endedRun();
    const { status, stdout } = sha256sum(directory);
    expect(stdout.toString()).toBe('run.json: OK\nevents.ndjson: OK\n');
    expect(status).toBe(0);
  });

  test('the store tells the sum of run.json', async () => {
    const { directory, sum } = await endedRun();
    expect(sum).toBe(await sha256OfFile(join(directory, 'run.json')));
  });

  test('an untouched run matches, by its folder and by its file', async () => {
    const { directory } = await endedRun();
    expect(await checkSum(directory)).toBe('matches');
    expect(await checkSum(join(directory, 'run.json'))).toBe('matches');
    expect((await checkSums(directory)).map(({ name, integrity }) => [name, integrity])).toEqual([
      ['run.json', 'matches'],
      ['events.ndjson', 'matches'],
    ]);
  });

  test('one changed digit differs, and the record can still be read', async () => {
    const { directory } = await endedRun();
    const file = join(directory, 'run.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"repeat": 1', '"repeat": 2'));
    expect(await checkSum(file)).toBe('differs');
    expect(sha256sum(directory).status).toBe(1);
    expect(readRun(file).steps[0]?.repeat).toBe(2);
  });

  test('events with a line more differ, the record does not', async () => {
    const { directory } = await endedRun();
    appendFileSync(join(directory, 'events.ndjson'), '{}\n');
    expect((await checkSums(directory)).map(({ integrity }) => integrity)).toEqual(['matches', 'differs']);
    expect(await checkSum(directory)).toBe('matches');
  });

  test('a file that is gone differs and says so', async () => {
    const { directory } = await endedRun();
    rmSync(join(directory, 'events.ndjson'));
    expect((await checkSums(directory))[1]).toEqual({
      name: 'events.ndjson',
      integrity: 'differs',
      reason: 'it is gone',
    });
  });

  test.each(['', 'no sums\n', `${'0'.repeat(64)}  ../run.json\n`, `${'0'.repeat(63)}  run.json\n`])(
    'what is not a sum of run.json says nothing: %j',
    async (text) => {
      const { directory } = await endedRun();
      writeFileSync(join(directory, 'SHA256SUMS'), text);
      expect(await checkSum(directory)).toBe('unknown');
      expect(await checkSums(directory)).toEqual([{ name: 'run.json', integrity: 'unknown', reason: '' }]);
    },
  );

  test('a run of an older version, one that was killed and a copy without its folder are unknown', async () => {
    const { directory } = await endedRun();
    const copy = join(directory, 'mine.json');
    copyFileSync(join(directory, 'run.json'), copy);
    expect(await checkSum(copy)).toBe('unknown');
    rmSync(join(directory, 'SHA256SUMS'));
    expect(await checkSum(directory)).toBe('unknown');
  });

  test('a lost event leaves no sums', async () => {
    const store = await RunStore.create(temporaryDirectory(), 'run-1');
    await store.save(runRecord([]));
    await store.close();
    rmSync(join(store.directory, 'SHA256SUMS'));
    store.event({ type: 'late' });
    await expect(store.close()).rejects.toMatchObject({ code: 'RESULTS_NOT_SAVED' });
    expect(await checkSum(store.directory)).toBe('unknown');
  });
});
