// SHA256SUMS in the folder of a run: tells a record that was changed after the run from one that was not.
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf, systemCode } from '../errors.js';
import { recordFileName, recordFileOf } from './read-run.js';

/** In the format of sha256sum, so that `sha256sum -c SHA256SUMS` says the same without this tool. */
export const checksumsFileName = 'SHA256SUMS';

/**
 * `matches`: the file is as it was when the run ended. `differs`: it is not. `unknown`: there is no sum of it, as of a run
 * that did not come to its end, one of an older version, or a file that was copied without its folder.
 */
export type Integrity = 'matches' | 'differs' | 'unknown';

export interface CheckedFile {
  /** Name in the folder of the run. */
  name: string;
  integrity: Integrity;
  /** Why a file differs that could not even be read; empty for all others. */
  reason: string;
}

/** Content of SHA256SUMS: lines of 64 hexadecimal digits, two spaces and a name. */
export function checksumsText(sums: Readonly<Record<string, string>>): string {
  return Object.entries(sums)
    .map(([name, sum]) => `${sum}  ${name}\n`)
    .join('');
}

/** The integrity of a run.json; `path` is the file or its folder. Never throws for a missing SHA256SUMS. */
export async function checkSum(path: string): Promise<Integrity> {
  const file = recordFileOf(path);
  const wanted = readSums(dirname(file)).get(basename(file));
  return wanted === undefined ? 'unknown' : (await checkFile(file, wanted)).integrity;
}

/** The integrity of all that SHA256SUMS names, run.json in any case first. `path` is a run.json or its folder. */
export async function checkSums(path: string): Promise<CheckedFile[]> {
  const directory = dirname(recordFileOf(path));
  const sums = readSums(directory);
  const checked: CheckedFile[] = [];
  if (!sums.has(recordFileName)) checked.push({ name: recordFileName, integrity: 'unknown', reason: '' });
  for (const [name, sum] of sums) checked.push({ name, ...(await checkFile(join(directory, name), sum)) });
  return checked;
}

/** SHA-256 of a file of any size, 64 hexadecimal digits. Throws what reading throws. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Sums by name. Names with a folder in them are not of a run and left out. */
function readSums(directory: string): ReadonlyMap<string, string> {
  let text: string;
  try {
    text = readFileSync(join(directory, checksumsFileName), 'utf8');
  } catch {
    return new Map();
  }
  const lines = text.matchAll(/^([0-9a-f]{64}) [ *]([^/\n]+)$/gm);
  return new Map([...lines].map(([, sum = '', name = '']) => [name, sum]));
}

/** A file that is named and not there was there when the run ended. */
async function checkFile(file: string, wanted: string): Promise<Omit<CheckedFile, 'name'>> {
  try {
    return { integrity: (await sha256OfFile(file)) === wanted ? 'matches' : 'differs', reason: '' };
  } catch (error) {
    return { integrity: 'differs', reason: systemCode(error) === 'ENOENT' ? 'it is gone' : messageOf(error) };
  }
}
