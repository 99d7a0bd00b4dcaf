// Looks at the machine and at each mount for cuFile: every question in a process of its own, so that a crash or a hang
// of its libraries costs that answer alone.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineChecks, mountRecord, nodeRecord, wantsSecondAttempt, type Attempt } from '../analyze/gds-doctor.js';
import type { MountRequest } from '../plan/planned-step.js';
import { doctorSchemaVersion, type DoctorMount, type DoctorRecord } from '../result/doctor-schema.js';
import type { HostRecord } from '../result/schema.js';
import { askGpu } from './gpu-probe.js';
import type { InspectedMount } from './messages.js';
import { inspectMounts } from './mount-process.js';

export interface DoctorOptions {
  version: string;
  host: HostRecord;
  mounts: MountRequest[];
  /** Milliseconds for each answer. */
  graceMs: number;
  /** Paths of libcuda and libcufile; empty: where the system has them. */
  cudaLibrary: string;
  cufileLibrary: string;
}

/** Small and aligned, and one that takes several pages of a GPU. */
const transferSizes = [4096, 2 ** 20];
const logLines = 20;

/**
 * Examines the mounts one after the other. On a machine that cannot use cuFile, nothing is written on them. Throws an
 * IoproofError for mounts that cannot be used, or do not answer.
 */
export async function examine(options: DoctorOptions): Promise<DoctorRecord> {
  const inspected = await inspectMounts(options.mounts, options.graceMs);
  const folder = mkdtempSync(join(tmpdir(), 'ioproof-doctor-'));
  try {
    const node = await attempt(options, folder, null, 'allow');
    const gds = nodeRecord(node);
    const mounts: DoctorMount[] = [];
    for (const mount of inspected) mounts.push(await examineMount(mount, gds.reason, options, folder));
    return {
      schemaVersion: doctorSchemaVersion,
      tool: { name: 'ioproof', version: options.version },
      checkedAt: new Date().toISOString(),
      host: options.host,
      gds,
      checks: machineChecks(options.host, node),
      mounts,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function examineMount(
  { capacity, fileSystem }: InspectedMount,
  whyUntried: string,
  options: DoctorOptions,
  folder: string,
): Promise<DoctorMount> {
  const { name, path } = capacity;
  const attempts: Attempt[] = [];
  if (whyUntried === '') {
    const strict = await attempt(options, folder, path, 'refuse');
    attempts.push(strict);
    if (wantsSecondAttempt(strict)) attempts.push(await attempt(options, folder, path, 'allow'));
  }
  return mountRecord({ name, path, fileSystem }, attempts, whyUntried);
}

async function attempt(
  { cudaLibrary, cufileLibrary, graceMs }: DoctorOptions,
  folder: string,
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
