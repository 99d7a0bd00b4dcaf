// Removes data sets and the data directory, and nothing that this tool did not make.
import { systemCode } from '../errors.js';
import { dataDirectoryName, inExistingDataDirectory } from './data-directory.js';
import { demote, isManifest, openDataset } from './dataset-directory.js';
import { holding, type HeldDirectory } from './held-directory.js';
import { markerName, writeMarker, type Marker } from './marker.js';
import { reasonOf } from './mount-error.js';
import { noRemoval, removeEntries, type Removal } from './remove-tree.js';

/**
 * Removes all data sets of a mount, then the marker and the data directory. What is not a data set of this tool, cannot
 * be removed or is on another mount stays, with the marker, and is told in `kept`. Symbolic links are removed, never
 * followed. Throws DATA_DIRECTORY_FOREIGN (exit code 4) when the directory is not this tool's.
 */
export function clean(mountPath: string): Removal {
  const removal = noRemoval();
  inExistingDataDirectory(mountPath, (data, marker, mount) => {
    for (const name of data.names()) {
      if (name !== markerName) removeFrom(data, name, removal);
    }
    removeDataDirectory(data, marker, mount, removal);
  });
  return removal;
}

/** Removes one data set, for a job that must create its files anew. An absent one is no error; else as `clean`. */
export function removeDataset(mountPath: string, directory: string, onProgress?: Removal['onProgress']): Removal {
  const removal = noRemoval(onProgress);
  inExistingDataDirectory(mountPath, (data) => {
    if (data.entry(directory) !== null) removeFrom(data, directory, removal);
  });
  return removal;
}

/** Removes the data directory of a mount where nothing but its marker is in it. */
export function removeIfEmpty(mountPath: string): void {
  inExistingDataDirectory(mountPath, (data, marker, mount) => {
    removeDataDirectory(data, marker, mount, noRemoval());
  });
}

function removeFrom(data: HeldDirectory, name: string, removal: Removal): void {
  const keptBefore = removal.kept.length;
  try {
    const isEmpty = holding(openDataset(data, name), (directory) => {
      // Interrupted half-way, the rest must neither pass for complete nor look like someone else's.
      demote(directory);
      const manifests = directory.names().filter(isManifest);
      removeEntries(directory, removal, manifests);
      if (removal.kept.length > keptBefore) return false;
      for (const manifest of manifests) directory.unlink(manifest);
      return true;
    });
    if (isEmpty) data.removeDirectory(name);
  } catch (error) {
    removal.kept.push({ path: `${data.path}/${name}`, reason: reasonOf(error) });
  }
}

/** The marker goes last. Another process may begin a data set at this moment: then the directory stays this tool's. */
function removeDataDirectory(data: HeldDirectory, marker: Marker, mount: HeldDirectory, removal: Removal): void {
  if (data.names().some((name) => name !== markerName)) return;
  data.unlink(markerName);
  try {
    mount.removeDirectory(dataDirectoryName);
  } catch (error) {
    writeMarker(data, marker);
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(systemCode(error))) return;
    removal.kept.push({ path: data.path, reason: reasonOf(error) });
  }
}
