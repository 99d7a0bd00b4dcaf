// Runs a tool of somebody else: without a shell, for a limited time, with limited output. What goes wrong is a value.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { basename } from 'node:path';
import { messageOf, systemCode } from '../errors.js';
import type { Answer, NoAnswer, NoAnswerCode, ToolOptions } from '../filesystem/access.js';
import { withoutPasswords } from '../filesystem/passwords.js';
import { findTool } from './find-tool.js';
import { waitChannel } from './wait-channel.js';

/** Bytes of its standard output that are read at most. */
export const maxToolOutput = 4 * 2 ** 20;
const maxWords = 64 * 1024;
const shownWords = 300;
/** Milliseconds that a killed tool has to end, and that an ended one has to close its output. */
const patienceMs = 1000;
const refusal =
  /permission denied|operation not permitted|access denied|must be (run as )?root|requires? root|root (user|privileg)|not authori[sz]ed|unauthori[sz]ed|authentication|not logged in|login required/i;

const running = new Set<RunningTool>();

/** Runs a tool and waits for its end, at most about `timeoutMs` milliseconds and two seconds. Never throws. */
export async function runTool(
  tool: string,
  args: readonly string[],
  options: ToolOptions & { timeoutMs: number },
): Promise<Answer> {
  const command = [basename(tool), ...args].join(' ');
  const { path, refused } = findTool(tool, options.searchPath ?? [], process.env);
  if (path === null) {
    return refused === null
      ? noAnswer('MISSING', `${basename(tool)} is not installed, or not in PATH`)
      : noAnswer('REFUSED', `${refused} is not executable`);
  }
  try {
    const started = new RunningTool(command, start(path, args), options.timeoutMs);
    started.give(options.stdin ?? '');
    return await started.answer;
  } catch (error) {
    return noAnswer('FAILED', `${command}: ${messageOf(error)}`);
  }
}

/** Kills all tools that run, for a process that is about to end itself. */
export function killTools(): void {
  for (const tool of running) tool.kill();
}

/** In a process group of its own, since tools are often scripts; at `/`, so that it keeps no mount busy. */
function start(path: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn(path, args, {
    cwd: '/',
    detached: true,
    stdio: 'pipe',
    env: { ...process.env, LC_ALL: 'C', LANGUAGE: 'C' },
  });
}

/** What is left of the time for all questions has more digits than anybody wants. */
function inSeconds(milliseconds: number): string {
  return `${Math.round(milliseconds) / 1000} s`;
}

function noAnswer(code: NoAnswerCode, reason: string): NoAnswer {
  return { ok: false, code, reason };
}

class RunningTool {
  readonly answer: Promise<Answer>;
  private readonly chunks: Buffer[] = [];
  private bytes = 0;
  private words = '';
  private cut: NoAnswer | null = null;
  private exited: { status: number | null; signal: string | null } | null = null;
  private timer: NodeJS.Timeout;
  private settle!: (answer: Answer) => void;

  constructor(
    private readonly command: string,
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly timeoutMs: number,
  ) {
    this.answer = new Promise((resolve) => {
      this.settle = resolve;
    });
    running.add(this);
    this.timer = setTimeout(() => {
      this.end(noAnswer('TIMED_OUT', `${command}: no end within ${inSeconds(timeoutMs)}`));
    }, timeoutMs);
    this.listen();
  }

  give(text: string): void {
    if (this.child.pid === undefined) return;
    // A tool that does not read its input closes it; its answer counts.
    this.child.stdin.on('error', () => undefined);
    this.child.stdin.end(text);
  }

  /** The whole group, by its id. */
  kill(): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // All of it has ended.
    }
  }

  private listen(): void {
    const { child } = this;
    child.on('error', (error) => {
      const code = ['EACCES', 'EPERM'].includes(systemCode(error)) ? 'REFUSED' : 'FAILED';
      this.finish(noAnswer(code, `${this.command}: ${messageOf(error)}`));
    });
    // Without a process there may be no streams either: of one that has no descriptor left for them.
    if (child.pid === undefined) return;
    child.stdout.on('data', (chunk: Buffer) => {
      this.take(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      this.words = (this.words + chunk.toString()).slice(-maxWords);
    });
    child.on('exit', (status, signal) => {
      this.exited = { status, signal };
    });
    child.on('close', (status, signal) => {
      this.finish(this.cut ?? this.result(status, signal));
    });
  }

  private take(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes <= maxToolOutput) this.chunks.push(chunk);
    else if (this.cut === null) {
      this.end(noAnswer('TOO_LONG', `${this.command}: more than ${maxToolOutput / 2 ** 20} MiB of output`));
    }
  }

  /** By force; whoever still waits in the kernel after that is left behind. */
  private end(why: NoAnswer): void {
    this.cut = why;
    this.kill();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.abandon(why);
    }, patienceMs);
  }

  private abandon(why: NoAnswer): void {
    const { child } = this;
    const blockedIn = this.exited === null ? waitChannel(child.pid) : null;
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    child.unref();
    // Its own process has ended, and one that it has left behind holds its output.
    if (this.exited !== null) this.finish(why);
    else {
      const where = blockedIn === null ? '' : ` (${blockedIn})`;
      const reason = `${this.command}: not even SIGKILL ended it after ${inSeconds(this.timeoutMs)}${where}`;
      this.finish(noAnswer('ABANDONED', reason));
    }
  }

  private finish(answer: Answer): void {
    clearTimeout(this.timer);
    running.delete(this);
    this.settle(answer);
  }

  private result(status: number | null, signal: string | null): Answer {
    const text = Buffer.concat(this.chunks).toString();
    if (status === 0) return { ok: true, text };
    const words = withoutPasswords(this.words.trim() || text.trim())
      .slice(-shownWords)
      .replace(/\s+/g, ' ');
    const how = signal === null ? `exit status ${status}` : `ended by ${signal}`;
    const reason = `${this.command}: ${how}${words === '' ? '' : `: ${words}`}`;
    const answer = noAnswer(refusal.test(words) ? 'REFUSED' : 'FAILED', reason);
    return text === '' ? answer : { ...answer, output: text };
  }
}
