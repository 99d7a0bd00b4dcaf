// Declares what a block workload writes, to which files, and how what it reads is checked.
import { z } from 'zod';
import { isPattern, mostPatternBytes } from './data-pattern.js';
import { type Field, type FieldTable, plainField } from './field.js';
import { choice, flag, integer } from './field-kinds.js';
import { leaf } from './leaf.js';
import { type BlockWorkload, fallocations, verifies } from './workload.js';

type DataKey = 'compressPercent' | 'dedupePercent' | 'pattern' | 'prewrite' | 'fallocate' | 'verify';

const patternRange = `1 … ${mostPatternBytes} bytes, as text or as 0x and two hex digits for each`;

const pattern: Field<string, BlockWorkload> = {
  ...plainField('text', patternRange, leaf(z.string().refine(isPattern), `text of ${patternRange}`, adviceForPattern), {
    default: '',
    help: 'Bytes that each block repeats, such as "0x00" (fio: buffer_pattern); empty: random content.',
  }),
  sweepable: false,
};

export const dataFields: FieldTable<Pick<BlockWorkload, DataKey>, BlockWorkload> = {
  compressPercent: integer({
    min: 0,
    max: 100,
    default: 0,
    help: 'How much a compressor can take off each block (fio: buffer_compress_percentage).',
  }),
  dedupePercent: integer({
    min: 0,
    max: 100,
    default: 0,
    help: 'Share of the blocks that repeat another block (fio: dedupe_percentage).',
  }),
  pattern,
  prewrite: flag({
    default: true,
    help:
      'Write the data set before a workload that writes, so that it overwrites (fio: overwrite); false: it writes to new ' +
      'files of its own, which are removed afterwards.',
  }),
  fallocate: choice(fallocations, {
    default: 'native',
    help:
      'How the space of new files is reserved (fio: fallocate): "native" is fallocate, "keep" the same without a change ' +
      'of their length, "truncate" only sets the length, "none" does nothing. Only with prewrite false.',
  }),
  verify: choice(verifies, {
    default: 'none',
    help:
      'What is read and checked (fio: verify, do_verify, verify_only). "after": all that was written, after the measured ' +
      'time. "during": every read, and every write is read back at once. "only": nothing is written, and what the ' +
      'workload would touch is checked against what an earlier run of it left.',
  }),
};

function adviceForPattern(value: unknown): string {
  if (typeof value !== 'string') return 'Put it in quotes';
  return value.startsWith('0x') ? 'Write two hex digits for each byte, like "0x00ff"' : 'Use a shorter one';
}
