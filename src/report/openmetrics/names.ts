// From figures of the catalogue to metrics of Prometheus: name, base unit, factor, labels.
import { figureDefinition, type FigureUnit } from '../../figure/catalogue.js';

export interface FigureMetric {
  name: string;
  unit: string;
  help: string;
  /** What a value is multiplied by to have the base unit. */
  factor: number;
  /** Besides those of the step. */
  labels: Readonly<Record<string, string>>;
}

interface BaseUnit {
  /** Last part of the name; empty for a number without a unit. */
  unit: string;
  factor: number;
  /** What the names of figures say of the unit, where it does not stand at the end. */
  word: RegExp;
}

const baseUnits: Readonly<Record<FigureUnit, BaseUnit>> = {
  count: { unit: '', factor: 1, word: /^$/ },
  none: { unit: '', factor: 1, word: /^$/ },
  bytes: { unit: 'bytes', factor: 1, word: /_?bytes/ },
  nanoseconds: { unit: 'seconds', factor: 1e-9, word: /_ns/ },
  microseconds: { unit: 'seconds', factor: 1e-6, word: /_?microseconds/ },
  seconds: { unit: 'seconds', factor: 1, word: /_?seconds/ },
  'per second': { unit: 'per_second', factor: 1, word: /_?per_second/ },
  'bytes per second': { unit: 'bytes_per_second', factor: 1, word: /_?bytes_per_second/ },
  percent: { unit: 'ratio', factor: 0.01, word: /_?percent/ },
  fraction: { unit: 'ratio', factor: 1, word: /_?fraction/ },
};

/** Figures of each kind of operation, which the label `operation` tells. */
const operationNames: Readonly<Record<string, [name: string, help: string]>> = {
  count: ['completed_operations', 'Operations that completed.'],
  bytes: ['moved_bytes', 'Bytes that completed operations moved.'],
  errors: ['failed_operations', 'Operations that failed.'],
  short: ['short_operations', 'Operations that moved fewer bytes than asked.'],
  entries: ['seen_entries', 'Directory entries that were seen.'],
  missing: ['missing_entries', 'Entries that were gone when they were looked at.'],
  perSecond: ['operations_per_second', 'Operations a second.'],
  bytesPerSecond: ['throughput_bytes_per_second', 'Bytes a second.'],
  min: ['latency_min_seconds', 'Shortest latency.'],
  mean: ['latency_mean_seconds', 'Mean latency.'],
  stddev: ['latency_stddev_seconds', 'Standard deviation of the latency.'],
  max: ['latency_max_seconds', 'Longest latency.'],
};

const percentiles: Readonly<Record<string, string>> = { p50: '50', p90: '90', p99: '99', p999: '99.9', p9999: '99.99' };

/** Figures whose units no monitoring system has. */
const converted: Readonly<Record<string, Omit<FigureMetric, 'labels'>>> = {
  cpuSecondsPerGiB: {
    name: 'ioproof_cpu_seconds_per_byte',
    unit: '',
    help: 'Processor time for each byte.',
    factor: 2 ** -30,
  },
  overHundredMs: {
    name: 'ioproof_over_tenth_of_second_ratio',
    unit: 'ratio',
    help: 'Share of the chains, or of what a chain is for, that took longer than 100 ms.',
    factor: 1,
  },
  lostGpuHoursPerDay: {
    name: 'ioproof_lost_gpus',
    unit: '',
    help: 'GPUs that do nothing but wait for checkpoints: hours of GPUs that are lost a day, divided by 24.',
    factor: 1 / 24,
  },
};

/** The metric of a figure; of one that the catalogue does not have, its name as it is, without a unit. */
export function figureMetric(name: string): FigureMetric {
  const known = converted[name];
  if (known !== undefined) return { ...known, labels: {} };
  return operationMetric(name) ?? plainMetric(name);
}

function operationMetric(name: string): FigureMetric | null {
  const [operation = '', ...rest] = name.split('.');
  const key = rest.at(-1) ?? '';
  const definition = figureDefinition(name);
  const isIntended = rest[0] === 'intended';
  const percentile = percentiles[key];
  const [metric, help] =
    percentile === undefined
      ? (operationNames[key] ?? ['', ''])
      : ['latency_percentile_seconds', 'Latency that this percentage of the operations did not exceed.'];
  if (definition === null || metric === '') return null;
  const { unit, factor } = baseUnits[definition.unit];
  const labels = {
    operation,
    ...(definition.unit === 'nanoseconds' ? { since: isIntended ? 'intended' : 'issue' } : {}),
    ...(percentile === undefined ? {} : { percentile }),
  };
  return { name: `ioproof_${metric}`, unit: metric.endsWith(unit) ? unit : '', help, factor, labels };
}

function plainMetric(name: string): FigureMetric {
  const definition = figureDefinition(name);
  const { unit, factor, word } = baseUnits[definition?.unit ?? 'none'];
  const words = snakeCase(name);
  const base = unit === '' ? words : words.replace(word, '').replace(/^_/, '');
  const full = ['ioproof', base, unit].filter((part) => part !== '').join('_');
  const help = definition === null ? 'A figure that this version does not know.' : definition.help;
  return { name: full, unit, help, factor, labels: {} };
}

/** `saveSecondsMax` → `save_seconds_max`; whatever a metric's name may not have becomes `_`. */
function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^a-zA-Z0-9]+/g, '_')
    .toLowerCase();
}
