// Writes a scenario as a map of YAML, its workloads with all their defaults, and explains its keys.
import { isMap, isSeq, type Scalar, type YAMLMap } from 'yaml';
import { fieldOf, definitions } from './definitions.js';
import type { Field } from './field.js';
import { writeWorkload } from './resolve.js';
import { partFields, scenarioFields } from './scenario-fields.js';
import type { Scenario, ScenarioPart } from './scenario.js';

type Node = YAMLMap<Scalar<string>>;

/** What a workload file has for it. */
export function writtenScenario({ name, description, kind, alone, parts }: Scenario): Record<string, unknown> {
  return { name, description, kind, alone, parts: parts.map(writtenPart) };
}

function writtenPart(part: ScenarioPart): Record<string, unknown> {
  const { name, workload } = part;
  const times = (['at', 'every', 'until', 'duration'] as const).map((key) => [key, writtenTime(key, part)] as const);
  const own = Object.entries(writeWorkload(workload)).filter(([key]) => key !== 'name');
  return { name, ...Object.fromEntries<unknown>(times), workload: Object.fromEntries(own) };
}

function writtenTime(key: 'at' | 'every' | 'until' | 'duration', part: ScenarioPart): unknown {
  const field: Field<unknown> = partFields[key];
  return field.write(part[key]);
}

/** Lists and maps of workloads on one line each; the help of every key, of each kind once. */
export function explainScenario(map: Node, { parts }: Scenario, explained: Set<string>): void {
  comment(map, (key) => scenarioFields[key as keyof Scenario].help);
  const list = map.get('parts');
  const nodes = isSeq(list) ? list.items.filter((item) => isMap(item)) : [];
  nodes.forEach((node, index) => {
    const part = parts[index];
    if (part === undefined) return;
    const partNode: Node = node as Node;
    partNode.spaceBefore = index > 0;
    if (index === 0) comment(partNode, (key) => partFields[key as keyof typeof partFields].help);
    explainWorkload(partNode.get('workload') as Node, part, explained);
  });
}

function explainWorkload(map: Node, { workload }: ScenarioPart, explained: Set<string>): void {
  for (const { value } of map.items) if (isMap(value) || isSeq(value)) value.flow = true;
  if (!explained.has(workload.kind)) comment(map, (key) => fieldOf(definitions[workload.kind], key)?.help ?? '');
  explained.add(workload.kind);
}

function comment(map: Node, helpOf: (key: string) => string): void {
  for (const { key } of map.items) key.commentBefore = ` ${helpOf(key.value)}`;
}
