// The real command line in a process of its own: run to its end, or watched and signalled while it runs.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { readDescribedRun } from './described-run.js';
import type { RunRecord } from '../../src/result/schema.js';
import { eventsFileName } from '../../src/result/store.js';
import { temporaryDirectory } from './temporary.js';

export const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Long, since what is slow is not wrong: it ends what hangs. */
const defaultDeadlineMs = 120_000;
const pollMs = 20;

export interface Finished {
  /** Null where a signal ended it, that of the deadline included. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A block workload on the null engine, as YAML; `more` are further lines. */
export function nullWorkload(name: string, ...more: string[]): string {
  return ['kind: block', `name: ${name}`, "engine: 'null'", 'size: 1MiB', ...more, ''].join('\n');
}

/** A folder to run the command in, with workload files and mounts; gone when the test is over. */
export class Workplace {
  readonly directory = temporaryDirectory();

  /** `files`: name → content. `deadlineMs`: after which a command is killed. */
  constructor(
    files: Record<string, string> = {},
    private readonly deadlineMs: number = defaultDeadlineMs,
  ) {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(this.directory, name), content);
  }

  /** Makes a directory below, to be used as a mount; returns its path. */
  mount(name: string): string {
    const path = join(this.directory, name);
    mkdirSync(path);
    return path;
  }

  path(...names: string[]): string {
    return join(this.directory, ...names);
  }

  run(...args: string[]): Finished {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
      cwd: this.directory,
      encoding: 'utf8',
      timeout: this.deadlineMs,
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 2 ** 20,
    });
    return { exitCode: status, stdout, stderr };
  }

  start(...args: string[]): Running {
    return new Running(args, this.directory, this.deadlineMs);
  }

  /** Events of the runs in `results`, as far as they are written. */
  events(results = 'results'): { type: string }[] {
    return eventsIn(this.path(results));
  }

  /** The record of the only run in `results`, checked against its schema. */
  record(results = 'results'): RunRecord {
    const runs = runsIn(this.path(results));
    if (runs.length !== 1) throw new Error(`${runs.length} runs in ${results}`);
    return readDescribedRun(this.path(results, runs[0] ?? ''));
  }
}

/** Names of the folders of runs in a results folder, the oldest first. */
export function runsIn(results: string): string[] {
  const entries = readdirSync(results, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** Lines of events.ndjson of the runs in a results folder; none while there is no run. */
function eventsIn(results: string): { type: string }[] {
  if (!existsSync(results)) return [];
  const files = runsIn(results).map((run) => join(results, run, eventsFileName));
  const text = files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')).join('');
  // A line that is being written has no end yet.
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { type: string });
}

/** A command that runs, in a process group of its own as below a shell; ended by force when the test is over. */
export class Running {
  readonly id: number;
  readonly ended: Promise<Finished>;
  #stdout = '';
  #stderr = '';
  #over = false;

  constructor(args: string[], cwd: string, deadlineMs: number = defaultDeadlineMs) {
    const child = spawn(process.execPath, [main, ...args], { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    if (child.pid === undefined) throw new Error('the command does not start');
    this.id = child.pid;
    child.stdout.on('data', (chunk: Buffer) => (this.#stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString()));
    const deadline = setTimeout(() => {
      this.signal('SIGKILL');
    }, deadlineMs);
    this.ended = new Promise((resolve) => {
      child.on('close', (exitCode) => {
        this.#over = true;
        clearTimeout(deadline);
        resolve({ exitCode, stdout: this.#stdout, stderr: this.#stderr });
      });
    });
    onTestFinished(() => {
      this.signal('SIGKILL');
    });
  }

  /** Whether it has ended. */
  get isOver(): boolean {
    return this.#over;
  }

  /** What it has written to standard output by now. */
  get stdoutSoFar(): string {
    return this.#stdout;
  }

  /** What it has written to standard error by now. */
  get stderrSoFar(): string {
    return this.#stderr;
  }

  /** To the whole group, as a terminal sends Ctrl-C, or to the command alone. */
  signal(signal: NodeJS.Signals, to: 'group' | 'command' = 'group'): void {
    try {
      process.kill(to === 'group' ? -this.id : this.id, signal);
    } catch {
      // ESRCH: nobody is left.
    }
  }

  /** Waits until this text is in its log. */
  async says(text: string): Promise<void> {
    while (!this.#stderr.includes(text)) {
      if (this.#over) throw new Error(`it has ended and never said "${text}", but:\n${this.#stderr}`);
      await sleep(pollMs);
    }
  }
}
