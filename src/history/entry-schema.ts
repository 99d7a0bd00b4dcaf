// One line of the index of a results folder: what a run was about, and its main figures.
import { z } from 'zod';

/** Raised when a reader of the older lines would misread the newer ones. */
export const entryVersion = 1;

const figureSchema = z.object({
  /** Name of the catalogue. */
  name: z.string(),
  /** Over the complete repeats. */
  median: z.number(),
  /** Repeats that have it. */
  n: z.int().positive(),
  unit: z.string(),
});

const workloadSchema = z.object({
  name: z.string(),
  /** Swept keys with their values; empty without a sweep. */
  variant: z.string(),
  mount: z.string(),
  /** The same for the same resolved job: of others, no figure may be compared. */
  fingerprint: z.string(),
  complete: z.int().nonnegative(),
  repeats: z.int().positive(),
  figures: z.array(figureSchema),
});

export const entrySchema = z.object({
  indexVersion: z.literal(entryVersion),
  /** Of the run; `folder` is its folder in the results, which may have been renamed. */
  id: z.string(),
  folder: z.string().regex(/^[^/]+$/),
  startedAt: z.string(),
  /** Null: the run did not come to its end. */
  endedAt: z.string().nullable(),
  status: z.enum(['complete', 'partial', 'failed', 'interrupted']),
  host: z.string(),
  tool: z.object({ version: z.string(), hash: z.string().nullable() }),
  /** Of run.json as it was when the line was written; null where nobody knows it. */
  sha256: z.string().nullable(),
  mounts: z.array(z.object({ name: z.string(), path: z.string(), kind: z.string() })),
  workloads: z.array(workloadSchema),
});

export type HistoryEntry = z.infer<typeof entrySchema>;
/** All repeats of one workload, in one variant, on one mount. */
export type HistoryWorkload = HistoryEntry['workloads'][number];
export type HistoryFigure = HistoryWorkload['figures'][number];
