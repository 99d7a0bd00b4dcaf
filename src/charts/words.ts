// Words of charts: kinds of operation in titles, ids, and lists in descriptions.
import { chainTimes, operationKinds, type RecordedKind } from '../native/contract.js';
import { figureLabel, unitText } from '../report/figure-text.js';
import type { FigureUnit } from '../figure/catalogue.js';

/** `Reads a second`; of kinds that are no plain calls what is counted. */
export function rateName(kind: RecordedKind): string {
  if (kind === 'chain') return 'Files a second';
  if (kind === 'firstByte') return 'First bytes a second';
  return kind === 'read' || kind === 'write' ? `${capital(kind)}s a second` : `Calls of ${kind} a second`;
}

/** `Read latency`, `Latency of a file, open to close`. */
export function latencyName(kind: RecordedKind): string {
  if (kind === 'chain') return 'Latency of a file, open to close';
  if (kind === 'firstByte') return 'Latency of the first byte';
  return kind === 'read' || kind === 'write' ? `${capital(kind)} latency` : `Latency of ${kind}`;
}

/** `Read throughput`. */
export function throughputName(kind: RecordedKind): string {
  return `${capital(kind)} throughput`;
}

const metricNames: Readonly<Record<string, string>> = {
  auPercent: 'Accelerator utilization',
  acceleratorsFed: 'Accelerators fed',
  saveSeconds: 'Time of a save',
  loadSeconds: 'Time of a load',
  stallSeconds: 'Stall of a save',
  drainSeconds: 'Drain after a save',
  firstByteSeconds: 'Time to the first byte',
  dataWaitP99Ns: 'Data wait of a step, p99',
  requestsPerSecond: 'Requests a second',
  readP95Ns: 'Read of a turn, p95',
  writeP95Ns: 'Write of a turn, p95',
};

/** A figure as the title of a chart: `Read latency, p99`, `Accelerator utilization`. */
export function figureTitle(figure: string): string {
  const [kind = '', key = '', ofIntended] = figure.split('.');
  const known = (recordedKinds as readonly string[]).includes(kind) ? (kind as RecordedKind) : null;
  if (known === null) return metricNames[figure] ?? capital(figureLabel(figure));
  if (key === 'perSecond') return rateName(known);
  if (key === 'bytesPerSecond') return throughputName(known);
  if (key === 'intended') return `${latencyName(known)} from the intended start, ${percentileName(ofIntended ?? '')}`;
  return `${latencyName(known)}, ${percentileName(key)}`;
}

const recordedKinds: readonly RecordedKind[] = [...operationKinds, ...chainTimes];

function percentileName(key: string): string {
  return key.replace(/^p(99)(9+)$/, 'p$1.$2');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Letters, digits and "-" of a text: `random-read-4k-queue-depth-32`. */
export function slug(text: string): string {
  // Of a camel-case key each word, but of "64KiB" none.
  const words = text.replace(/([a-z])([A-Z])(?=[a-z])/g, '$1-$2').toLowerCase();
  return words.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

/** `ext4 1.2 GiB/s, tmpfs 3.4 GiB/s`. */
export function valuesText(
  unit: FigureUnit,
  values: readonly (readonly [name: string, value: number | null])[],
): string {
  return values.flatMap(([name, value]) => (value === null ? [] : [`${name} ${unitText(unit, value)}`])).join(', ');
}
