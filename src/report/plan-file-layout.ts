// What a plan says of the layouts that are set: which workloads ask for one, and on which mounts.
import type { Plan } from '../plan/planned-step.js';
import { layoutText } from '../spec/layout-text.js';
import { printable, wrap } from './display-text.js';

const width = 80;

/** One paragraph a layout; none where all are left to the file systems. */
export function fileLayoutLines({ steps }: Plan): string[] {
  const byText = new Map<string, { workloads: Set<string>; mounts: Set<string> }>();
  for (const { dataset, workload, mount } of steps) {
    if (dataset?.fileLayout === undefined) continue;
    const text = layoutText(dataset.fileLayout);
    const of = byText.get(text) ?? { workloads: new Set(), mounts: new Set() };
    byText.set(text, of);
    of.workloads.add(workload);
    of.mounts.add(mount);
  }
  const told = [...byText].flatMap(([text, { workloads, mounts }]) => {
    const where = `${[...workloads].join(', ')} on ${[...mounts].join(', ')}`;
    return wrap(printable(`layout of ${where}: ${text}; set before the first file is written, and read back`), width);
  });
  return told.length === 0 ? [] : [...told, ''];
}
