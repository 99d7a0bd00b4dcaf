// Declares what a files workload is on, who goes over it, and chains in given shares.
import { type Field, type FieldTable, plainField } from './field.js';
import { choice } from './field-kinds.js';
import { choiceLeaf, integerLeaf } from './leaf.js';
import { listLeaf, mapLeaf } from './map-leaf.js';
import { fileOperations, type FilesWorkload, itemKinds, type MixShare, visits } from './workload.js';

export const mostShares = 20;

const pattern = '{percent: 30, operations: [open, read, close]}';
const share = mapLeaf<MixShare>({
  percent: integerLeaf(1, 100),
  operations: listLeaf(choiceLeaf(fileOperations), 'stat'),
});

const mix: Field<MixShare[], FilesWorkload> = {
  ...plainField<MixShare[], FilesWorkload>('list of {percent, operations}', '', listLeaf(share, pattern, 0), {
    default: [],
    help:
      'Chains in given shares of all chains, whole percents that add up to 100, in place of operations: within one chain ' +
      'from the start, and within two in any window. Each worker has files of its own and draws among them; a chain that ' +
      'ends with unlink leaves a hole, which the next chain that starts with create fills; readdir and list are on the ' +
      'directory of such a file. An epoch has as many chains as there are files.',
  }),
  sweepable: false,
};

export const mixFields: FieldTable<Pick<FilesWorkload, 'items' | 'visits' | 'mix'>, FilesWorkload> = {
  items: choice(itemKinds, {
    default: 'files',
    help: 'What a chain is on: "directories" are those that hold files, for readdir, list, stat and statx.',
  }),
  visits: choice(visits, {
    default: 'once',
    help: '"once": the workers share the items of an epoch; "everyWorker": each of them goes over all.',
  }),
  mix,
};
