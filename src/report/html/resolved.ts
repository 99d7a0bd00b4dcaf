// The workloads as they ran, every key with its value, in the form of a workload file.
import { stringify } from 'yaml';
import { definitions, fieldOf } from '../../spec/definitions.js';
import type { StepRecord } from '../../result/schema.js';
import { groupBy } from '../comparison.js';
import { html, type Markup } from './markup.js';
import { foldedHtml } from './tables.js';

/** One entry a workload; a swept key has the list of its values, and those that follow from it are of the first variant. */
export function resolvedHtml(steps: readonly StepRecord[]): Markup {
  return html`${groupBy(steps, ({ workload }) => workload).map(([workload, own]) =>
    foldedHtml(html`<code>${workload}</code>`, html`<pre class="code" tabindex="0">${resolvedYaml(own)}</pre>`, {
      printed: true,
    }),
  )}`;
}

/** YAML with `4KiB` and `30s`; keys and values that this version does not know stand as they are in the record. */
export function resolvedYaml(steps: readonly StepRecord[]): string {
  const [first] = steps;
  if (first === undefined) return '';
  const swept = Object.keys(first.variant);
  const job = Object.entries(first.job).map(([key, value]) => [key, writtenValue(first.job, key, value)] as const);
  const values = (key: string) => [
    ...new Set(steps.map((step) => writtenValue(step.job, key, step.job[key] ?? step.variant[key]))),
  ];
  const kept = job.filter(([key]) => !swept.includes(key));
  const sweep = swept.length === 0 ? {} : { sweep: Object.fromEntries(swept.map((key) => [key, values(key)])) };
  return stringify({ ...Object.fromEntries(kept), ...sweep }, { lineWidth: 0, aliasDuplicateObjects: false });
}

function writtenValue(job: StepRecord['job'], key: string, value: unknown): unknown {
  const kind = job['kind'];
  if (typeof kind !== 'string' || !Object.hasOwn(definitions, kind)) return value;
  const field = fieldOf(definitions[kind as keyof typeof definitions], key);
  if (field === null) return value;
  try {
    return field.write(value);
  } catch {
    // Of another version, whose values have another shape.
    return value;
  }
}
