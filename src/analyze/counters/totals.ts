// Adds up what the readings of a step told: growth of counters, range of gauges, state of each source.
import type { CountersRecord } from '../../result/schema.js';
import { roundedCounter } from './differences.js';

type SourceRecord = CountersRecord['sources'][number];

/** What one source told in one reading. The first reading of a step has no deltas. */
export interface CounterPart {
  source: string;
  state: SourceRecord['state'];
  /** Empty in state `read`. */
  reason: string;
  /** Of CLOCK_MONOTONIC. */
  atNs: bigint;
  /** Since the reading before; only what grew. */
  deltas: Record<string, number>;
  gauges: Record<string, number>;
}

interface Gauge {
  min: number;
  sum: number;
  max: number;
  readings: number;
}

interface SourceTotals {
  record: SourceRecord;
  firstNs: bigint;
  lastNs: bigint;
  deltas: Record<string, number>;
}

export type Totals = Pick<CountersRecord, 'seconds' | 'sources' | 'deltas' | 'gauges'>;

export class CounterTotals {
  private readonly sources = new Map<string, SourceTotals>();
  private readonly gauges = new Map<string, Gauge>();

  take(part: CounterPart): void {
    const { source: name, state, reason, atNs } = part;
    let source = this.sources.get(name);
    if (source === undefined) {
      const record: SourceRecord = { name, state: 'read', reason: '', readings: 0 };
      source = { record, firstNs: atNs, lastNs: atNs, deltas: {} };
      this.sources.set(name, source);
    }
    if (source.record.state !== 'read') return;
    if (state !== 'read') {
      Object.assign(source.record, { state, reason });
      return;
    }
    source.record.readings++;
    source.lastNs = atNs;
    for (const counter in part.deltas) {
      source.deltas[counter] = roundedCounter((source.deltas[counter] ?? 0) + (part.deltas[counter] ?? 0));
    }
    for (const name in part.gauges) this.takeGauge(name, part.gauges[name] ?? 0);
  }

  /** For sources of which nothing more is to come. */
  lose(source: string, state: SourceRecord['state'], reason: string): void {
    this.take({ source, state, reason, atNs: 0n, deltas: {}, gauges: {} });
  }

  /** Null before anything was read. Counters of a source that was not read to the end are left out. */
  get totals(): Totals | null {
    const sources = [...this.sources.values()];
    const read = sources.filter(({ record }) => record.state === 'read' && record.readings > 1);
    const [first] = read;
    if (first === undefined) return null;
    return {
      // Sources of the machine come first; they are read at one instant.
      seconds: Number(first.lastNs - first.firstNs) / 1e9,
      sources: sources.map(({ record }) => record),
      deltas: Object.assign({}, ...read.map(({ deltas }) => deltas)) as Record<string, number>,
      gauges: Object.fromEntries([...this.gauges].map(([name, gauge]) => [name, rangeOf(gauge)])),
    };
  }

  private takeGauge(name: string, value: number): void {
    const gauge = this.gauges.get(name);
    if (gauge === undefined) {
      this.gauges.set(name, { min: value, sum: value, max: value, readings: 1 });
      return;
    }
    gauge.min = Math.min(gauge.min, value);
    gauge.max = Math.max(gauge.max, value);
    gauge.sum += value;
    gauge.readings++;
  }
}

function rangeOf({ min, sum, max, readings }: Gauge): CountersRecord['gauges'][string] {
  return { min, mean: sum / readings, max };
}
