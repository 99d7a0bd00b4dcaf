// Runs the real command in a process group of its own, as a shell does, so that signals and the clean-up reach all of it.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runsIn } from '../helpers/cli.js';
import { readDescribedRun } from '../helpers/described-run.js';
import type { RunRecord } from '../../src/result/schema.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const deadlineMs = 120_000;
const pollMs = 50;

export interface CommandEnd {
  /** Null where it had to be killed at the deadline. */
  exitCode: number | null;
  stderr: string;
}

/** One `ioproof run`; its results go to the folder `results`, which is of this command alone. */
export class CommandGroup {
  readonly ended: Promise<CommandEnd>;
  readonly #id: number;
  #stderr = '';

  constructor(
    options: string[],
    private readonly results: string,
  ) {
    const child = spawn(process.execPath, [main, 'run', ...options, '--out', results], {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (child.pid === undefined) throw new Error('the command does not start');
    this.#id = child.pid;
    child.stderr.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString()));
    const deadline = setTimeout(() => {
      this.signal('SIGKILL');
    }, deadlineMs);
    this.ended = new Promise((resolve) => {
      child.on('close', (exitCode) => {
        clearTimeout(deadline);
        resolve({ exitCode, stderr: this.#stderr });
      });
    });
  }

  /** To every process of the group, as a terminal sends Ctrl-C; no error when it is gone. */
  signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.#id, signal);
    } catch {
      // ESRCH: nobody is left.
    }
  }

  /** Processes of the group that are left. A zombie whose other threads are blocked is one of them. */
  left(): number[] {
    return numericNames('/proc').filter((id) => {
      const group = Number(statOf(`/proc/${id}`)[2]);
      return group === this.#id && numericNames(`/proc/${id}/task`).some((task) => runs(`/proc/${id}/task/${task}`));
    });
  }

  /** Ends what is left by force; returns what does not even end by that within two seconds. */
  async end(): Promise<number[]> {
    this.signal('SIGKILL');
    for (let tries = 0; tries < 40 && this.left().length > 0; tries += 1) await sleep(pollMs);
    return this.left();
  }

  /** The record on disk, checked against its schema. */
  record(): RunRecord {
    const [run = ''] = runsIn(this.results);
    return readDescribedRun(join(this.results, run));
  }

  /** Waits until this text is in its log. */
  async says(text: string): Promise<void> {
    while (!this.#stderr.includes(text)) await sleep(pollMs);
  }
}

function numericNames(directory: string): number[] {
  try {
    return readdirSync(directory).map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** The fields of stat from the state on; none for a process that is gone. */
function statOf(directory: string): string[] {
  try {
    const text = readFileSync(join(directory, 'stat'), 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

function runs(task: string): boolean {
  const [state = 'X'] = statOf(task);
  return state !== 'Z' && state !== 'X';
}
