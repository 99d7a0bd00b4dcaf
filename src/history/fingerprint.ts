// What makes two jobs the same: a sum over all that decides on what is measured.
import type { StepRecord } from '../result/schema.js';
import { sha256Of } from '../result/sha256.js';

const digits = 16;

/** Neither what a workload says of itself nor what it demands changes what is done. */
const saysNothing = ['description', 'accept'];

/** The same for the same job, whatever the order of its keys; of a part of a scenario, with its place in that. */
export function fingerprintOf({ job, scenario }: Pick<StepRecord, 'job' | 'scenario'>): string {
  const decisive = Object.fromEntries(Object.entries(job).filter(([key]) => !saysNothing.includes(key)));
  const place = scenario === undefined ? null : { name: scenario.name, part: scenario.part, run: scenario.run };
  const text = JSON.stringify(inOrder({ job: decisive, place }));
  return sha256Of(text).slice(0, digits);
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item)]));
}
