// What a native job is told of the phases before it, and of what its workers share.
import type { NativeJobSpec } from '../native/contract.js';
import type { PhasePlace } from './phases.js';
import type { SizedChains } from './size.js';

type FilesKey = 'fileSharing' | 'workerShift' | 'filesIn' | 'operationsBefore' | 'fsync';

/** Takes the place of the plain fields of the same names. */
export function phaseItems(
  workload: SizedChains,
  place: PhasePlace | null,
): Pick<NativeJobSpec, 'stonewallNs'> & Partial<Pick<NativeJobSpec, FilesKey>> {
  const stonewallNs = workload.stonewall;
  if (workload.kind === 'block') return { stonewallNs };
  const { fileSharing, workerShift, fsync, directories } = workload;
  const operationsBefore = [...(place?.operationsBefore ?? [])];
  return { stonewallNs, fileSharing, workerShift, filesIn: directories?.filesIn ?? 'leaves', operationsBefore, fsync };
}
