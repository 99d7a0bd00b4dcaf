// Declares how fast a block workload goes, when it ends, and how it makes its writes durable.
import { z } from 'zod';
import { computed, type Field, type FieldTable, plainField } from './field.js';
import { bytes, choice, duration, flag, integer, nullableBytes, nullableInteger } from './field-kinds.js';
import { bytesLeaf, integerLeaf } from './leaf.js';
import { oneOfLeaf } from './map-leaf.js';
import { hour, maxWhole, MiB, runtimeField, second } from './shared-fields.js';
import { formatBytes } from './units.js';
import { arrivals, type BlockWorkload, type Rate, syncModes, syncs } from './workload.js';

type PaceKey = 'rate' | 'arrival' | 'thinkTime' | 'thinkTimeBlocks' | 'startDelay';
type EndKey = 'passes' | 'ioSize' | 'operationLimit' | 'runtime';
type SyncKey = 'fsync' | 'sync' | 'fsyncEvery' | 'fdatasyncEvery' | 'refill';

// An operation a nanosecond: the clock knows nothing shorter.
const mostOperations = 1e9;
const rateLeaf = oneOfLeaf({ operations: integerLeaf(1, mostOperations), bytes: bytesLeaf(1, maxWhole) });

const rate: Field<Rate | null, BlockWorkload> = {
  // The leaf takes exactly one of the two, which its type cannot say.
  ...plainField('{operations} or {bytes} or null', '', z.nullable(rateLeaf as z.ZodType<Rate>), {
    default: null,
    help: 'What each worker does a second, or null: as much as it can.',
  }),
  sweepable: false,
  parts: {
    operations: integer({
      min: 1,
      max: mostOperations,
      example: 1000,
      help: 'Operations a second (fio: rate_iops), if not bytes.',
    }),
    bytes: bytes({ min: 1, max: maxWhole, example: 100 * MiB, help: 'Bytes a second (fio: rate), if not operations.' }),
  },
  write: (value) => (value !== null && 'bytes' in value ? { bytes: formatBytes(value.bytes) } : value),
};

/** The pace of a worker, and the pause before it. */
export const paceFields: FieldTable<Pick<BlockWorkload, PaceKey>, BlockWorkload> = {
  rate,
  arrival: choice(arrivals, {
    default: computed('poisson with a latencyTarget, fixed where a rate is given, else closed', (workload) => {
      if (workload.latencyTarget !== null) return 'poisson';
      return workload.rate === null ? 'closed' : 'fixed';
    }),
    help:
      '"closed": an operation starts when another ends, and the rate is a limit. "fixed", "poisson": operations are due ' +
      'evenly or at random, whatever the storage does, and latency counts from then too (fio: rate_process). In flight are ' +
      'at most queueDepth; with engine sync that is one.',
  }),
  thinkTime: duration({
    min: 0,
    max: hour,
    default: 0,
    help: 'Pause of a worker after every thinkTimeBlocks operations, once none is in flight (fio: thinktime).',
  }),
  thinkTimeBlocks: integer({
    min: 1,
    max: maxWhole,
    default: 1,
    help: 'Operations between two pauses (fio: thinktime_blocks).',
  }),
  startDelay: duration({
    min: 0,
    max: 1000 * hour,
    default: 0,
    help: 'Pause before the workload starts (fio: startdelay).',
  }),
};

/** Whatever is reached first ends a worker. */
export const endFields: FieldTable<Pick<BlockWorkload, EndKey>, BlockWorkload> = {
  passes: nullableInteger({
    min: 1,
    max: maxWhole,
    default: null,
    help: 'Passes over all blocks (fio: loops); null: no limit.',
  }),
  ioSize: nullableBytes({
    min: 1,
    max: maxWhole,
    default: null,
    help: 'Bytes after which a worker ends (fio: io_size); null: no limit.',
  }),
  operationLimit: nullableInteger({
    min: 1,
    max: maxWhole,
    default: null,
    help: 'Reads and writes after which a worker ends (fio: number_ios); null: no limit.',
  }),
  runtime: runtimeField(
    computed('30s, or null where passes, ioSize or operationLimit is given', (workload) => {
      return endsBySelf(workload) ? null : 30 * second;
    }),
    'passes, ioSize or operationLimit is reached',
  ),
};

/** True where the workload ends without a runtime. */
export function endsBySelf({ passes, ioSize, operationLimit }: BlockWorkload): boolean {
  return passes !== null || ioSize !== null || operationLimit !== null;
}

/** What is written, and when it is durable. */
export const writeFields: FieldTable<Pick<BlockWorkload, SyncKey>, BlockWorkload> = {
  fsync: choice(syncs, {
    default: computed('end when the workload writes, else none', ({ readPercent }) =>
      readPercent < 100 ? 'end' : 'none',
    ),
    help: 'With "end", each worker syncs its files after its last write, inside the measured time (fio: end_fsync).',
  }),
  sync: choice(syncModes, {
    default: 'none',
    help: 'Each write returns when its data is durable: "sync" is O_SYNC, "dsync" O_DSYNC (fio: sync).',
  }),
  fsyncEvery: integer({
    min: 0,
    max: maxWhole,
    default: 0,
    help: 'Writes of a worker after which it syncs the file, recorded as fsync (fio: fsync); 0: never.',
  }),
  fdatasyncEvery: integer({
    min: 0,
    max: maxWhole,
    default: 0,
    help: 'The same with fdatasync, also recorded as fsync (fio: fdatasync); 0: never.',
  }),
  refill: flag({
    default: true,
    help: 'New content for every write (fio: refill_buffers); false: the buffers keep what they were filled with.',
  }),
};
