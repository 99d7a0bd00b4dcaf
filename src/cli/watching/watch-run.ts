// Serves the live view of a run until Ctrl-C, or with --once until the run ends.
import { hostname, userInfo } from 'node:os';
import { exitCodes, IoproofError } from '../../errors.js';
import { readAsset } from '../../report/assets.js';
import { watchPage } from '../../watch/page.js';
import { WatchServer } from '../../watch/server.js';
import type { WatchState } from '../../watch/messages.js';
import { Watch } from '../../watch/watch.js';
import { namedRun, newestRun } from './watch-choice.js';

export interface WatchRequest {
  run: string | undefined;
  port: number;
  out: string;
  once: boolean;
}

/** Resolves when the watch is over. Throws what is wrong with run or port, with exit code 2. */
export async function watchRun({ run, port, out, once }: WatchRequest): Promise<void> {
  checkPort(port);
  const named = run === undefined ? null : namedRun(run, out);
  // What is wrong with the folder is told now; one that goes away later is nothing new.
  if (named === null) newestRun(out, Date.now());
  const ended = new End();
  const watch = new Watch({
    choose: () => named ?? chosen(out),
    onRun: (state) => {
      process.stdout.write(`${stateText(state)}\n`);
      if (once && isOver(state)) ended.is(`The run is over, and the watch with it.`);
    },
  });
  try {
    const server = await WatchServer.listen(watch.feed, watchPage(readAsset('watch.js')), port);
    process.stdout.write(`${addressText(server)}\n`);
    const release = ended.onSignals();
    // A long file takes time to read; a signal does not wait for it.
    await Promise.race([watch.start(), ended.reason]);
    if (watch.feed.state.run.status === 'waiting')
      process.stdout.write(`No run in "${named ?? out}" yet: it is shown when it starts.\n`);
    await server.close(await ended.reason);
    release();
  } finally {
    watch.close();
  }
}

/** What ends a watch: a signal, or the run. */
class End {
  readonly reason: Promise<string>;
  is: (reason: string) => void = () => undefined;

  constructor() {
    this.reason = new Promise((resolve) => (this.is = resolve));
  }

  /** A watch that its user ends is done: exit code 0. A second signal ends it at once. */
  onSignals(): () => void {
    const onSignal = (): void => {
      release();
      this.is('The watch was ended; the run goes on without it.');
    };
    const release = (): void => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
    return release;
  }
}

function chosen(out: string): string | null {
  try {
    return newestRun(out, Date.now());
  } catch {
    return null;
  }
}

function isOver({ run }: WatchState): boolean {
  return run.endedAt !== null;
}

function stateText({ run, steps }: WatchState): string {
  const over = steps.filter(({ status }) => status !== 'planned' && status !== 'running').length;
  if (run.endedAt === null) return `Run ${run.id} goes on: ${over} of ${steps.length} steps are over.`;
  return `Run ${run.id} is over: ${run.status}.`;
}

function addressText({ url, port }: WatchServer): string {
  return [
    'Live view, for whoever has this address:',
    `  ${url}`,
    'From another machine, forward the port and open the same address there:',
    `  ssh -N -L ${port}:127.0.0.1:${port} ${userName()}${hostname()}`,
    'Ctrl-C ends the watch; the run goes on.',
  ].join('\n');
}

/** In a container the user may have no name. */
function userName(): string {
  try {
    return `${userInfo().username}@`;
  } catch {
    return '';
  }
}

function checkPort(port: number): void {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return;
  throw new IoproofError('PORT_INVALID', `--port ${port} is no port.`, {
    advice: 'Give a whole number up to 65535; 0, or none, takes a free one.',
    exitCode: exitCodes.usage,
    details: { port },
  });
}
