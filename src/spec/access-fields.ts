// Declares where the blocks of a block workload lie: their order, and the part of the files that each worker uses.
import { type Field, type FieldTable, plainField } from './field.js';
import { bytes, choice, integer, nullableBytes, nullableNumber } from './field-kinds.js';
import { integerLeaf } from './leaf.js';
import { listLeaf, mapLeaf } from './map-leaf.js';
import { maxWhole } from './shared-fields.js';
import { blockAccesses, type BlockWorkload, fileSharings, serviceOrders, type Zone } from './workload.js';

type OrderKey = 'access' | 'skew' | 'zones' | 'stride';
type PartKey = 'fileSharing' | 'serviceOrder' | 'offset' | 'offsetIncrement';

const zones: Field<Zone[], BlockWorkload> = {
  ...plainField(
    'list of maps',
    '',
    listLeaf(
      mapLeaf<Zone>({ operations: integerLeaf(0, 100), space: integerLeaf(1, 100) }),
      '{operations: …, space: …}',
      0,
    ),
    {
      default: [],
      help: 'Parts of the files from their start, for access zoned (fio: random_distribution=zoned:OPERATIONS/SPACE:…).',
    },
  ),
  sweepable: false,
  parts: {
    operations: integer({ min: 0, max: 100, example: 60, help: 'Percent of the operations; they add up to 100.' }),
    space: integer({ min: 1, max: 100, example: 10, help: 'Percent of the blocks; they add up to 100.' }),
  },
};

/** The order of the blocks. */
export const orderFields: FieldTable<Pick<BlockWorkload, OrderKey>, BlockWorkload> = {
  access: choice(blockAccesses, {
    default: 'random',
    help:
      'Order of the blocks (fio: rw, random_distribution). "permutation" is random order that touches each block exactly ' +
      'once a pass (fio without norandommap); "random" may repeat blocks; zipf, pareto, normal and zoned prefer some. With ' +
      '"interleaved", the workers take the blocks in turn, one after the other (IOR: segments).',
  }),
  skew: nullableNumber({
    above: 0,
    max: 100,
    default: null,
    help:
      'How much some blocks are preferred (fio: random_distribution): theta of zipf, up to 10; h of pareto, below 1; ' +
      'standard deviation of normal in percent of the blocks.',
  }),
  zones,
  stride: nullableBytes({
    min: 1,
    max: maxWhole,
    default: null,
    help: 'From the start of a block to that of the next, for access strided: a multiple of the block (fio: rw=read:GAP).',
  }),
};

/** The part of the files that a worker uses. */
export const partFields: FieldTable<Pick<BlockWorkload, PartKey>, BlockWorkload> = {
  fileSharing: choice(fileSharings, {
    default: 'shared',
    help: 'With "perWorker", each worker uses files of its own (fio: no filename), else all use all (fio: filename).',
  }),
  serviceOrder: choice(serviceOrders, {
    default: 'sequential',
    help:
      'How a worker goes through several files (fio: file_service_type): one after the other, block by block in turn, or ' +
      'at random. For accesses that walk; the others draw from all files at once.',
  }),
  offset: bytes({
    min: 0,
    max: maxWhole,
    default: 0,
    help: 'Bytes at the start of each file that are left out (fio: offset).',
  }),
  offsetIncrement: bytes({
    min: 0,
    max: maxWhole,
    default: 0,
    help:
      'Bytes that each further worker leaves out besides (fio: offset_increment). Of shared files, each worker then uses ' +
      'as many from where it begins.',
  }),
};
