// The installed fio as a process: its version, and one run of it within a deadline.
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { exitCodes, IoproofError, systemCode } from '../errors.js';
import { OwnedProcess } from '../run/owned-process.js';

/** A program that can be run as fio. */
export interface Fio {
  path: string;
  /** As it prints it: `fio-3.33`. */
  version: string;
}

/** Far above what fio prints for one group of jobs. */
const mostOutput = 64 * 2 ** 20;
const versionPatienceMs = 10_000;

/** Throws FIO_MISSING with exit code 2 where the program is none, or is no fio. */
export async function findFio(path: string): Promise<Fio> {
  const run = new FioRun(path, ['--version'], versionPatienceMs);
  const version = await run.output.catch((error: unknown) => {
    throw missing(path, systemCode(error) === 'ENOENT' ? 'is not there' : 'cannot be run', error);
  });
  if (!/^fio-\d/.test(version)) throw missing(path, 'is no fio: it does not say its version', undefined);
  return { path, version: version.trim() };
}

function missing(path: string, what: string, cause: unknown): IoproofError {
  return new IoproofError('FIO_MISSING', `the program "${path}" ${what}`, {
    advice: 'Install fio (Debian and Ubuntu: apt install fio; RHEL: dnf install fio), or name it with --fio PATH.',
    exitCode: exitCodes.usage,
    details: { path },
    cause,
  });
}

/** One run of fio on its way. It is ended by its id: at the deadline, or by `stop` or `kill`. */
export class FioRun {
  /** What it printed. Rejects with FIO_FAILED, or the system's error where it cannot be started. */
  readonly output: Promise<string>;
  private readonly process: OwnedProcess;
  private stdout = '';
  private startError: Error | null = null;
  private cut: string | null = null;

  constructor(path: string, args: readonly string[], deadlineMs: number) {
    // fio leaves files of its own in its directory with some options.
    const child = spawn(path, args, { cwd: tmpdir(), stdio: ['ignore', 'pipe', 'pipe'] });
    child.on('error', (error) => (this.startError ??= error));
    child.stdout.on('data', (chunk: Buffer) => {
      if (this.stdout.length < mostOutput) this.stdout += chunk.toString();
    });
    this.process = new OwnedProcess(child);
    const deadline = setTimeout(() => {
      this.end(`fio did not end within ${Math.round(deadlineMs / 1000)} s; see --grace`);
    }, deadlineMs);
    this.output = this.finish().finally(() => {
      clearTimeout(deadline);
    });
  }

  stop(): void {
    this.end('fio was stopped');
  }

  kill(): void {
    this.cut ??= 'fio was stopped';
    void this.process.killAtOnce();
  }

  private end(reason: string): void {
    this.cut ??= reason;
    void this.process.kill();
  }

  private async finish(): Promise<string> {
    const { exitCode, signal, abandoned, blockedIn } = await this.process.ended;
    if (this.startError !== null) throw this.startError;
    const left = abandoned ? `; its process ignored SIGKILL and was left behind (${blockedIn ?? 'unknown state'})` : '';
    if (this.cut !== null) throw new IoproofError('FIO_FAILED', `${this.cut}${left}`);
    if (exitCode === 0) return this.stdout;
    const how = signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
    throw new IoproofError('FIO_FAILED', `fio ended with ${how}: ${lastLines(this.process.lastWords, this.stdout)}`);
  }
}

/** fio tells of errors on either stream; on standard output they stand before its document. */
function lastLines(stderr: string, stdout: string): string {
  const lines = [stdout.split(/^\{$/m)[0] ?? '', stderr].join('\n').split('\n');
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-3)
    .join(' | ');
}
