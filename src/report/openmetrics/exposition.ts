// Metric families as text that is valid OpenMetrics 1.0 and valid in the older text format of Prometheus at once.

export interface MetricSample {
  /** What follows the name of the family: empty of a gauge. */
  suffix: '' | '_bucket' | '_count' | '_sum';
  labels: Readonly<Record<string, string>>;
  /** In base units: seconds, bytes, ratios. */
  value: number;
}

/**
 * Only these two types have the same name and the same suffixes in both formats. A counter would be wrong besides: the figures of
 * a run do not grow any more.
 */
export interface MetricFamily {
  name: string;
  type: 'gauge' | 'histogram';
  /** Last part of the name, as the format demands; empty for numbers without a unit. */
  unit: string;
  /** One sentence. */
  help: string;
  samples: MetricSample[];
}

/**
 * Families without samples are left out. There are no timestamps: the textfile collector refuses files that have any. `# EOF` at
 * the end lets a reader know that nothing was cut off; to older parsers it is a comment, as is `# UNIT`.
 */
export function expositionText(families: readonly MetricFamily[]): string {
  const lines = families.filter(({ samples }) => samples.length > 0).flatMap(familyLines);
  return [...lines, '# EOF', ''].join('\n');
}

/** Value of a label, without its quotes. */
export function labelText(value: string): string {
  return wellFormed(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** As Go writes numbers, so that the same bound of a bucket is the same text everywhere: `1e-05`, `0.0001`, `+Inf`. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return '0';
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 21) return String(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function familyLines({ name, type, unit, help, samples }: MetricFamily): string[] {
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === '' ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${wellFormed(help).replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
    ...samples.map(({ suffix, labels, value }) => `${name}${suffix}${labelsText(labels)} ${numberText(value)}`),
  ];
}

function labelsText(labels: MetricSample['labels']): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${labelText(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** UTF-8 has no single halves of surrogate pairs. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, '\ufffd');
}
