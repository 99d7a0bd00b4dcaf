// What a plan says of models to load below the table: bytes and files, buffers, and what processes share.
import type { ModelLoadPlan, Plan } from '../plan/planned-step.js';
import { printable, wrap } from './display-text.js';
import { formatSize } from './numbers.js';

const width = 80;
const indent = '  ';

/** `4 processes, parallel, 3 loads`. */
export function modelLoadWhat({ processes, reader, loads }: ModelLoadPlan): string {
  return [counted(processes, 'process', 'es'), reader, counted(loads, 'load')].join(', ');
}

/** One paragraph a workload, whatever is swept; none without such workloads. */
export function modelLoadLines({ steps }: Plan): string[] {
  const workloads = new Map<string, ModelLoadPlan[]>();
  for (const { workload, modelLoad } of steps)
    if (modelLoad !== undefined) workloads.set(workload, [...(workloads.get(workload) ?? []), modelLoad]);
  return [...workloads].flatMap(([workload, plans]) => [
    `${printable(workload)}:`,
    ...factsOf(plans).flatMap(indented),
    '',
  ]);
}

/** What somebody should know before a run begins, a sentence each. */
export function modelLoadNotes({ steps }: Plan): string[] {
  const notes = steps.flatMap(({ workload, modelLoad }) =>
    (modelLoad?.notes ?? []).map((note) => `${workload}: ${note}`),
  );
  return [...new Set(notes)].map(printable);
}

function factsOf(plans: readonly ModelLoadPlan[]): string[] {
  const sizes = plans.map(({ model, bytes, files }) => {
    return `${model}: ${formatSize(bytes)} in ${counted(files, 'file')}, in the format of safetensors`;
  });
  const buffers = Math.max(...plans.map(({ memoryBytes }) => memoryBytes));
  const held = `processes hold ${formatSize(buffers)} of buffers at most, and not the model`;
  return [...new Set([...sizes, held, ...plans.flatMap(({ notes }) => notes)])];
}

function counted(count: number, what: string, many = 's'): string {
  return `${count} ${what}${count === 1 ? '' : many}`;
}

function indented(text: string): string[] {
  return wrap(printable(text), width - indent.length).map((line) => indent + line);
}
