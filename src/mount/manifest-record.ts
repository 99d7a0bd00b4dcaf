// The manifest of a data set as a record keeps it: the file itself, and its sum.
import { createHash } from 'node:crypto';
import { inExistingDataDirectory } from './data-directory.js';
import { manifestText } from './dataset-directory.js';
import { holding } from './held-directory.js';

export interface ManifestRecord {
  /** Name of the file in the directory of the data set. */
  name: string;
  /** Of the bytes of the file, hexadecimal. */
  sha256: string;
  content: Record<string, unknown>;
}

/**
 * What a step used, as it is at the time of the call; null where there is no manifest, or none that can be read: a step does
 * not fail for what is only told. `directory`: of the data set, below that of the tool.
 */
export function manifestRecord(mountPath: string, directory: string): ManifestRecord | null {
  try {
    return inExistingDataDirectory(mountPath, (data) => {
      if (data.entry(directory) === null) return null;
      const found = holding(data.child(directory), manifestText);
      if (found === null) return null;
      const content = JSON.parse(found.text) as Record<string, unknown>;
      return { name: found.name, sha256: createHash('sha256').update(found.text).digest('hex'), content };
    });
  } catch {
    return null;
  }
}
