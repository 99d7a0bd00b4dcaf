// size, filesize, offset and numjobs → files, size, fileSharing, serviceOrder, offset: fio's size is that of one clone.
import { formatBytes } from '../spec/units.js';
import { walks } from '../spec/workload.js';
import type { Blocks } from './convert-blocks.js';
import { convertNames, type FileNames } from './convert-names.js';
import type { Draft } from './draft.js';
import { type FioAmount, shareOf } from './fio-units.js';
import type { FioOptionName } from './values.js';

/** Where a worker works, in bytes. */
export interface Layout extends FileNames {
  /** The part of its files that a worker touches. */
  region: number;
  /** What fio moves in one loop without io_size: less than the region where size limits files of a filesize. */
  limit: number;
  /** True where the region starts at the first byte of each file. */
  fromStart: boolean;
}

/** Null where the size cannot be known; the problem then says why. */
export function convertFiles(draft: Draft, blocks: Blocks): Layout | null {
  const names = convertNames(draft);
  const workers = draft.options.get('numjobs') ?? 1;
  draft.set('workers', workers);
  draft.converted('numjobs', workers === 1 ? 'one worker' : `${workers} workers`, 'workers');
  convertService(draft, names.perWorker);
  const { offset, increment } = convertOffsets(draft);
  const lastOffset = offset + (workers - 1) * increment;
  const part = regionOf(draft, names.perWorker, { offset, lastOffset, unit: blocks.unit });
  if (part === null) return null;
  if (increment > 0 && workers > 1) assumeSlices(draft, names, increment, part.limit ?? part.perFile);
  const length = { bytes: part.fileBytes ?? lastOffset + part.perFile, lastOffset };
  if (!writeFiles(draft, names, workers, blocks, length)) return null;
  const region = names.perWorker * part.perFile;
  return { ...names, region, limit: Math.min(part.limit ?? region, region), fromStart: lastOffset === 0 };
}

/** fio ends the part of each clone after `size` bytes. */
function assumeSlices(draft: Draft, { shared }: FileNames, increment: number, bytes: number): void {
  if (!shared)
    draft.assumed(
      "fio ends the part of each clone after size bytes; here it goes on to the file's end",
      'offsetIncrement',
    );
  else if (bytes !== increment) {
    const here = `here it has the ${formatBytes(increment)} up to where the next one begins`;
    draft.assumed(`fio gives each clone ${formatBytes(bytes)} from where it begins; ${here}`, 'offsetIncrement');
  }
}

interface Region {
  /** Bytes of each file from the offset on. */
  perFile: number;
  /** `size` where it limits what is moved instead of making the files; null: everything. */
  limit: number | null;
  /** Bytes of a file; null: as far as the last worker goes. */
  fileBytes: number | null;
}

interface Start {
  /** First byte of the first worker, and of the last. */
  offset: number;
  lastOffset: number;
  unit: number;
}

function regionOf(draft: Draft, perWorker: number, { offset, lastOffset, unit }: Start): Region | null {
  const size = draft.options.get('size');
  const fileSize = draft.options.get('filesize');
  if (fileSize === undefined || fileSize === 0) {
    draft.idle('filesize', '0 means that size decides');
    return regionOfSize(draft, size, perWorker);
  }
  if (lastOffset >= fileSize) {
    const what = `starts behind the end of files of ${formatBytes(fileSize)}`;
    draft.refuse(offset >= fileSize ? 'offset' : 'offset_increment', what, 'Lower it, or raise filesize');
    return null;
  }
  draft.converted('filesize', `each file has ${formatBytes(fileSize)}`, 'size');
  const whole = fileSize - offset;
  if (size === undefined) return { perFile: whole, limit: null, fileBytes: fileSize };
  if ('bytes' in size) {
    if (draft.options.get('time_based') === true)
      draft.idle('size', 'filesize makes the files, and time_based the end');
    else convertLimit(draft, size.bytes, perWorker * whole);
    return { perFile: whole, limit: size.bytes, fileBytes: fileSize };
  }
  const share = shareOf(fileSize, size.percent);
  draft.converted('size', `${size.percent} % of each file, which is made no larger`, 'size');
  return { perFile: Math.min(share - (share % unit), whole), limit: null, fileBytes: null };
}

/** Beside filesize, size only ends a job, and only where it is less than the files hold. */
function convertLimit(draft: Draft, asked: number, held: number): void {
  const text =
    asked > held
      ? `more than the ${formatBytes(held)} that the files of each worker have, in fio too; that much is moved`
      : `${formatBytes(asked)} are moved by each worker, in files of filesize`;
  draft.converted('size', text, 'size');
}

function regionOfSize(draft: Draft, size: FioAmount | undefined, perWorker: number): Region | null {
  if (size === undefined) {
    draft.refuse('size', 'is missing, and filesize too', 'Write size=…, the bytes of each clone', ['filesize']);
    return null;
  }
  if ('percent' in size) {
    const what = `is ${size.percent} % of files that exist already, but data sets are made for the run`;
    const advice = 'Write bytes; in the workload file, size: {percentOfFree: …} is a share of the free space';
    draft.refuse('size', what, advice);
    return null;
  }
  const files = perWorker === 1 ? '' : ` in ${perWorker} files`;
  draft.converted('size', `${formatBytes(size.bytes)} for each clone of the job${files}`, 'size');
  return { perFile: Math.floor(size.bytes / perWorker), limit: null, fileBytes: null };
}

interface FileLength {
  bytes: number;
  /** Where the last worker starts. */
  lastOffset: number;
}

/** Data sets hold whole blocks only; fio leaves the rest at the end of a file alone. False where there is no room. */
function writeFiles(draft: Draft, names: FileNames, workers: number, blocks: Blocks, length: FileLength): boolean {
  const { unit, largest } = blocks;
  const fileBytes = length.bytes - (length.bytes % unit);
  const option: FioOptionName = draft.options.lineOf('filesize') === undefined ? 'size' : 'filesize';
  if (fileBytes - length.lastOffset < largest) {
    const room = formatBytes(length.bytes - length.lastOffset);
    const what = `gives ${room} in each file, less than a block of ${formatBytes(largest)}`;
    draft.refuse(option, what, 'Raise it', ['bs', 'bsrange', 'bssplit', 'offset', 'offset_increment']);
    return false;
  }
  const files = names.shared ? names.perWorker : names.perWorker * workers;
  if (!Number.isSafeInteger(files * fileBytes)) {
    draft.refuse(option, `gives more than 2^53 bytes over ${files} files`, 'Lower it, or numjobs');
    return false;
  }
  draft.set('files', files);
  draft.set('size', formatBytes(files * fileBytes));
  if (fileBytes !== length.bytes) {
    draft.assumed(
      `files of ${formatBytes(fileBytes)}, which are whole blocks, instead of ${formatBytes(length.bytes)}`,
      'size',
    );
  }
  if (workers > 1) writeSharing(draft, names);
  return true;
}

function writeSharing(draft: Draft, { shared }: FileNames): void {
  draft.set('fileSharing', shared ? 'shared' : 'perWorker');
  const difference = 'in fio each clone walks over the shared files on its own, with its own passes';
  if (shared) draft.assumed(difference, 'fileSharing');
}

function convertService(draft: Draft, perWorker: number): void {
  const service = draft.options.get('file_service_type') ?? { order: 'roundrobin', blocks: 1 };
  if (perWorker === 1) {
    draft.idle('file_service_type', 'each worker has one file');
    return;
  }
  if (service.blocks !== 1) {
    const what = `does ${service.blocks} blocks before it goes to the next file, which has no counterpart here`;
    draft.refuse('file_service_type', what, `Write file_service_type=${service.order}`);
    return;
  }
  if (!walks.some((access) => access === draft.words.access)) {
    draft.idle('file_service_type', 'blocks are drawn from all files at once');
    return;
  }
  draft.set('serviceOrder', service.order);
  draft.converted('file_service_type', `how a worker takes turns between its files`, 'serviceOrder');
  if (draft.options.lineOf('file_service_type') === undefined) {
    draft.assumed('fio goes from file to file after each block', 'serviceOrder');
  }
}

function convertOffsets(draft: Draft): { offset: number; increment: number } {
  const offset = offsetOf(draft, 'offset');
  const increment = offsetOf(draft, 'offset_increment');
  if (offset > 0) draft.set('offset', formatBytes(offset));
  if (increment > 0) draft.set('offsetIncrement', formatBytes(increment));
  draft.converted('offset', 'where the blocks start in each file; the files are longer by it', 'offset');
  draft.converted('offset_increment', 'how much later each further worker starts', 'offsetIncrement');
  return { offset, increment };
}

function offsetOf(draft: Draft, name: 'offset' | 'offset_increment'): number {
  const amount = draft.options.get(name) ?? { bytes: 0 };
  if ('bytes' in amount) return amount.bytes;
  if (amount.percent > 0) {
    const what = `is ${amount.percent} % of files that exist already, but data sets are made for the run`;
    draft.refuse(name, what, 'Write bytes');
  }
  return 0;
}
