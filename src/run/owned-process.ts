// A process of ours that always comes to an end: SIGTERM, SIGKILL, and then it is abandoned.
import type { ChildProcess } from 'node:child_process';
import { waitChannel } from '../system/wait-channel.js';
import { inTime } from './in-time.js';

const stderrLimit = 64 * 1024;
const termPatienceMs = 2000;
const killPatienceMs = 3000;
const shortPatienceMs = 1000;

export interface ChildEnd {
  exitCode: number | null;
  signal: string | null;
  /** True: it did not even end by SIGKILL, which happens to a process that waits inside the kernel. */
  abandoned: boolean;
  /** Where it waits in the kernel, if abandoned and known: state and wait channel. */
  blockedIn: string | null;
}

/** Watches over a process that was just started with a pipe as its stderr. It is signalled by its id only. */
export class OwnedProcess {
  readonly ended: Promise<ChildEnd>;
  private stderr = '';
  private settle!: (end: ChildEnd) => void;
  private settled = false;

  constructor(protected readonly process: ChildProcess) {
    this.ended = new Promise((resolve) => {
      this.settle = resolve;
    });
    this.process.stderr?.on('data', (chunk: Buffer) => {
      this.stderr = (this.stderr + chunk.toString()).slice(-stderrLimit);
    });
    // 'close' and not 'exit': the last messages are delivered before it.
    this.process.on('close', (exitCode, signal) => {
      this.end({ exitCode, signal, abandoned: false, blockedIn: null });
    });
    this.process.on('error', (error) => {
      this.stderr += error.message;
      this.end({ exitCode: null, signal: null, abandoned: false, blockedIn: null });
    });
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** The end of what it wrote to stderr. */
  get lastWords(): string {
    return this.stderr.trim();
  }

  /** Ends the child by force; resolves when it is gone or given up, after five seconds at most. */
  async kill(): Promise<ChildEnd> {
    this.process.kill('SIGTERM');
    if (await this.endsWithin(termPatienceMs)) return this.ended;
    return this.killOrAbandon(killPatienceMs);
  }

  /** The same without SIGTERM first, for somebody who waits: after one second at most. */
  async killAtOnce(): Promise<ChildEnd> {
    return this.killOrAbandon(shortPatienceMs);
  }

  private async killOrAbandon(patienceMs: number): Promise<ChildEnd> {
    this.process.kill('SIGKILL');
    if (!(await this.endsWithin(patienceMs))) this.abandon();
    return this.ended;
  }

  private async endsWithin(milliseconds: number): Promise<boolean> {
    return (await inTime(milliseconds, this.ended)) !== null;
  }

  private abandon(): void {
    const blockedIn = waitChannel(this.process.pid);
    if (this.process.connected) this.process.disconnect();
    this.process.stdout?.destroy();
    this.process.stderr?.destroy();
    this.process.unref();
    this.end({ exitCode: null, signal: null, abandoned: true, blockedIn });
  }

  private end(end: ChildEnd): void {
    if (this.settled) return;
    this.settled = true;
    this.settle(end);
  }
}
