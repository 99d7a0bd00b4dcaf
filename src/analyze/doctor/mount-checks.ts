// Everything that a measurement needs of a mount, in the order in which it is told.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { MountTrial } from '../../result/doctor-mount-schema.js';
import type { FoundTool } from '../../result/doctor-node-schema.js';
import type { FileSystemRecord, HostRecord } from '../../result/schema.js';
import { compressionChecks } from './compression-checks.js';
import { deviceChecks } from './device-checks.js';
import { directChecks } from './direct-checks.js';
import { ioLimitChecks } from './io-limit-checks.js';
import { optionChecks } from './option-checks.js';
import { spaceChecks } from './space-checks.js';
import { systemChecks } from './system-checks.js';
import { bad } from './findings.js';
import { mountTimeChecks } from './mount-time-checks.js';

/** Why a mount cannot be measured on. */
interface Trouble {
  what: string;
  advice: string;
}

/** Begins the problem of a mount that did not even tell what it is, so that only the kernel's line is known. */
export const silentMount = 'DOCTOR_MOUNT_SILENT';

/** Besides what cuFile needs. */
export function mountMeasurementChecks(
  fileSystem: FileSystemRecord,
  trial: MountTrial,
  machine: { tools: readonly FoundTool[]; host: Pick<HostRecord, 'numa' | 'cgroup'>; troubles?: readonly Trouble[] },
): DoctorCheck[] {
  if (trial.problem.startsWith(silentMount)) return silenceChecks(fileSystem, trial, machine.tools);
  return [
    ...systemChecks(fileSystem, machine.tools),
    ...(machine.troubles ?? []).map(({ what, advice }) => bad('file-system', 'writing', what, advice)),
    ...directChecks(fileSystem, trial),
    ...spaceChecks(fileSystem),
    ...optionChecks(fileSystem),
    ...compressionChecks(fileSystem),
    ...deviceChecks(fileSystem, machine.host),
    ...ioLimitChecks(fileSystem, machine.host),
    ...mountTimeChecks(fileSystem, trial),
  ];
}

function silenceChecks(fileSystem: FileSystemRecord, trial: MountTrial, tools: readonly FoundTool[]): DoctorCheck[] {
  const advice = `See whether its server is there; from another shell: timeout -s KILL 5 ls ${fileSystem.mountPoint}`;
  return [
    ...systemChecks(fileSystem, tools),
    bad('file-system', 'answer', trial.problem.slice(silentMount.length + 2), advice),
    ...optionChecks(fileSystem),
  ];
}
