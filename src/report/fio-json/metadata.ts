// Steps that only work on names: fio has engines for some of them and counts their operations as reads.
import type { StepRecord } from '../../result/schema.js';
import { listOf } from './option-words.js';

const engines = { create: 'filecreate', stat: 'filestat', unlink: 'filedelete' } as const;
type MetadataKind = keyof typeof engines;

/** The operation that stands for such a step; null where the step reads or writes, or fio has no engine for it. */
export function metadataKindOf({ job }: StepRecord): MetadataKind | null {
  const operations = listOf(job['operations']);
  if (operations.includes('read') || operations.includes('write')) return null;
  const kinds = Object.keys(engines) as MetadataKind[];
  return kinds.find((kind) => operations.includes(kind)) ?? null;
}

export function metadataEngineOf(step: StepRecord): string | null {
  const kind = metadataKindOf(step);
  return kind === null ? null : engines[kind];
}
