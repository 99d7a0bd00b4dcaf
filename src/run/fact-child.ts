// Child process that asks one mount and the tools of its vendor for facts: what hangs, hangs here.
import { IoproofError, messageOf } from '../errors.js';
import type { Asked, MountedFileSystem, SystemFacts } from '../filesystem/adapter.js';
import { adapterOf } from '../filesystem/adapters.js';
import { RecordedAccess } from '../filesystem/no-answer.js';
import { killTools } from '../system/tool.js';
import { MachineAccess } from './access.js';
import { extendedAttributes } from './attributes.js';
import type { FromFacts, ToFacts } from './messages.js';

function send(message: FromFacts, done: () => void = () => undefined): void {
  process.send?.(message, done);
}

async function describe({ mount, toolMs, totalMs }: ToFacts): Promise<void> {
  const end = performance.now() + totalMs;
  const machine = new MachineAccess({
    timeoutMs: () => Math.max(1, Math.min(toolMs, end - performance.now())),
    attributes: extendedAttributes,
  });
  const access = new RecordedAccess(machine, {
    asking: (what) => {
      send({ type: 'asking', what });
    },
    answered: (what, asked) => {
      send({ type: 'answered', what, asked });
    },
  });
  send({ type: 'facts', facts: await factsOf(mount, access) }, () => {
    if (process.connected) process.disconnect();
  });
}

/** What was asked is kept even where an answer was such that the adapter has failed over it. */
async function factsOf(mount: MountedFileSystem, access: RecordedAccess): Promise<SystemFacts> {
  const nothing = { version: '', details: {}, targets: [] };
  try {
    return (await adapterOf(mount.kind)?.describe?.(mount, access)) ?? { ...nothing, asked: access.asked };
  } catch (error) {
    const failed: Asked = { what: mount.kind, state: 'FAILED', reason: messageOf(error) };
    return { ...nothing, asked: [...access.asked, failed] };
  }
}

/** By a signal: an exit of Node waits for threads that read a mount which does not answer. */
function leave(): void {
  killTools();
  process.kill(process.pid, 'SIGKILL');
}

process.on('SIGINT', () => undefined);
process.on('SIGTERM', leave);
// The session is gone, or has what it asked for.
process.on('disconnect', leave);
process.once('message', (request: ToFacts) => {
  void describe(request);
});
if (process.send === undefined) throw new IoproofError('NOT_A_CHILD', 'this program is started by ioproof only');
