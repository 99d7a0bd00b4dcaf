// At the end of a run: its line in the index of the results, and what its own past says of it.
import { basename } from 'node:path';
import { messageOf } from '../../errors.js';
import { type Drift, driftOf } from '../../history/drift.js';
import { entryOf } from '../../history/entry.js';
import { appendEntry, readIndex } from '../../history/index-file.js';
import type { RunRecord } from '../../result/schema.js';

export interface EndedRun {
  record: RunRecord;
  /** Its folder. */
  directory: string;
  /** Of its run.json. */
  sha256: string | null;
}

/**
 * A run does not fail for its place in the history: where the index cannot be written or read, `tell` gets a sentence, and
 * there is no drift. `results`: the folder that the folder of the run is in.
 */
export async function intoHistory(
  results: string,
  { record, directory, sha256 }: EndedRun,
  tell: (sentence: string) => void,
): Promise<Drift> {
  const folder = basename(directory);
  const entry = entryOf(record, folder, sha256);
  try {
    await appendEntry(results, entry);
  } catch (error) {
    tell(
      `the index of "${results}" cannot be written: ${messageOf(error)}; ioproof history finds the run all the same`,
    );
  }
  try {
    const { entries } = await readIndex(results);
    const before = entries.filter((one) => one.folder !== folder);
    return driftOf([...before, entry], folder);
  } catch (error) {
    tell(`the index of "${results}" cannot be read: ${messageOf(error)}`);
    return { figures: [], tooFew: 0 };
  }
}
