// Whether the server of a mount has the same time as this machine.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { MountTrial } from '../../result/doctor-mount-schema.js';
import type { FileSystemRecord } from '../../result/schema.js';
import { fine, note } from './findings.js';

/** Programs such as make compare times of files with their own; a second is what they can tell apart. */
const tolerableMs = 1000;

/** Empty where a block device or memory is below, since the time is then this machine's. */
export function mountTimeChecks({ device, type }: FileSystemRecord, trial: MountTrial): DoctorCheck[] {
  const { clockOffsetMs: offset, clockToleranceMs: tolerance } = trial;
  if (offset === null || tolerance === null || device !== null || /^(tmpfs|overlay|zfs|btrfs)$/.test(type)) return [];
  const finding = `${offset} ms from that of this machine, known to ${tolerance} ms`;
  if (Math.abs(offset) <= tolerableMs + tolerance) return [fine('time', 'time of files', finding)];
  const advice = 'Synchronise server and client by the same NTP servers; times of operations do not depend on it.';
  return [note('time', 'time of files', finding, advice)];
}
