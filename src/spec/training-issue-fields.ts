// Declares how a training hands its reads to the kernel: the readers of all accelerators are spread over the workers.
import { computed, type FieldTable } from './field.js';
import { flag } from './field-kinds.js';
import * as shared from './shared-fields.js';
import type { SharedWorkload, TrainingWorkload } from './workload.js';

type IssueKey = 'engine' | 'direct' | 'workers' | 'queueDepth' | 'batch';
const mostInFlight = 4096;

/** Readers of all accelerators, each of which reads one item after the other or `inFlight` at once. */
export function readersOf({
  accelerators,
  readThreads,
}: Pick<TrainingWorkload, 'accelerators' | 'readThreads'>): number {
  return accelerators * readThreads;
}

/** Items that the readers of a worker can have under way. */
function itemsInFlight(workload: TrainingWorkload): number {
  return Math.ceil(readersOf(workload) / workload.workers) * workload.inFlight;
}

/** Null's virtual clock is that of one thread. */
function isVirtual({ engine, nullEngine }: TrainingWorkload): boolean {
  return engine === 'null' && nullEngine.latency > 0;
}

export const trainingIssueFields: FieldTable<Pick<SharedWorkload, IssueKey>, TrainingWorkload> = {
  engine: {
    ...shared.issueFields.engine,
    default: {
      kind: 'computed',
      computed: computed('sync, as the loaders read; auto with direct, or where inFlight is above 1', (workload) =>
        workload.direct || workload.inFlight > 1 ? 'auto' : 'sync',
      ),
    },
  },
  direct: flag({ default: false, help: 'Pass by the page cache (O_DIRECT; DLIO: odirect).' }),
  workers: {
    ...shared.issueFields.workers,
    default: {
      kind: 'computed',
      computed: computed(
        'accelerators x readThreads with engine sync, 1 with the virtual clock of engine null, else accelerators',
        (workload) => {
          if (workload.engine === 'sync') return readersOf(workload);
          return isVirtual(workload) ? 1 : workload.accelerators;
        },
      ),
    },
    help: 'Threads that the readers of all accelerators are spread over; with engine sync each reader is one.',
  },
  queueDepth: {
    ...shared.issueFields.queueDepth,
    default: {
      kind: 'computed',
      computed: computed(
        '1 with engine sync, else the items that the readers of a worker have under way',
        (workload) => (workload.engine === 'sync' ? 1 : Math.min(mostInFlight, itemsInFlight(workload))),
      ),
    },
    help: 'Items in flight a worker; enough for all its readers.',
  },
  batch: shared.issueFields.batch,
};
