// Scenarios as a user runs them: rates that are kept side by side, the record, failing parts, Ctrl-C in the middle.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { runJsonSchema, type RunRecord } from '../../src/result/schema.js';
import { Workplace } from '../helpers/cli.js';
import { childrenOf, until } from '../helpers/processes.js';

function scenario(...parts: string[]): string {
  return `name: s\nkind: scenario\nparts:\n${parts.map((part) => `  - ${part}\n`).join('')}`;
}

function runOf(
  text: string,
  ...options: string[]
): { record: RunRecord; exitCode: number | null; stdout: string; place: Workplace } {
  const place = new Workplace({ 's.yaml': text });
  const { exitCode, stdout } = place.run('run', 's.yaml', ...options);
  return { record: place.record(), exitCode, stdout, place };
}

const [small, onNull] = ['size: 1MiB, direct: false, engine: sync', "engine: 'null', size: 1MiB"];

test('three paced sources each do rate × time operations, at the same time on real files', () => {
  const paced = (name: string, rate: number, more: string) =>
    `{name: ${name}, workload: {kind: block, ${small}, ${more}, rate: {operations: ${rate}}, arrival: fixed, runtime: 5s}}`;
  const { record, exitCode } = runOf(
    scenario(
      paced('slow', 100, 'blockSize: 64KiB'),
      paced('middle', 200, 'blockSize: 4KiB, seed: 2'),
      paced('fast', 400, 'blockSize: 4KiB, seed: 3, readPercent: 0, prewrite: false, access: sequential'),
    ),
    ...['--set', 'alone=false'],
  );
  expect(exitCode).toBe(0);
  const counts = record.steps.map(({ operations }) => (operations.read ?? operations.write)?.count ?? 0);
  for (const [index, expected] of [500, 1000, 2000].entries()) {
    expect(counts[index]).toBeGreaterThanOrEqual(expected * 0.98);
    expect(counts[index]).toBeLessThanOrEqual(expected * 1.02);
  }
  // They ran at the same time.
  const runs = record.scenarios?.[0]?.parts.flatMap((part) => part.runs) ?? [];
  expect(runs.map(({ startSeconds }) => startSeconds)).toEqual([0, 0, 0]);
});

test('a writer beside a reader: alone, then together on the beat, with figures of both, files gone, the record valid', () => {
  const { record, exitCode, stdout, place } = runOf(
    scenario(
      `{name: reads, workload: {kind: block, ${small}, runtime: 2500ms}}`,
      `{name: logs, workload: {kind: block, ${small}, readPercent: 0, prewrite: false, access: sequential, runtime: 200ms}, ` +
        'at: 200ms, every: 1s, until: reads}',
    ),
  );
  expect(exitCode).toBe(0);
  const validate = new Ajv2020({ strict: true }).compile(runJsonSchema());
  expect(validate(record), JSON.stringify(validate.errors)).toBe(true);
  const ids = record.steps.map(({ id }) => id);
  const inOrder = ['s.reads@alone/here/1', 's.logs@alone/here/1', 's.reads@together/here/1', 's.logs@together/here/1'];
  // A machine that is slow to start a process may come too late for the last one.
  expect(ids.length).toBeGreaterThanOrEqual(5);
  expect([...inOrder, 's.logs@together/here/1.2', 's.logs@together/here/1.3']).toEqual(expect.arrayContaining(ids));
  expect(ids.slice(0, 4)).toEqual(inOrder);
  const [told] = record.scenarios ?? [];
  expect(told).toMatchObject({ name: 's', mount: 'here', repeat: 1, status: 'complete', failedPart: null });
  const [reads, logs] = told?.parts ?? [];
  expect(logs).toMatchObject({ atSeconds: 0.2, everySeconds: 1, untilSeconds: null, untilPart: 'reads' });
  expect(logs?.runs.map(({ dueSeconds }) => dueSeconds)).toEqual([0.2, 1.2, 2.2].slice(0, ids.length - 3));
  for (const { dueSeconds, startSeconds, lateSeconds } of logs?.runs ?? []) {
    expect(lateSeconds).toBeGreaterThanOrEqual(0);
    expect(startSeconds).toBeCloseTo(dueSeconds + lateSeconds, 9);
  }
  expect(reads?.figures.map(({ figure }) => figure)).toEqual(['read.perSecond', 'read.p99']);
  expect(logs?.figures.map(({ figure }) => figure)).toEqual(['write.perSecond', 'write.p99']);
  for (const { alone, together, ratio } of [...(reads?.figures ?? []), ...(logs?.figures ?? [])]) {
    expect(ratio).toBeCloseTo(together / (alone ?? NaN), 9);
  }
  expect(stdout).toContain('Scenario s on mount here: 2 parts together for ');
  // What the reader has read stays for the next run; what the writer has made does not.
  const kept = readdirSync(join(place.directory, 'ioproof-data')).filter((name) => name.startsWith('block-'));
  expect(kept).toHaveLength(1);
});

test('what ends with another part is complete, and says why it ended', () => {
  const { record } = runOf(
    scenario(
      `{name: short, workload: {kind: block, ${onNull}, runtime: 500ms}}`,
      `{name: long, workload: {kind: block, ${onNull}, runtime: 60s}, until: short}`,
      `{name: cut, workload: {kind: block, ${onNull}, runtime: 60s}, until: 300ms}`,
      `{name: never, workload: {kind: block, ${onNull}, runtime: 1s}, at: 50s, until: short}`,
    ),
    ...['--set', 'alone=false'],
  );
  expect(record.steps.map(({ status, endReason }) => [status, endReason])).toEqual([
    ['complete', 'runtime'],
    ['complete', 'until'],
    ['complete', 'runtime'],
    ['skipped', null],
  ]);
  expect(record.steps[2]?.elapsedSeconds).toBeGreaterThanOrEqual(0.3);
  expect(record.steps[2]?.elapsedSeconds).toBeLessThan(30);
  expect(record.steps[3]?.error?.message).toBe('not run: part "short" was over before its start');
});

test('on the virtual clock of the null engine, all of a part is over at once, and figures are exact', () => {
  const virtual = (name: string, latency: string, times: string) =>
    `{name: ${name}, workload: {kind: block, ${onNull}, nullEngine: {latency: ${latency}}, runtime: 200ms}${times}}`;
  const { record } = runOf(scenario(virtual('a', '100us', ''), virtual('b', '1ms', ', at: 100ms')));
  const counts = record.steps.map(({ operations }) => operations.read?.count);
  expect(counts).toEqual([2000, 200, 2000, 200]);
  const parts = record.scenarios?.[0]?.parts ?? [];
  expect(parts.map(({ runs }) => runs.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]))).toEqual([
    [[0, 0.2]],
    [[0.1, 0.3]],
  ]);
  expect(parts.flatMap(({ figures }) => figures.map(({ ratio }) => ratio))).toEqual([1, 1, 1, 1]);
});

test('a part that fails ends the others, and the run', () => {
  const { record, exitCode, stdout } = runOf(
    scenario(
      `{name: steady, workload: {kind: block, ${onNull}, runtime: 60s}}`,
      `{name: broken, workload: {kind: block, ${onNull}, nullEngine: {failEvery: 3}, runtime: 60s}, at: 300ms}`,
    ),
    ...['--set', 'alone=false'],
  );
  expect(exitCode).toBe(3);
  expect(record.steps.map(({ status, error }) => [status, error?.code])).toEqual([
    ['failed', 'STOPPED'],
    ['failed', 'IO_ERROR'],
  ]);
  expect(record.steps[0]?.error?.message).toContain('part "broken" of its scenario has failed');
  expect(record.scenarios).toMatchObject([{ status: 'failed', failedPart: 'broken' }]);
  expect(stdout).toContain('FAILED');
});

test('Ctrl-C in the middle ends all parts, keeps their figures, and leaves no process behind', async () => {
  const place = new Workplace({
    's.yaml': scenario(
      `{name: a, workload: {kind: block, ${onNull}, runtime: 60s}}`,
      `{name: b, workload: {kind: block, ${onNull}, runtime: 60s}}`,
      `{name: later, workload: {kind: block, ${onNull}, runtime: 60s}, at: 50s}`,
    ),
  });
  const command = place.start('run', 's.yaml', '--set', 'alone=false');
  const counts = () => place.events().filter(({ type }) => type === 'interval').length;
  await until(() => counts() >= 2, 'both parts measure');
  command.signal('SIGINT', 'group');

  expect((await command.ended).exitCode).toBe(130);
  expect(childrenOf(command.id, 'job-child.js')).toEqual([]);
  const { run, steps, scenarios } = place.record();
  expect(run.status).toBe('interrupted');
  expect(steps.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed']);
  expect(steps.map(({ error }) => error?.code)).toEqual(['STOPPED', 'STOPPED', 'STOPPED']);
  expect(steps.map(({ operations }) => (operations.read?.count ?? 0) > 0)).toEqual([true, true, false]);
  expect(scenarios).toMatchObject([{ status: 'stopped', failedPart: null }]);
});
