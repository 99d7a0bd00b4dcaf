// Real mounts and immutable files for tests, where this user may make them; elsewhere the tests are skipped and say why.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary.js';

/** Why this user cannot mount a tmpfs here; empty when it can. */
export const whyNoMount = (() => {
  const probe = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { encoding: 'utf8' });
  if (probe.status === 0) return '';
  return `no tmpfs can be mounted here: ${probe.error?.message ?? probe.stderr.trim()}`;
})();

/** A test that needs what is missing (empty: nothing) is skipped with that reason in its title. */
export function testNeeding(missing: string, title: string, body: () => void | Promise<void>): void {
  test.skipIf(missing !== '')(missing === '' ? title : `${title} (skipped: ${missing})`, body);
}

/** Mounts something at a new directory below `parent`, until the test ends. `arguments_` precede the mount point. */
export function mount(arguments_: string[], parent = temporaryDirectory(), name = 'mount'): string {
  const path = join(parent, name);
  mkdirSync(path, { recursive: true });
  execFileSync('mount', [...arguments_, path]);
  onTestFinished(() => {
    execFileSync('umount', ['-l', path]);
  });
  return path;
}

/** A new tmpfs until the test ends; `options` as in `mount -o`. */
export function tmpfs(options: string): string {
  return mount(['-t', 'tmpfs', '-o', options, 'ioproof-test']);
}

/** Why files cannot be made immutable here; empty when they can. */
export const whyNotImmutable = (() => {
  const directory = mkdtempSync(join(tmpdir(), 'ioproof-test-'));
  const probe = spawnSync('chattr', ['+i', directory], { encoding: 'utf8' });
  spawnSync('chattr', ['-i', directory]);
  rmdirSync(directory);
  return probe.status === 0 ? '' : `no immutable files: ${probe.error?.message ?? probe.stderr.trim()}`;
})();

/** Nothing can change a file or directory, not even root, until the test ends. */
export function makeImmutable(path: string): void {
  execFileSync('chattr', ['+i', path]);
  onTestFinished(() => {
    execFileSync('chattr', ['-i', path]);
  });
}
