// Writes a resolved workload as commented YAML that loads again to the same workload.
import { Document, isMap, isSeq, type Scalar, type YAMLMap } from 'yaml';
import { definitions, fieldOf, sweepHelp } from './definitions.js';
import type { LoadedWorkloads } from './load.js';
import { writeWorkload } from './resolve.js';
import { explainScenario, writtenScenario } from './show-scenario.js';
import type { Workload } from './workload.js';

/** YAML with every key, its value and its help. */
export function showWorkload({ source, suite, workloads, scenarios, accept }: LoadedWorkloads): string {
  const maps = [...workloads.map(written), ...scenarios.map(writtenScenario)];
  const own = accept.length === 0 ? {} : { accept: accept.map(({ text }) => text) };
  const document = new Document(suite === null ? maps[0] : { ...suite, ...own, workloads: maps });
  document.commentBefore = ` Every key of ${source}, with the defaults in place.`;
  const nodes = suite === null ? [document.contents] : listOf(document);
  const explained = new Set<string>();
  nodes.forEach((node, index) => {
    if (!isMap(node)) return;
    const map = node as YAMLMap<Scalar<string>>;
    const workload = workloads[index];
    const scenario = scenarios[index - workloads.length];
    if (scenario !== undefined) explainScenario(map, scenario, explained);
    if (workload === undefined) return;
    tidy(map, index);
    // In a suite, one explanation of the keys is enough for each kind.
    if (!explained.has(workload.kind)) explain(map, workload);
    explained.add(workload.kind);
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function listOf(document: Document): unknown[] {
  const list = document.get('workloads');
  return isSeq(list) ? list.items : [];
}

/** Keys that the sweep determines are left out: given, they would be the same in every variant. */
function written(workload: Workload): Record<string, unknown> {
  const left = new Set([...Object.keys(workload.sweep), ...workload.computedKeys]);
  const entries = Object.entries(writeWorkload(workload)).filter(([key]) => !left.has(key));
  return { ...Object.fromEntries(entries), sweep: workload.sweep };
}

function tidy(map: YAMLMap<Scalar<string>>, index: number): void {
  map.spaceBefore = index > 0;
  for (const { value } of map.items) {
    if (isMap(value) || isSeq(value)) value.flow = true;
  }
}

function explain(map: YAMLMap<Scalar<string>>, workload: Workload): void {
  const definition = definitions[workload.kind];
  for (const { key } of map.items) {
    key.commentBefore = ` ${fieldOf(definition, key.value)?.help ?? sweepComment(workload)}`;
  }
}

function sweepComment({ computedKeys }: Workload): string {
  return computedKeys.length === 0 ? sweepHelp : `${sweepHelp}\n Each variant computes: ${computedKeys.join(', ')}.`;
}
