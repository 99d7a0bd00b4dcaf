// Declares how the samples of a files workload are packed: each a file of its own, or many in a shard.
import { computed, type FieldTable } from './field.js';
import { choice, nullableBytes } from './field-kinds.js';
import { MiB, maxWhole } from './shared-fields.js';
import { packings, type FilesWorkload } from './workload.js';

const defaultShardSize = 256 * MiB;

export const packingFields: FieldTable<Pick<FilesWorkload, 'packing' | 'shardSize'>, FilesWorkload> = {
  packing: choice(packings, {
    default: 'none',
    help: [
      '"none": each sample is a file. "tar", "tfrecord": `files` samples of `fileSize` are packed into shards, in their order;',
      'a shard is opened, read from its first byte to its last and closed, and each is read once an epoch. "tar": POSIX',
      'ustar as WebDataset has it, for each sample the members <9 digits>.jpg (the sample) and <9 digits>.cls (a label).',
      '"tfrecord": each sample is one record, its data the bytes of the sample with no tf.train.Example around them.',
    ].join(' '),
  }),
  shardSize: nullableBytes({
    min: 1,
    max: maxWhole,
    default: computed('256MiB, or null where packing is none', ({ packing }) =>
      packing === 'none' ? null : defaultShardSize,
    ),
    help:
      'Bytes of a shard, about: the samples are split evenly over as many shards as their expected size takes of this, ' +
      'at least one; null where packing is none.',
  }),
};
