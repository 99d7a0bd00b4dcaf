// Sessions of src/run in this process, with real child processes: plans from YAML, and who watches.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FileSystemKind } from '../../src/filesystem/kinds.js';
import { describeMount } from '../../src/mount/describe.js';
import { makePlan } from '../../src/plan/plan.js';
import { readDescribedRun } from '../helpers/described-run.js';
import type { MountRecord, RunRecord } from '../../src/result/schema.js';
import type { Judge } from '../../src/run/judge.js';
import type { Progress } from '../../src/run/progress.js';
import { loadWorkloads } from '../../src/spec/load.js';
import { hostRecord, mountRecord } from '../fixtures/records.js';
import { temporaryDirectory } from '../helpers/temporary.js';

// The compiled module: its child processes cannot run TypeScript.
const compiled = fileURLToPath(new URL('../../dist/run/session.js', import.meta.url));
const { Session } = (await import(pathToFileURL(compiled).href)) as typeof import('../../src/run/session.js');

export interface SessionRequest {
  /** A workload file. */
  yaml: string;
  /** Milliseconds; default one minute. */
  graceMs?: number;
  onProgress?: (progress: Progress) => void;
  /** Directory under test; default a new one. */
  mountPath?: string;
  /** What its file system is said to be; default that of the kernel, without any more. */
  kind?: FileSystemKind;
  /** Default 1. */
  repeat?: number;
  judge?: Judge;
}

/** Runs the workloads of a file on one mount. The record is read back from disk, and checked against its schema. */
export async function runSession({
  yaml,
  graceMs = 60_000,
  onProgress = () => undefined,
  mountPath = temporaryDirectory(),
  kind,
  repeat = 1,
  judge,
}: SessionRequest): Promise<RunRecord> {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'work.yaml'), yaml);
  const { workloads, scenarios } = loadWorkloads('./work.yaml', {
    set: [],
    cwd: directory,
    builtinDirectory: directory,
  });
  const mount = { name: 'here', path: mountPath, freeBytes: null, freeInodes: null };
  const session = new Session(makePlan(workloads, [mount], { repeat, scenarios }), {
    runId: 'run',
    version: '0.0.0',
    command: ['run'],
    outDirectory: directory,
    graceMs,
    host: hostRecord(),
    mounts: [{ ...mountRecord('here'), ...(kind === undefined ? {} : recognised(kind, mountPath)), path: mountPath }],
    onProgress,
    ...(judge === undefined ? {} : { judge }),
  });
  const result = await session.run();
  return readDescribedRun(result.directory);
}

function recognised(kind: FileSystemKind, path: string): Pick<MountRecord, 'fileSystem'> {
  const fileSystem = describeMount(path);
  const known = { version: '', details: {}, targets: [], asked: [] };
  return { fileSystem: { ...fileSystem, system: { kind, title: kind, evidence: 'a test', ...known } } };
}

/** A suite of a workload that lasts a minute unless something ends it, and of a short one after it. */
export function longThenShort(first = "engine: 'null'\n    runtime: 60s"): string {
  return `
name: suite
workloads:
  - name: long
    kind: block
    size: 1MiB
    ${first}
  - name: short
    kind: block
    engine: 'null'
    size: 1MiB
    runtime: 50ms
`;
}

/** Calls `act` once, when a step is in this phase; the result is what `onProgress` of a session wants. */
export function once(
  workload: string,
  isTime: (progress: Progress) => boolean,
  act: () => void,
): (progress: Progress) => void {
  let done = false;
  return (progress) => {
    if (done || !('step' in progress) || progress.step?.workload !== workload || !isTime(progress)) return;
    done = true;
    act();
  };
}

export const measuring = (progress: Progress): boolean =>
  progress.type === 'snapshot' && progress.snapshot.phase === 'measure' && progress.snapshot.operations > 0;
