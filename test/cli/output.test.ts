// Where output goes and what happens when it cannot go there: logs, pipes that close, full disks, results folders.
import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loopMount, whyNoLoopMount } from '../helpers/loop-mount.js';
import { main, nullWorkload, Workplace } from '../helpers/cli.js';
import { until } from '../helpers/processes.js';
import { makeImmutable, testNeeding, tmpfs, whyNoMount, whyNotImmutable } from '../mount/mounts.js';

const brief = nullWorkload('brief', 'runtime: 100ms');
const failing = nullWorkload('failing', 'nullEngine: {failEvery: 10}');

/** Runs a line of bash in which $IOPROOF is the command; the output ends with `status` of each part of its first pipe. */
function bash(place: Workplace, line: string): { stdout: string; statuses: number[] } {
  const script = `${line}; echo "statuses \${PIPESTATUS[*]}"`;
  const { stdout } = spawnSync('bash', ['-c', script], {
    cwd: place.directory,
    encoding: 'utf8',
    env: { ...process.env, IOPROOF: `${process.execPath} ${main}` },
  });
  const [text = '', statuses = ''] = stdout.split('statuses ');
  return { stdout: text, statuses: statuses.trim().split(' ').map(Number) };
}

/** Runs a command as a user without rights of root. */
function asUser(command: string[], cwd: string): SpawnSyncReturns<string> {
  const unprivileged = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', '--'];
  const [program = '', ...args] = process.getuid?.() === 0 ? [...unprivileged, ...command] : command;
  return spawnSync(program, args, { cwd, encoding: 'utf8' });
}

const whyNoUser =
  asUser([process.execPath, main, '--version'], '/').status === 0 ? '' : 'no other user can run the command here';

describe('a log', () => {
  test('of a run with a failed and a complete step has no escape and no carriage return, in 100 columns', () => {
    const place = new Workplace({ 'brief.yaml': brief, 'failing.yaml': failing });
    const { stdout, stderr } = place.run('run', 'brief.yaml', 'failing.yaml');
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    expect(stderr.split('\n').filter((line) => line !== '' && !/^\d+:\d\d {2}\S/.test(line))).toEqual([]);
    expect(stderr).toMatch(/\[2\/2\] failing\/here\/1: FAILED, .*EIO/);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('has colours where they are forced', () => {
    const place = new Workplace({ 'brief.yaml': brief });
    const { stdout } = bash(place, 'FORCE_COLOR=1 $IOPROOF run brief.yaml --quiet');
    expect(stdout).toContain('\u001b[');
    expect(bash(place, 'NO_COLOR=1 FORCE_COLOR=1 $IOPROOF run brief.yaml --quiet').stdout).not.toContain('\u001b[');
  });

  test('with --quiet is empty also where a step fails, and the table names the failure', () => {
    const place = new Workplace({ 'failing.yaml': failing });
    const { exitCode, stdout, stderr } = place.run('run', 'failing.yaml', '--quiet');
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: '' });
    expect(stdout).toMatch(/FAILED.*EIO/);
  });

  test('with --json goes to standard error only', () => {
    const place = new Workplace({ 'brief.yaml': brief });
    const { stdout, stderr } = place.run('run', 'brief.yaml', '--json');
    expect(JSON.parse(stdout)).toEqual(place.record());
    expect(stderr).toContain('brief/here/1: start');
  });
});

test('the advice of a failed step is a sentence of its own', () => {
  const place = new Workplace();
  place.mount('target');
  const words = ['size=1MiB', 'readPercent=100', 'access=permutation', 'direct=false', 'verify=only'];
  const args = ['run', 'random-write-4k', ...words.flatMap((word) => ['--set', word]), '--mount', 'target=target'];
  const { exitCode, stdout } = place.run(...args, '--quiet');
  expect(exitCode).toBe(3);
  expect(stdout.replace(/\s+/g, ' ')).toMatch(
    /NOTHING_TO_VERIFY: there is no data set .* on "[^"]*"\. Run the workload/,
  );
  expect(stdout).toContain('4KiB permutation verify');
});

test('an interrupt before the check leaves nothing that looks verified, and shows what was measured', async () => {
  const place = new Workplace();
  place.mount('target');
  const words = ['size=1MiB', 'access=permutation', 'direct=false', 'verify=after', 'runtime=60s'];
  const args = ['run', 'random-write-4k', ...words.flatMap((word) => ['--set', word]), '--mount', 'target=target'];
  const running = place.start(...args);
  await until(() => place.events().some(({ type }) => type === 'interval'), 'the first interval is over');
  running.signal('SIGINT');
  const { exitCode, stdout } = await running.ended;
  expect(exitCode).toBe(130);
  // In ASCII where the locale has no more.
  expect(stdout).toMatch(/^ [✗x] random-write-4k\/target\/1: not verified: the step was stopped before the check$/m);
  expect(stdout).not.toContain('✓');
  expect(stdout).toMatch(/^ write +stopped +\S+ \wiB\/s/m);
});

describe('a reader who leaves', () => {
  test('ends no list early and is no failure', () => {
    const { statuses } = bash(new Workplace(), '$IOPROOF list | true');
    expect(statuses).toEqual([0, 0]);
  });

  test('of the log does not end the run: the record is saved, and the exit code is that of the run', () => {
    const place = new Workplace({ 'brief.yaml': brief, 'failing.yaml': failing });
    const { statuses } = bash(place, '$IOPROOF run brief.yaml failing.yaml 2>&1 >/dev/null | head -1');
    expect(statuses).toEqual([3, 0]);
    expect(place.record().run.status).toBe('partial');
    expect(place.record().steps.map(({ status }) => status)).toEqual(['complete', 'failed']);
  });

  test('of the results does not change the exit code of the run', () => {
    const place = new Workplace({ 'failing.yaml': failing });
    expect(bash(place, '$IOPROOF run failing.yaml --quiet --json | true').statuses).toEqual([3, 0]);
    expect(bash(place, '$IOPROOF run failing.yaml --quiet | true').statuses).toEqual([3, 0]);
  });
});

test('a reader who is slow gets the whole document, which is larger than a pipe holds', () => {
  const place = new Workplace({ 'many.yaml': nullWorkload('many', 'passes: 1', 'workers: 800', 'files: 1') });
  const { stdout, statuses } = bash(place, '$IOPROOF run many.yaml --quiet --json | (sleep 1; cat)');
  expect(statuses).toEqual([0, 0]);
  expect(stdout.length).toBeGreaterThan(2 ** 16);
  expect(JSON.parse(stdout)).toEqual(place.record());
});

test.skipIf(!existsSync('/dev/full'))('standard output on a full disk is a failure that is told', () => {
  const place = new Workplace({ 'brief.yaml': brief });
  for (const command of ['list', 'run brief.yaml --json --quiet --out a', 'plan brief.yaml']) {
    const { stdout, statuses } = bash(place, `$IOPROOF ${command} 2>&1 >/dev/full`);
    expect(statuses).toEqual([3]);
    expect(stdout).toContain('standard output cannot be written: ENOSPC');
  }
  // What counts is on disk.
  expect(place.record('a').run.status).toBe('complete');
});

describe('a results folder', () => {
  const notWritten = (place: Workplace, out: string, reason: string): void => {
    const mount = place.mount('target');
    const args = ['run', 'latency-4k', '--set', 'size=1MiB', '--set', 'runtime=50ms'];
    const { exitCode, stdout, stderr } = place.run(...args, '--mount', `target=${mount}`, '--out', out);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr).toContain('Choose a writable folder with --out.');
    // Nothing was measured for a record that nobody can read.
    expect(readdirSync(mount)).toEqual([]);
  };

  test('that is a file', () => {
    const place = new Workplace({ taken: '' });
    notWritten(place, 'taken', 'EEXIST');
  });

  testNeeding(whyNotImmutable, 'that nobody may write to', () => {
    const place = new Workplace();
    const folder = place.mount('results');
    makeImmutable(folder);
    notWritten(place, 'results', 'EPERM');
  });

  testNeeding(whyNoMount, 'on a file system that is read-only', () => {
    const path = tmpfs('size=1m');
    execFileSync('mount', ['-o', 'remount,ro', path]);
    notWritten(new Workplace(), path, 'EROFS');
  });

  testNeeding(whyNoUser, 'that this user may not write to', () => {
    const place = new Workplace({ 'brief.yaml': brief });
    chmodSync(place.directory, 0o755);
    chmodSync(place.mount('results'), 0o555);
    chmodSync(place.mount('target'), 0o777);
    const run = [process.execPath, main, 'run', 'brief.yaml', '--mount', 'target=target'];
    const { status, stderr } = asUser(run, place.directory);
    expect(status).toBe(2);
    expect(stderr).toContain('EACCES');
    expect(readdirSync(place.path('target'))).toEqual([]);
  });

  testNeeding(whyNoMount, 'that becomes full is a failure that names it', () => {
    const path = tmpfs('size=64k');
    writeFileSync(`${path}/filler`, Buffer.alloc(40 * 1024));
    const place = new Workplace({ 'brief.yaml': brief });
    const { exitCode, stderr } = place.run('run', 'brief.yaml', '--repeat', '20', '--out', `${path}/results`);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/The results in ".*" cannot be saved: ENOSPC/);
    expect(stderr).toContain('Make room or choose another folder with --out.');
  });

  test.skipIf(whyNoLoopMount('ext4'))('on another mount than the one under test', () => {
    const mount = loopMount('ext4', 32);
    try {
      const place = new Workplace({ 'brief.yaml': brief });
      expect(place.run('run', 'brief.yaml', '--quiet', '--out', mount.path).exitCode).toBe(0);
      const own = (name: string) => /^\d{8}-\d{6}-[0-9a-f]{4}$/.test(name);
      expect(readdirSync(mount.path).filter(own)).toHaveLength(1);
      expect(readdirSync(mount.path).sort().slice(1)).toEqual(['index.jsonl', 'lost+found']);
      expect(readdirSync(place.directory)).toEqual(['brief.yaml']);
    } finally {
      mount.unmount();
    }
  });
});
