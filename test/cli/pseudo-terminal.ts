// The command on a pseudo-terminal of script(1), and an emulator that shows what a person would see on it.
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import xterm from '@xterm/headless';
import { onTestFinished } from 'vitest';
import { main } from '../helpers/cli.js';

const deadlineMs = 90_000;
const pollMs = 20;

/** Why there is no pseudo-terminal here; empty when there is one. */
export const whyNoTerminal = ((): string => {
  const { status, error } = spawnSync('script', ['-qec', 'stty size', '/dev/null']);
  if (error !== undefined) return 'script(1) is not installed (Debian: bsdutils)';
  return status === 0 ? '' : 'script(1) gets no pseudo-terminal here';
})();

export interface TerminalSize {
  columns: number;
  rows: number;
}

export class PseudoTerminal {
  /** All that was written to the terminal. */
  output = '';
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  readonly #terminal: xterm.Terminal;
  readonly #script: ChildProcessWithoutNullStreams;
  #over = false;

  constructor(args: string[], cwd: string, { columns, rows }: TerminalSize, environment: NodeJS.ProcessEnv = {}) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 1000, allowProposedApi: true });
    const words = [process.execPath, main, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
    const command = `stty cols ${columns} rows ${rows}; exec ${words}`;
    this.#script = spawn('script', ['-qec', command, '/dev/null'], {
      cwd,
      env: { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', CI: undefined, ...environment },
    });
    this.#script.stdout.on('data', (chunk: Buffer) => {
      this.output += chunk.toString();
      this.#terminal.write(chunk);
    });
    const deadline = setTimeout(() => this.#script.kill('SIGKILL'), deadlineMs);
    this.ended = new Promise((resolve) => {
      this.#script.on('close', (code) => {
        clearTimeout(deadline);
        this.#over = true;
        // The emulator works on what it was given until its callback.
        this.#terminal.write('', () => {
          resolve(code);
        });
      });
    });
    onTestFinished(() => {
      this.#script.kill('SIGKILL');
    });
  }

  /** Lines on the screen and above it, without spaces at their ends and without empty lines at the end. */
  lines(): string[] {
    const { active } = this.#terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '');
    return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
  }

  /** How many lines have left the screen at the top. */
  scrolled(): number {
    return this.#terminal.buffer.active.baseY;
  }

  /** Waits until the screen satisfies a condition; returns its lines. */
  async shows(condition: (lines: string[]) => boolean): Promise<string[]> {
    for (;;) {
      const lines = this.lines();
      if (condition(lines)) return lines;
      if (this.#over) throw new Error(`it has ended and never showed that, but:\n${lines.join('\n')}`);
      await sleep(pollMs);
    }
  }

  /** Types on the keyboard. */
  type(text: string): void {
    this.#script.stdin.write(text);
  }
}
