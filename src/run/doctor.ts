// Looks at the machine and at each mount: every question in a process of its own, so that a crash or a hang of a library,
// a tool or a mount costs that answer alone.
import { readFileSync, rmSync } from 'node:fs';
import { spoilers } from '../analyze/doctor/findings.js';
import { mountMeasurementChecks, silentMount } from '../analyze/doctor/mount-checks.js';
import { measurementChecks } from '../analyze/doctor/node-checks.js';
import { machineChecks, mountRecord, nodeRecord, wantsSecondAttempt, type Attempt } from '../analyze/gds-doctor.js';
import type { MountRequest } from '../plan/planned-step.js';
import type { MountTrial } from '../result/doctor-mount-schema.js';
import { doctorSchemaVersion, type DoctorMount, type DoctorRecord } from '../result/doctor-schema.js';
import type { DoctorNode, MachineState } from '../result/doctor-node-schema.js';
import type { HostRecord } from '../result/schema.js';
import { askNode, tryMount, untriedMount } from './doctor-questions.js';
import { askGpu } from './gpu-probe.js';
import type { InspectedMount } from './messages.js';
import { lookAtMounts, type SeenMount } from './mount-process.js';
import { describeSystems } from './system-facts.js';

export interface DoctorOptions {
  version: string;
  host: HostRecord;
  machine: MachineState;
  mounts: MountRequest[];
  /** Milliseconds for each answer. */
  graceMs: number;
  /** Whether files may be written on the mounts, to try them; they are removed again. */
  write: boolean;
  /** Paths of libcuda and libcufile; empty: where the system has them. */
  cudaLibrary: string;
  cufileLibrary: string;
  /** For logs and configurations of cuFile, while it is asked. */
  folder: string;
}

/** Small and aligned, and one that takes several pages of a GPU. */
const transferSizes = [4096, 2 ** 20];
const logLines = 20;

/**
 * Asks the machine while it examines the mounts one after the other. One that does not answer is told by the kernel's line.
 * Throws an IoproofError for mounts that lead to no directory.
 */
export async function examine(options: DoctorOptions): Promise<DoctorRecord> {
  const asking = [askNode(options.graceMs), attempt(options, null, 'allow')] as const;
  const [looking] = await Promise.allSettled([lookAndTry(options), ...asking]);
  // What the others use is removed at the end, so that they come to theirs first.
  if (looking.status === 'rejected') throw looking.reason;
  const [tried, answers, attempted] = [looking.value, ...(await Promise.all(asking))] as const;
  const node = { ...options.machine, ...answers };
  const gds = nodeRecord(attempted);
  const mounts: DoctorMount[] = [];
  for (const mount of tried) mounts.push(await examineMount(mount, gds.reason, node, options));
  const checks = [...measurementChecks(options.host, node), ...machineChecks(options.host, attempted)];
  return {
    schemaVersion: doctorSchemaVersion,
    tool: { name: 'ioproof', version: options.version },
    checkedAt: new Date().toISOString(),
    host: options.host,
    node,
    gds,
    spoilers: spoilers([checks, ...mounts.map((mount) => mount.checks)].flat()).length,
    checks,
    mounts,
  };
}

interface TriedMount extends InspectedMount {
  trial: MountTrial;
}

async function lookAndTry({ mounts, graceMs, write }: DoctorOptions): Promise<TriedMount[]> {
  const seen = await lookAtMounts(mounts, graceMs);
  const answering = seen.filter(({ silence }) => silence === '');
  const [described, trials] = await Promise.all([describeSystems(answering, graceMs), tryMounts(seen, write, graceMs)]);
  return seen.map((mount, at) => ({
    ...(described.find(({ capacity }) => capacity.name === mount.capacity.name) ?? mount),
    trial: trials[at] ?? untriedMount,
  }));
}

/** One after the other: two names of one directory would remove the data directory under each other. */
async function tryMounts(mounts: SeenMount[], write: boolean, graceMs: number): Promise<MountTrial[]> {
  const trials: MountTrial[] = [];
  for (const { capacity, silence, troubles = [] } of mounts) {
    if (silence !== '') trials.push({ ...untriedMount, problem: `${silentMount}: ${silence}` });
    else trials.push(write && troubles.length === 0 ? await tryMount(capacity.path, graceMs) : untriedMount);
  }
  return trials;
}

async function examineMount(
  { capacity, fileSystem, trial, troubles = [] }: TriedMount,
  whyUntried: string,
  node: DoctorNode,
  options: DoctorOptions,
): Promise<DoctorMount> {
  const { name, path } = capacity;
  const write = options.write && troubles.length === 0;
  const attempts: Attempt[] = [];
  const whyUnwritten = troubles.length === 0 ? 'nothing was to be written' : 'it cannot be written on';
  const why = whyUntried === '' && !write ? `not tried, since ${whyUnwritten}` : whyUntried;
  if (why === '' && isAnswered(trial)) {
    const strict = await attempt(options, path, 'refuse');
    attempts.push(strict);
    if (wantsSecondAttempt(strict)) attempts.push(await attempt(options, path, 'allow'));
  }
  const record = mountRecord({ name, path, fileSystem }, attempts, why === '' ? trial.problem : why);
  const machine = { tools: node.tools, host: options.host };
  const checks = mountMeasurementChecks(fileSystem, trial, { ...machine, troubles });
  return { ...record, trial, checks: [...checks, ...record.checks] };
}

/** A mount on which a small file hangs is not asked for more. */
function isAnswered({ problem }: DoctorMount['trial']): boolean {
  return !problem.startsWith('DOCTOR_');
}

async function attempt(
  { cudaLibrary, cufileLibrary, graceMs, folder }: DoctorOptions,
  mountPath: string | null,
  compat: Attempt['compat'],
): Promise<Attempt> {
  const question = { cudaLibrary, cufileLibrary, compat, mountPath, sizes: mountPath === null ? [] : transferSizes };
  const name = `${mountPath === null ? 'node' : 'mount'}-${compat}`;
  const { probe, error, logPath } = await askGpu(question, { deadlineMs: graceMs, folder, name });
  const problem = error === null ? '' : `${error.code}: ${error.message}`;
  const log = lastLines(logPath);
  rmSync(logPath, { force: true });
  return { compat, probe, problem, log };
}

function lastLines(path: string): string[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.filter((line) => line.trim() !== '').slice(-logLines);
  } catch {
    // cuFile writes one only where it has something to say.
    return [];
  }
}
