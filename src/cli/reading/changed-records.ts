// Whether saved runs are still what their SHA256SUMS say, in the words of the commands that read them.
import { checkSums, type Integrity } from '../../result/checksums.js';

export interface RunIntegrity {
  integrity: Integrity;
  /** Files that differ; empty unless `integrity` is `differs`. */
  changed: string[];
}

/** Of all files of a run that have a sum. `path`: its folder or run.json. */
export async function runIntegrity(path: string): Promise<RunIntegrity> {
  const files = await checkSums(path);
  const changed = files.filter(({ integrity }) => integrity === 'differs').map(({ name }) => name);
  const unknown = files.some(({ integrity }) => integrity === 'unknown');
  return { integrity: changed.length > 0 ? 'differs' : unknown ? 'unknown' : 'matches', changed };
}

/** `run.json is not what its SHA256SUMS says: it was changed after the run.` */
export function changedNote(files: readonly string[]): string {
  const [verb, whose, they] = files.length === 1 ? ['is', 'its', 'it was'] : ['are', 'their', 'they were'];
  return `${files.join(' and ')} ${verb} not what ${whose} SHA256SUMS says: ${they} changed after the run.`;
}
