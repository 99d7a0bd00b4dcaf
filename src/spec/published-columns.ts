// The columns of the published workloads whose samples are rows of parquet.
import type { SampleColumns } from './workload.js';

// mlcommons/storage, configs/dlio/workload/dlrm_b200.yaml as of commit 0b42eb5: feature_000 … feature_199, ten in a word; a
// capital is read. Together 761 bytes, of which 160 are read.
const dlrmFeatures = `
  hhddfhfbhb fFdfbhfFFh DdddhFfhhf dFdfhhdbbb hFhFdbdddF fbbFffbfHF dhdbfhbFHf hFhfFDhbfd bbffhbhbFb FFHFDdFHbh
  hdhfdhhfdf ddbhhbBDfb hhbbbhbbfb hfdhhdhFdd hFbbdfdFdd bbbdDFfbFh FhFhdhdhfB dhbdbbbbhh BdddhdBbhF dbdfdFfddh`;

const letters = { d: 'float64', f: 'float32', h: 'float16', b: 'int8' } as const;

/** Columns of a row of dlrm, neighbours that are alike as one group. */
export const dlrmColumns: SampleColumns[] = groupsOf(dlrmFeatures.match(/[a-z]/gi) ?? []);

/** Columns of a row of flux: encodings of T5 and of CLIP, mean, logarithm of the variance, time stamp. */
export const fluxColumns: SampleColumns[] = [524_328, 409, 8232, 8232, 7].map((width) => ({
  type: 'float32',
  width,
  count: 1,
  read: true,
}));

function groupsOf(features: readonly string[]): SampleColumns[] {
  const groups: SampleColumns[] = [];
  features.forEach((feature, index) => {
    const last = groups.at(-1);
    if (last !== undefined && feature === features[index - 1]) last.count += 1;
    else groups.push(columnOf(feature));
  });
  return groups;
}

function columnOf(feature: string): SampleColumns {
  const letter = feature.toLowerCase();
  return { type: letters[letter as keyof typeof letters], width: 1, count: 1, read: feature !== letter };
}
