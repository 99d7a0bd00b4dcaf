// The child process that reads counters, as its parent sees it: who listens to it, and whether it still answers.
import { Child } from './child-process.js';
import type { CounterRequest, FromCounters, ToCounters } from './counter-messages.js';

export type StepMessage = Extract<FromCounters, { id: number }>;

/** It has nothing to finish, so it is given no more time than that. */
const leaveMs = 200;
/** It is up in far less, even on a machine that is busy. */
const startMs = 10_000;

export class CounterProcess {
  /** Settled when the process has ended, however that was. */
  readonly over: Promise<void>;
  /** What it was asking last, where it has no answer yet; else empty. */
  asking = '';
  private readonly child: Child<ToCounters, FromCounters>;
  private readonly listeners = new Map<number, (message: StepMessage) => void>();
  /** A pong each, in the order of the pings: several steps may ask at once. */
  private readonly waiting: (() => void)[] = [];
  private readonly startedAt = performance.now();
  private heard = false;
  private isOver = false;

  constructor(request: CounterRequest) {
    this.child = new Child('./counter-child.js', (message) => {
      this.take(message);
    });
    this.over = this.child.ended.then(() => {
      this.isOver = true;
    });
    this.child.send({ type: 'open', request });
  }

  send(message: ToCounters): void {
    this.child.send(message);
  }

  listen(id: number, take: (message: StepMessage) => void): void {
    this.listeners.set(id, take);
  }

  forget(id: number): void {
    this.listeners.delete(id);
  }

  /** True until it has said anything: a machine that is busy starts it slowly, which is no hang. */
  get isStarting(): boolean {
    return !this.heard && !this.isOver && performance.now() - this.startedAt < startMs;
  }

  /** False: it is gone, or blocked in a call that a mount does not answer. */
  answers(withinMs: number): Promise<boolean> {
    const pong = new Promise<true>((resolve) => {
      this.waiting.push(() => {
        resolve(true);
      });
    });
    this.child.send({ type: 'ping' });
    return Promise.race([pong, this.over.then(() => false), after(withinMs).then(() => false)]);
  }

  /** Resolves once it is gone or left behind; the text says where it is blocked, and is empty where it has ended. */
  async close(): Promise<string> {
    this.child.send({ type: 'close' });
    await Promise.race([this.over, after(leaveMs)]);
    const { abandoned, blockedIn } = await this.child.killAtOnce();
    return abandoned ? (blockedIn ?? 'the kernel') : '';
  }

  private take(message: FromCounters): void {
    this.heard = true;
    if (message.type === 'asking') this.asking = message.what;
    else if (message.type === 'pong') this.waiting.shift()?.();
    else this.listeners.get(message.id)?.(message);
  }
}

/** Does not keep this process alive. */
export function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
