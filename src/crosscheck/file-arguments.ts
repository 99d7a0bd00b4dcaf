// The files of a worker as options of fio, named as native/core/file_namespace.cpp names them.
import type { NativeJobSpec } from '../native/contract.js';
import type { WorkerPart } from './worker-parts.js';

/** Bytes of one argument, below what Linux allows (MAX_ARG_STRLEN, 128 KiB). */
export const longestArgument = 120 * 1024;
/** Bytes of all of them, below what the usual stack leaves for them (2 MiB) with an environment. */
export const longestCommand = 1024 * 1024;

/** `filename`, `offset` and `size` of a worker's part; the names are relative to the root. */
export function fileArguments(spec: Pick<NativeJobSpec, 'filesPerDirectory'>, part: WorkerPart): string[] {
  const names = Array.from({ length: part.fileCount }, (_, index) =>
    fileName(part.firstFile + index, spec.filesPerDirectory),
  );
  // fio divides the size by the number of files.
  return [`--filename=${names.join(':')}`, `--offset=${part.offset}`, `--size=${part.length * part.fileCount}`];
}

function fileName(file: number, filesPerDirectory: number): string {
  const directory = String(Math.floor(file / filesPerDirectory)).padStart(6, '0');
  return `d${directory}/f${String(file).padStart(9, '0')}`;
}

/** Root of the files as fio wants it: a colon would begin another directory. */
export function directoryArgument(root: string): string {
  return `--directory=${root.replaceAll(':', '\\:')}`;
}
