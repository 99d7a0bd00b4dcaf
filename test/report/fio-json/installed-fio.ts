// Output of the installed fio: a mixed job with syncs on a tmpfs, a quarter of a megabyte.
import { execFileSync } from 'node:child_process';
import { findTmpfs, temporaryDirectory } from '../../helpers/temporary.js';
import { whyNo } from './samples.js';

const tmpfs = findTmpfs();

/** Why the installed fio cannot be asked; empty when it can. */
export const noFio = whyNo('fio') || tmpfs.missing;

const job = '--name=job --rw=randrw --bs=4k --size=256k --fsync=8 --runtime=1 --time_based --ioengine=psync'.split(' ');

/** Call it inside of a test. `more` are options of fio. */
export function outputOfFio(format: 'json' | 'json+', ...more: string[]): string {
  const directory = temporaryDirectory(tmpfs.path);
  const options = [`--directory=${directory}`, `--output-format=${format}`, '--eta=never', ...more];
  return execFileSync('fio', [...job, ...options], { cwd: directory, encoding: 'utf8' });
}
