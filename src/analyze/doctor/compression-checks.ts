// Compression and deduplication below the files: figures then depend on what is in the data.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { FileSystemRecord } from '../../result/schema.js';
import { compressOption, hasVdo, onWord } from '../data-reduction.js';
import { bad, fine, note } from './findings.js';

/** Test data cannot be compressed unless it is asked for; but the same data set written twice is the same data. */
const compressed = 'Test data cannot be compressed without compressPercent, real data often can. To compare mounts: ';
const deduplicated = 'A data set of the same seed written again costs nothing but the look-up. Turn it off: ';

export function compressionChecks(fileSystem: FileSystemRecord): DoctorCheck[] {
  const { type, mountPoint, source, system } = fileSystem;
  const details = system?.details ?? {};
  const option = compressOption(fileSystem);
  const compression = option === undefined ? onWord(details['compression']) : option;
  const dedupe = onWord(details['dedup']);
  const off = type === 'zfs' ? `zfs set compression=off ${source}` : `mount -o remount,compress=none ${mountPoint}`;
  return [
    ...(compression === null || compression === 'compress=none' || compression === 'compress=no'
      ? []
      : [note('file-system', 'compression', compression, `${compressed}${off}`)]),
    ...(dedupe === null
      ? []
      : [bad('file-system', 'deduplication', dedupe, `${deduplicated}zfs set dedup=off ${source}`)]),
    ...vdoCheck(fileSystem),
    ...wekaCheck(fileSystem),
    ...(type === 'zfs' ? zfsChecks(details, source) : []),
  ];
}

type Details = NonNullable<FileSystemRecord['system']>['details'];

function zfsChecks({ sync, direct }: Details, source: string): DoctorCheck[] {
  return [
    ...(sync === 'disabled'
      ? [bad('option', 'sync', 'fsync is answered without writing anything', `zfs set sync=standard ${source}`)]
      : []),
    ...(direct === 'disabled'
      ? [note('option', 'direct', 'O_DIRECT is accepted and ignored', `zfs set direct=standard ${source}`)]
      : []),
    ...(direct === 'standard' || direct === 'always' ? [fine('option', 'direct', direct)] : []),
  ];
}

function vdoCheck(fileSystem: FileSystemRecord): DoctorCheck[] {
  if (!hasVdo(fileSystem)) return [];
  const finding = 'the device compresses and deduplicates (VDO)';
  return [bad('file-system', 'deduplication', finding, `${deduplicated}lvchange --deduplication n --compression n …`)];
}

/** WEKA does both, for a file system as a whole. */
function wekaCheck({ system }: FileSystemRecord): DoctorCheck[] {
  if (system?.details['dataReduction'] !== true) return [];
  const finding = `${system.title} compresses and deduplicates (data reduction)`;
  return [bad('file-system', 'deduplication', finding, 'Measure on a file system without data reduction.')];
}
