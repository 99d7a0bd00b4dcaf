// Caches as a user runs them: on the null engine in virtual time, and on a real directory with every byte checked.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../helpers/temporary.js';
import { ioproof, recordIn, settings } from '../command.js';

test('the same seed gives the same requests, and a valid document', () => {
  const cwd = temporaryDirectory();
  const quick = settings('engine=null', 'nullEngine={latency: 10us}', 'workers=1', 'requests=50', 'runtime=null');
  const run = (...set: string[]) =>
    recordIn(ioproof(['run', 'kv-cache-option1', ...quick, ...settings(...set), '--json'], cwd));
  const [first, again, other] = [run(), run(), run('seed=43')];
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(ioproof(['schema', 'run'], cwd).stdout) as object);

  expect(validate(first), JSON.stringify(validate.errors)).toBe(true);
  expect(first.steps[0]).toMatchObject({
    status: 'complete',
    endReason: 'passes',
    kvCache: { requests: 50, users: 200 },
  });
  expect(again.steps[0]?.kvCache).toEqual(first.steps[0]?.kvCache);
  expect(other.steps[0]?.kvCache?.storedBytes).not.toBe(first.steps[0]?.kvCache?.storedBytes);
});

test.each(['sync', 'io_uring'])('on a directory, %s reads what was written, and nothing is left', (engine) => {
  const cwd = temporaryDirectory();
  writeFileSync(
    join(cwd, 'c.yaml'),
    `name: c\nkind: kv-cache\nusers: 8\nrequests: 40\nscale: 0.002\ncapacity: 24MiB\nverify: during\nengine: ${engine}\n`,
  );
  const result = ioproof(['run', 'c.yaml', '--json'], cwd);
  const [step] = recordIn(result).steps;
  if (step?.error?.code === 'ENGINE_REFUSED') return;

  expect(result.status, result.stderr).toBe(0);
  expect(step).toMatchObject({ status: 'complete', kvCache: { requests: 40, damagedReads: 0 } });
  expect(step?.kvCache?.verifiedBytes).toBe(step?.kvCache?.loadedBytes);
  expect(step?.kvCache?.evictions).toBeGreaterThan(0);
  expect(step?.kvCache?.mostBytes).toBeLessThanOrEqual(24 * 2 ** 20);
  expect(step?.operations.unlink?.count).toBe(step?.kvCache?.evictions);
  expect(readdirSync(join(cwd, 'ioproof-data')).filter((name) => name.startsWith('kv-cache'))).toEqual([]);
});

test('fio cannot do the same, and the cross-check says so', () => {
  const cwd = temporaryDirectory();
  const { status, stdout, stderr } = ioproof(['crosscheck', 'kv-cache-option1'], cwd);
  expect(status).not.toBe(0);
  expect(stdout + stderr).toMatch(/what its cache holds|fio/);
});
