// Facts of file systems beyond what the kernel lists: each mount is asked in a process of its own, all at once.
import type { Asked, MountedFileSystem, SystemFacts } from '../filesystem/adapter.js';
import { adapterOf } from '../filesystem/adapters.js';
import { bounded } from '../filesystem/bounded.js';
import type { MountRequest } from '../plan/planned-step.js';
import type { FileSystemRecord } from '../result/schema.js';
import { systemSchema, type SystemRecord } from '../result/system-schema.js';
import { Child, type ChildEnd } from './child-process.js';
import type { FromFacts, InspectedMount, ToFacts } from './messages.js';
import { inspectMounts } from './mount-process.js';

/** Milliseconds for one tool or file, and for all of a mount. Facts are worth waiting for, but not for long. */
const toolMs = 5000;
const totalMs = 15_000;
/** Milliseconds of the time that are for starting the process, and for a tool that ignores SIGKILL, watched for a second. */
const patienceMs = 3000;
/** Milliseconds that the process has to end after its answer; a thread that waits for a file may keep it. */
const endMs = 500;

/**
 * The same mounts, with version, details, targets and questions added to what they were recognised as. Asks all at once and
 * never longer than the deadline; what goes wrong is among `asked` and never an error. A mount of a kind of which nothing
 * more can be known costs nothing.
 */
export function describeSystems(mounts: InspectedMount[], deadlineMs: number): Promise<InspectedMount[]> {
  return Promise.all(mounts.map((mount) => describeSystem(mount, deadlineMs)));
}

/** Checks and describes the mounts, with the facts of their systems. Throws as `inspectMounts` does. */
export async function describedMounts(mounts: MountRequest[], deadlineMs: number): Promise<InspectedMount[]> {
  return describeSystems(await inspectMounts(mounts, deadlineMs), deadlineMs);
}

/** A mount as adapters know it; null where it was not recognised. */
export function mountedFileSystem(path: string, fileSystem: FileSystemRecord): MountedFileSystem | null {
  const { system, type, source, mountPoint, options, superOptions, majorMinor } = fileSystem;
  if (system === undefined) return null;
  return { kind: system.kind, path, mountPoint, source, type, options, superOptions, majorMinor };
}

async function describeSystem(mount: InspectedMount, deadlineMs: number): Promise<InspectedMount> {
  const { fileSystem } = mount;
  const { system } = fileSystem;
  const mounted = mountedFileSystem(mount.capacity.path, fileSystem);
  if (system === undefined || mounted === null || adapterOf(mounted.kind)?.describe === undefined) return mount;
  const facts = await ask(mounted, Math.min(deadlineMs, totalMs));
  return { ...mount, fileSystem: { ...fileSystem, system: merged(system, facts) } };
}

type Told = Pick<SystemFacts, 'asked'> & Partial<SystemFacts>;

function merged(system: SystemRecord, told: Told): SystemRecord {
  const { version, details, targets, asked } = bounded({ version: '', details: {}, targets: [], ...told });
  const whole = systemSchema.safeParse({
    ...system,
    version: version === '' ? system.version : version,
    details: { ...system.details, ...details },
    targets: [...system.targets, ...targets],
    asked: [...system.asked, ...asked],
  });
  if (whole.success) return whole.data;
  const problem = `facts of another form: ${whole.error.issues.map(({ path }) => path.join('.')).join(', ')}`;
  return { ...system, asked: [...system.asked, { what: system.title, state: 'FAILED', reason: problem }] };
}

function ask(mount: MountedFileSystem, deadlineMs: number): Promise<Told> {
  return new Promise((resolve) => {
    const asked: Asked[] = [];
    const open = new Set<string>();
    let late = false;
    const child = new Child<ToFacts, FromFacts>('./fact-child.js', (message) => {
      if (message.type === 'facts') {
        resolve(message.facts);
        clearTimeout(timer);
        timer = setTimeout(() => void child.killAtOnce(), endMs);
      } else if (message.type === 'asking') open.add(message.what);
      else {
        open.delete(message.what);
        if (message.asked !== null) asked.push(message.asked);
      }
    });
    let timer = setTimeout(() => {
      late = true;
      void child.kill();
    }, deadlineMs);
    child.send({ mount, toolMs, totalMs: deadlineMs - Math.min(patienceMs, deadlineMs / 2) });
    void child.ended.then((end) => {
      clearTimeout(timer);
      const why = whyNoFacts(end, late ? deadlineMs : null, child.lastWords);
      const questions = open.size === 0 ? [mount.mountPoint] : [...open];
      resolve({ asked: [...asked, ...questions.map((what): Asked => ({ what, ...why }))] });
    });
  });
}

function whyNoFacts(end: ChildEnd, lateMs: number | null, words: string): Omit<Asked, 'what'> {
  const within = `no answer within ${(lateMs ?? 0) / 1000} s`;
  if (end.abandoned) {
    const where = end.blockedIn === null ? '' : ` (${end.blockedIn})`;
    return { state: 'ABANDONED', reason: `${within}; the process that asked is still blocked${where}` };
  }
  if (lateMs !== null) return { state: 'TIMED_OUT', reason: within };
  const how = end.signal ?? `exit code ${end.exitCode}`;
  const last = words.split('\n').slice(-3).join(' | ');
  return { state: 'FAILED', reason: `the process that asked ended with ${how}${last === '' ? '' : `: ${last}`}` };
}
