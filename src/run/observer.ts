// Reads the counters of machine and mounts around the steps of a run: one child process a mount, started when needed.
import type { FileSystemRecord } from '../result/schema.js';
import type { PlannedStep } from '../plan/planned-step.js';
import { countedDevices } from '../system/counters/disks.js';
import type { CounterRequest } from './counter-messages.js';
import { CounterProcess } from './counter-process.js';
import { type CounterInterval, type LostSource, Observation } from './observation.js';
import { mountedFileSystem } from './system-facts.js';

/** Milliseconds for a file or tool of a mount. */
const answerMs = 2000;
/** A source has begun when the end comes, and is asked once more then. */
const patienceMs = 2 * answerMs;

export class Observer {
  private readonly mounts = new Map<string, ObservedMount>();
  private readonly running = new Set<Observation>();

  /** Null for a step on the null engine, which touches no storage. The first step of a mount starts its process. */
  observe(
    step: PlannedStep,
    fileSystem: FileSystemRecord | undefined,
    onInterval: (interval: CounterInterval) => void,
  ): Observation | null {
    if (step.spec.engine === 'null') return null;
    let mount = this.mounts.get(step.mount);
    if (mount === undefined) {
      mount = new ObservedMount(requestOf(step.mountPath, fileSystem));
      this.mounts.set(step.mount, mount);
    }
    return mount.observe(onInterval);
  }

  /** From here to `ended`, the counters of other steps have those of this one in them. */
  begun(observation: Observation): void {
    this.running.add(observation);
    if (this.running.size > 1) for (const one of this.running) one.shared = true;
  }

  ended(observation: Observation): void {
    this.running.delete(observation);
  }

  /** Ends all processes, within about a second. */
  async close(): Promise<void> {
    await Promise.all([...this.mounts.values()].map((mount) => mount.close()));
  }
}

class ObservedMount {
  private readonly lost: LostSource[] = [];
  private process: CounterProcess | null = null;
  private closing: Promise<unknown> = Promise.resolve();
  private steps = 0;

  constructor(private request: CounterRequest) {}

  observe(onInterval: (interval: CounterInterval) => void): Observation {
    return new Observation({
      id: ++this.steps,
      process: () => (this.process ??= new CounterProcess(this.request)),
      replace: (process) => {
        this.replace(process);
      },
      lost: () => this.lost,
      onInterval,
      patienceMs,
    });
  }

  async close(): Promise<void> {
    const { process } = this;
    this.process = null;
    await Promise.all([process?.close(), this.closing]);
  }

  /** The mount is not asked any more; the machine is. */
  private replace(process: CounterProcess): void {
    if (process !== this.process) return;
    this.process = null;
    const source = process.asking === '' ? 'counters of the mount' : process.asking;
    const loss: LostSource = { source, reason: `${source}: no answer, and its process was ended` };
    if (this.request.mount !== null) this.lost.push(loss);
    this.request = { ...this.request, mount: null };
    this.closing = process.close().then((blockedIn) => {
      if (blockedIn !== '') loss.reason = `${source}: no answer; its process was left behind, blocked in ${blockedIn}`;
    });
  }
}

function requestOf(path: string, fileSystem: FileSystemRecord | undefined): CounterRequest {
  return {
    mount: fileSystem === undefined ? null : mountedFileSystem(path, fileSystem),
    devices: countedDevices(fileSystem?.device ?? null),
    timeoutMs: answerMs,
  };
}
