// A child process of this program with a typed channel, which always comes to an end.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { OwnedProcess } from './owned-process.js';

export type { ChildEnd } from './owned-process.js';

type Entry =
  | './job-child.js'
  | './mount-child.js'
  | './gpu-probe-child.js'
  | './fact-child.js'
  | './counter-child.js'
  | './doctor-child.js';

/**
 * Runs one of the entry points in this folder; `Send` and `Receive` are its two message types. Libraries that it loads find
 * the environment as it is given here.
 */
export class Child<Send, Receive> extends OwnedProcess {
  constructor(entry: Entry, onMessage: (message: Receive) => void, environment: NodeJS.ProcessEnv = process.env) {
    const child = fork(fileURLToPath(new URL(entry, import.meta.url)), [], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
      execArgv: [],
      env: environment,
    });
    child.on('message', (message) => {
      onMessage(message as Receive);
    });
    super(child);
  }

  send(message: Send): void {
    // A child that is gone shows by `ended`; the failure to write to it says nothing more.
    if (this.process.connected) this.process.send(message as object, () => undefined);
  }
}
