// Space and inodes, of the file system and of each target that can be full on its own.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { FileSystemRecord } from '../../result/schema.js';
import { fullFraction, isNearlyFull } from '../fullness.js';
import { formatPercentOf, formatRoughly } from './amounts.js';
import { bad, fine, listed, note, untold } from './findings.js';

type Target = NonNullable<FileSystemRecord['system']>['targets'][number];

const cleanUp = 'ioproof clean --mount …, and remove what is not needed; or choose another mount or pool.';

/** What several file systems say for endless. */
const inventedBytes = 2 ** 50;
const fewNames = 3;

export function spaceChecks({ statfs, system }: FileSystemRecord): DoctorCheck[] {
  return [spaceCheck(statfs), inodeCheck(statfs), ...targetChecks(system?.targets ?? [])];
}

function spaceCheck({ totalBytes, freeBytes, availableBytes }: FileSystemRecord['statfs']): DoctorCheck {
  if (totalBytes === null || freeBytes === null || availableBytes === null || totalBytes === 0) {
    return untold(
      'space',
      'space',
      'statfs gives no size',
      'Ask the file system itself; a full one fails while it is written.',
    );
  }
  if (totalBytes === inventedBytes) {
    return untold('space', 'space', 'statfs gives a size that is not one', 'Ask the storage behind it.');
  }
  // Sizes beyond 2^53 are cut to it, so there is no share of it.
  if (totalBytes >= Number.MAX_SAFE_INTEGER) {
    return untold('space', 'space', 'larger than 8 PiB: numbers here end there', 'See df for how full it is.');
  }
  // As df counts: what is reserved for root is neither used nor free for the user.
  const used = totalBytes - freeBytes;
  const finding = `${formatRoughly(availableBytes)} free of ${formatRoughly(totalBytes)}`;
  return fullness('space', finding, used, used + availableBytes);
}

function inodeCheck({ files, freeFiles }: FileSystemRecord['statfs']): DoctorCheck {
  if (files === null || freeFiles === null || files === 0)
    return fine('space', 'inodes', 'the file system does not count them');
  return fullness('inodes', `${freeFiles} free of ${files}`, files - freeFiles, files);
}

function fullness(what: string, finding: string, used: number, total: number): DoctorCheck {
  const share = formatPercentOf(used, total);
  if (!isNearlyFull(total, total - used)) return fine('space', what, `${finding}, ${share} used`);
  return bad('space', what, `${finding}, ${share} used: slower than an empty one, and soon full`, cleanUp);
}

function targetChecks(targets: readonly Target[]): DoctorCheck[] {
  if (targets.length === 0) return [];
  const [full, short, absent] = [targets.filter(isFull), targets.filter(isShortOfInodes), targets.filter(isAbsent)];
  const finding = `${targets.length} targets and pools, none over ${fullFraction * 100} % full`;
  return [
    ...(full.length + short.length + absent.length === 0 ? [fine('space', 'targets', finding)] : []),
    ...told(full, `over ${fullFraction * 100} % full`, 'Rebalance them, or use a pool without them.'),
    ...told(short, `with over ${fullFraction * 100} % of the inodes in use`, cleanUp),
    ...(absent.length === 0
      ? []
      : [note('space', 'targets', `not in use: ${names(absent)}`, 'Files are spread over the others only.')]),
  ];
}

function told(targets: readonly Target[], words: string, advice: string): DoctorCheck[] {
  if (targets.length === 0) return [];
  return [bad('space', 'targets', `${targets.length} ${words}: ${names(targets)}`, advice)];
}

function isFull({ totalBytes, availableBytes }: Target): boolean {
  return isNearlyFull(totalBytes, availableBytes);
}

function isShortOfInodes({ inodes, freeInodes }: Target): boolean {
  return isNearlyFull(inodes, freeInodes);
}

function isAbsent({ state }: Target): boolean {
  return /^(down|inactive|offline|unreachable|disconn|probably-offline)/i.test(state);
}

function names(targets: readonly Target[]): string {
  const shown = targets.slice(0, fewNames).map(({ name }) => name);
  const more = targets.length - shown.length;
  return more === 0 ? listed(shown) : `${shown.join(', ')} and ${more} more`;
}
