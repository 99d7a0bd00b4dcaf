// Child process that reads the counters of a machine and of one mount around the steps of a run.
import { IoproofError, messageOf } from '../errors.js';
import type { CounterPart } from '../analyze/counters/totals.js';
import { adapterOf } from '../filesystem/adapters.js';
import { nodeSources } from '../system/counters/node-sources.js';
import type { NodeSource } from '../system/counters/node-source.js';
import { killTools } from '../system/tool.js';
import { MachineAccess } from './access.js';
import { extendedAttributes } from './attributes.js';
import type { CounterGroup, CounterRequest, FromCounters, ToCounters } from './counter-messages.js';
import { MachineReadings } from './machine-readings.js';
import { type LastingSource, MountReadings } from './mount-readings.js';
import { StepReadings } from './step-readings.js';

let machine: NodeSource[] = [];
let ofMount: Promise<LastingSource[]> = Promise.resolve([]);
let patienceMs = 0;
const steps = new Map<number, StepReadings>();

function send(message: FromCounters): void {
  // The parent may be gone; then nobody is left to be told.
  if (process.connected) process.send?.(message);
}

function onAsking(what: string): void {
  send({ type: 'asking', what });
}

function open(request: CounterRequest): void {
  machine = nodeSources(request.devices);
  patienceMs = request.timeoutMs;
  ofMount = sourcesOf(request);
}

/** Without those that a mount has no word for. */
async function sourcesOf({ mount, timeoutMs }: CounterRequest): Promise<LastingSource[]> {
  const adapter = mount === null ? null : adapterOf(mount.kind);
  if (mount === null || adapter?.counters === undefined) return [];
  const access = new MachineAccess({ timeoutMs: () => timeoutMs, attributes: extendedAttributes });
  const { path } = mount;
  onAsking(path);
  try {
    const sources = await adapter.counters(mount, access);
    return sources.map((source) => ({ source, gone: null }));
  } catch (error) {
    const failure = { ok: false, code: 'FAILED', reason: messageOf(error) } as const;
    return [{ source: { name: mount.kind, cost: 'file', read: () => Promise.resolve(failure) }, gone: null }];
  } finally {
    onAsking('');
  }
}

async function arm(id: number): Promise<void> {
  const tellAs = (group: CounterGroup) => (parts: CounterPart[]) => {
    send({ type: 'read', id, group, parts });
  };
  const mount = ofMount.then((sources) => new MountReadings(sources, { patienceMs, tell: tellAs('mount'), onAsking }));
  const step = new StepReadings(new MachineReadings(machine, tellAs('machine')), mount, (group) => {
    send({ type: 'ended', id, group, processorSeconds: step.processorSeconds });
    if (group === 'mount') steps.delete(id);
  });
  steps.set(id, step);
  await step.arm();
  send({ type: 'armed', id });
}

process.on('message', (message: ToCounters) => {
  switch (message.type) {
    case 'open':
      open(message.request);
      break;
    case 'arm':
      void arm(message.id);
      break;
    case 'begin':
      steps.get(message.id)?.begin(message.atNs, message.intervalNs);
      break;
    case 'end':
      steps.get(message.id)?.end();
      break;
    case 'ping':
      send({ type: 'pong' });
      break;
    case 'close':
      leave();
  }
});
// Ctrl-C and the SIGTERM of a batch system reach every process; the parent decides what they mean.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', leave);
if (process.send === undefined) throw new IoproofError('NOT_A_CHILD', 'this program is started by ioproof only');

/** By a signal: an exit of Node waits for threads that read a mount which does not answer. */
function leave(): void {
  killTools();
  process.kill(process.pid, 'SIGKILL');
}
