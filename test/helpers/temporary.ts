// Temporary directories that are gone after the test, or after the file when made outside of a test.
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** Linux's magic number of tmpfs in statfs. */
const tmpfsType = 0x01021994;

/** A new, empty directory under `parent`, removed when the running test is over. Call it inside of a test. */
export function temporaryDirectory(parent: string = tmpdir()): string {
  const path = mkdtempSync(join(parent, 'ioproof-test-'));
  onTestFinished(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

/** The same for all tests of a file or `describe`: call it there, outside of tests and hooks. */
export function sharedTemporaryDirectory(parent: string = tmpdir()): string {
  const path = mkdtempSync(join(parent, 'ioproof-test-'));
  afterAll(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

/** A tmpfs to make directories on, or why there is none. */
export function findTmpfs(): { path: string; missing: string } {
  const path = '/dev/shm';
  try {
    return { path, missing: statfsSync(path).type === tmpfsType ? '' : `${path} is not a tmpfs` };
  } catch {
    return { path, missing: `there is no ${path}` };
  }
}
