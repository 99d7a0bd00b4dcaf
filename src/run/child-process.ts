// A child process of this program with a typed channel, which always comes to an end.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { OwnedProcess } from './owned-process.js';

export type { ChildEnd } from './owned-process.js';

/** Runs one of the entry points in this folder; `Send` and `Receive` are its two message types. */
export class Child<Send, Receive> extends OwnedProcess {
  constructor(entry: './job-child.js' | './mount-child.js', onMessage: (message: Receive) => void) {
    const process = fork(fileURLToPath(new URL(entry, import.meta.url)), [], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
      execArgv: [],
    });
    process.on('message', (message) => {
      onMessage(message as Receive);
    });
    super(process);
  }

  send(message: Send): void {
    // A child that is gone shows by `ended`; the failure to write to it says nothing more.
    if (this.process.connected) this.process.send(message as object, () => undefined);
  }
}
