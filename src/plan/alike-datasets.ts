// Data sets on a mount that are almost the one that a training needs: somebody may have meant them.
import type { NativeSampleFiles } from '../native/contract.js';
import type { Dataset, MountCapacity } from './planned-step.js';

const shape = ['container', 'trainFiles', 'samplesPerFile', 'recordLength'] as const;

/** A sentence for each data set of as many samples of the same kind that is not used; none where the wanted one is there. */
export function alikeDatasets({ name, datasets = [] }: MountCapacity, wanted: Dataset | null): string[] {
  const { sampleFiles, directory, fileLayout } = wanted ?? {};
  if (sampleFiles === undefined || datasets.some((present) => present.directory === directory)) return [];
  return datasets.flatMap((present) => {
    const other = present.sampleFiles;
    if (other === undefined || shape.some((key) => other[key] !== sampleFiles[key])) return [];
    const spread = JSON.stringify(present.fileLayout) === JSON.stringify(fileLayout) ? [] : ['another layout'];
    const differing = [...differences(other, sampleFiles), ...spread].join(', ');
    const how = differing === '' ? 'written by another version' : `made with ${differing}`;
    return [`"${present.directory}" on mount "${name}" is alike, but ${how}: it is not used`];
  });
}

/** `generatorSeed 11 and not 10, prefix part and not img`. */
function differences(other: NativeSampleFiles, wanted: NativeSampleFiles): string[] {
  const keys = Object.keys(wanted) as (keyof NativeSampleFiles)[];
  return keys
    .map((key) => ({ key, there: textOf(other[key]), here: textOf(wanted[key]) }))
    .filter(({ there, here }) => there !== here)
    .map(({ key, there, here }) => (key === 'columns' ? 'other columns' : `${key} ${there} and not ${here}`));
}

function textOf(value: NativeSampleFiles[keyof NativeSampleFiles]): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
