// An epoch over files of drawn sizes from the command line: each file read once with its own size, and the record says so.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../../src/result/schema.js';
import { Workplace } from '../../helpers/cli.js';
import { loopMount, whyNoLoopMount } from '../../helpers/loop-mount.js';
import { findTmpfs, temporaryDirectory } from '../../helpers/temporary.js';

const small = ['--scale', '0.0002', '--set', 'directories={width: 4, depth: 2}', '--set', 'epochs=2'];

function runOn(path: string): RunRecord {
  const { stdout, exitCode } = new Workplace().run(
    ...['run', 'imagenet-epoch', ...small, '--mount', `m=${path}`, '--json', '--quiet'],
  );
  expect(exitCode).toBe(0);
  return JSON.parse(stdout) as RunRecord;
}

/** Bytes of each file of the only data set. */
function sizesOn(path: string): number[] {
  const data = join(path, 'ioproof-data');
  const names = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /d\d\/d\d\/f\d{9}$/.test(name),
  );
  return names.map((name) => statSync(join(data, name)).size);
}

function expectEpochs(path: string): RunRecord['steps'][number] | undefined {
  const first = runOn(path).steps[0];
  const sizes = sizesOn(path);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(sizes).toHaveLength(256);
  expect(new Set(sizes).size).toBeGreaterThan(200);
  expect(total / 256 / 1024).toBeGreaterThan(90);
  expect(total / 256 / 1024).toBeLessThan(130);
  const expected = {
    status: 'complete',
    job: { files: 256, fileSize: { lognormal: { sigma: 0.5 } } },
    operations: { open: { count: 512 }, close: { count: 512 }, read: { bytes: 2 * total, short: 0, errors: 0 } },
  };
  expect(first).toMatchObject({ ...expected, dataset: { bytes: total, reused: false } });
  expect(runOn(path).steps[0]).toMatchObject({ ...expected, dataset: { bytes: total, reused: true } });
  return first;
}

const tmpfs = findTmpfs();

test.skipIf(tmpfs.missing)(`on tmpfs ${tmpfs.missing}`, () => {
  expectEpochs(temporaryDirectory(tmpfs.path));
});

describe.each(['ext4', 'xfs'] as const)('on %s', (type) => {
  const missing = whyNoLoopMount(type);

  test.skipIf(missing)(`past the page cache, though no file is whole sectors ${missing}`, () => {
    const mount = loopMount(type);
    try {
      expect(expectEpochs(mount.path)).toMatchObject({ engine: { direct: true } });
    } finally {
      mount.unmount();
    }
  });
});
