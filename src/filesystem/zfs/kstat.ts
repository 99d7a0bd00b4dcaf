// Counters of OpenZFS in /proc/spl/kstat/zfs: lines of name, type and value below a line of such titles.
import type { Reading } from '../counters.js';
import { countOf, linesOf } from '../told.js';

/** Values that are numbers. Empty: another form. */
function valuesOf(text: string): Map<string, number> {
  const cells = linesOf(text).map((line) => line.split(/\s+/));
  const found = new Map<string, number>();
  for (const [name = '', type = '', value] of cells) {
    const number = /^\d$/.test(type) ? countOf(value) : null;
    if (number !== null) found.set(name, number);
  }
  return found;
}

const reading = (text: string, counters: Record<string, string>, gauges: Record<string, string>): Reading | null => {
  const values = valuesOf(text);
  const named = (names: Record<string, string>): Record<string, number> =>
    Object.fromEntries(
      Object.entries(names).flatMap(([key, name]) => {
        const value = values.get(key);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  const found = { counters: named(counters), gauges: named(gauges) };
  return Object.keys(found.counters).length === 0 ? null : found;
};

/** `arcstats`: the cache of all pools of the machine. */
export const parseArc = (text: string): Reading | null =>
  reading(
    text,
    {
      hits: 'zfs.arc.hits',
      misses: 'zfs.arc.misses',
      demand_data_hits: 'zfs.arc.dataHits',
      demand_data_misses: 'zfs.arc.dataMisses',
      demand_metadata_hits: 'zfs.arc.metadataHits',
      demand_metadata_misses: 'zfs.arc.metadataMisses',
      prefetch_data_misses: 'zfs.arc.prefetchMisses',
      l2_hits: 'zfs.l2arc.hits',
      l2_misses: 'zfs.l2arc.misses',
    },
    { size: 'zfs.arc.sizeBytes', c_max: 'zfs.arc.limitBytes' },
  );

/** `<pool>/objset-0x…`: what one data set was asked for. */
export const parseDataset = (text: string): Reading | null =>
  reading(
    text,
    {
      reads: 'zfs.dataset.reads',
      nread: 'zfs.dataset.readBytes',
      writes: 'zfs.dataset.writes',
      nwritten: 'zfs.dataset.writtenBytes',
    },
    {},
  );

/** The data set that a file of its counters is of; empty where it does not tell. */
export const datasetName = (text: string): string => /^dataset_name\s+\d\s+(\S.*?)\s*$/m.exec(text)?.[1] ?? '';
