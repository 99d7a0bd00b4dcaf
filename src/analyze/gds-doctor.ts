// What doctor concludes: whether a machine can use cuFile at all, and which path it takes on a mount.
import type { NativeGpuProbe } from '../native/contract.js';
import type { DoctorAttempt, DoctorMount, DoctorRecord } from '../result/doctor-schema.js';
import type { FileSystemRecord, HostRecord } from '../result/schema.js';
import { judgeProbe } from './gds-evidence.js';
import { mountChecks } from './gds-mount-checks.js';
import { nodeChecks, problem } from './gds-node-checks.js';
import { nvidiaFsChecks, p2pdmaChecks } from './gds-path-checks.js';
import { isGds } from './gds-verdict.js';

/** A question to a process of its own, and what came of it: `probe` is null where there is a `problem`. */
export interface Attempt {
  compat: 'refuse' | 'allow';
  probe: NativeGpuProbe | null;
  /** Why there is no answer; empty where there is one. */
  problem: string;
  /** Last lines of the log of cuFile. */
  log: string[];
}

type NodeRecord = DoctorRecord['gds'];
type Stage = NodeRecord['cuda'];

const untried: Stage = { ok: false, code: '', reason: '' };

/** What the attempt without any mount tells of the machine. */
export function nodeRecord(attempt: Attempt): NodeRecord {
  const { probe, problem: silence } = attempt;
  const [cuda, cufile] = [probe?.cuda ?? untried, probe?.cufile ?? untried];
  const reason = probe === null ? silence : cuda.ok ? (cufile.ok ? '' : problem(cufile)) : problem(cuda);
  return {
    present: reason === '',
    reason,
    problem: silence,
    cuda,
    cudaLibrary: probe?.cudaLibrary ?? '',
    cudaVersion: probe?.cudaVersion ?? '',
    devices: (probe?.devices ?? []).map((device) => ({
      ...device,
      numaNode: device.numaNode < 0 ? null : device.numaNode,
    })),
    cufile,
    driver: probe?.facts ?? null,
  };
}

/** Needs of the machine. Those of the two paths are left out where there is no GPU and no driver: they would say nothing. */
export function machineChecks(host: HostRecord, { probe }: Attempt): DoctorRecord['checks'] {
  const hasGpu = host.gpus.length > 0 || (host.gds?.driver ?? null) !== null || (probe?.devices.length ?? 0) > 0;
  return [...nodeChecks(host, probe), ...(hasGpu ? [...nvidiaFsChecks(host), ...p2pdmaChecks(host, probe)] : [])];
}

/** Whether to ask again with the host allowed: the strict process has answered, and cuFile moved nothing. */
export function wantsSecondAttempt({ probe }: Attempt): boolean {
  return probe !== null && probe.cufile.ok && !probe.transfers.some(({ stage }) => stage.ok);
}

/** A mount after its attempts, strict first; none: cuFile cannot be used on this machine, for that reason. */
export function mountRecord(
  mount: { name: string; path: string; fileSystem: FileSystemRecord },
  attempts: readonly Attempt[],
  whyUntried: string,
): Omit<DoctorMount, 'trial'> {
  return {
    ...mount,
    ...judged(attempts, mount.fileSystem, whyUntried),
    attempts: attempts.map(attemptRecord),
    checks: mountChecks(mount.fileSystem),
  };
}

function judged(
  attempts: readonly Attempt[],
  fileSystem: FileSystemRecord,
  whyUntried: string,
): Pick<DoctorMount, 'verdict' | 'reasons'> {
  const problems = attempts.flatMap((attempt) => failureOf(attempt) ?? []);
  const moving = attempts.find(({ probe }) => probe?.transfers.some(({ stage }) => stage.ok));
  if (moving?.probe === undefined || moving.probe === null) {
    return { verdict: null, reasons: attempts.length === 0 ? [whyUntried] : [...new Set(problems)] };
  }
  const refused = moving.compat === 'refuse' ? null : (problems[0] ?? null);
  const { verdict, reasons } = judgeProbe(moving.probe, { compat: moving.compat, fileSystem, refused });
  return { verdict, reasons };
}

/** The first thing that kept an attempt from moving data; null where some was moved. */
function failureOf({ probe, problem: silence }: Attempt): string | null {
  if (probe === null) return silence;
  const { cuda, cufile, driverOpen, handleRegister, transfers } = probe;
  if (transfers.some(({ stage }) => stage.ok)) return null;
  const stages = [cuda, cufile, driverOpen, handleRegister, ...transfers.map(({ stage }) => stage)];
  const failed = stages.find(({ ok }) => !ok);
  return failed === undefined ? 'no transfer was tried' : problem(failed);
}

function attemptRecord({ compat, probe, problem: silence, log }: Attempt): DoctorAttempt {
  return {
    compat,
    problem: silence,
    driverOpen: probe?.driverOpen ?? untried,
    handleRegister: probe?.handleRegister ?? untried,
    transfers: probe?.transfers ?? [],
    log,
  };
}

/** Names of the mounts without a proved direct path. */
export function mountsWithoutGds({ mounts }: DoctorRecord): string[] {
  return mounts.filter(({ verdict }) => verdict === null || !isGds(verdict)).map(({ name }) => name);
}

/** True where a process that was to look at the machine or a mount gave no answer. */
export function isUnanswered({ gds, node, mounts }: DoctorRecord): boolean {
  const silent = (problem: string) => problem.startsWith('DOCTOR_');
  return (
    gds.problem !== '' ||
    node.problem !== '' ||
    mounts.some(({ attempts, trial }) => silent(trial.problem) || attempts.some(({ problem: why }) => why !== ''))
  );
}
