// What a scenario is once every default is in place: several workloads on one timeline.
import type { Workload } from './workload.js';

/** The word of `kind` for it; a scenario is no workload itself, since it asks nothing of storage but through its parts. */
export const scenarioKind = 'scenario';

/** When a part begins and ends. Times are nanoseconds from the start of the scenario. */
export interface PartTimes {
  /** Of its first start. */
  at: number;
  /** From one start to the next; null: it starts once. */
  every: number | null;
  /** It neither starts nor runs from then on: a time, or the end of the part with this name. Null: it ends by itself. */
  until: number | string | null;
  /** Each run of it is ended after so long; null: it ends by itself. */
  duration: number | null;
}

/** One workload of a scenario. */
export interface ScenarioPart extends PartTimes {
  /** Unique in the scenario. */
  name: string;
  /** Without a sweep; its name is `<scenario>.<part>`. */
  workload: Workload;
}

export interface Scenario {
  /** Unique in a run, as those of workloads. */
  name: string;
  description: string;
  kind: typeof scenarioKind;
  /** Before all parts run together, each of them runs alone once. */
  alone: boolean;
  parts: ScenarioPart[];
}

/** Name of the workload of a part, in the ids of its steps. */
export function partWorkloadName(scenario: string, part: string): string {
  return `${scenario}.${part}`;
}

/** Kinds whose measured time a runtime can end; what any other has begun, it brings to its end. */
export function canBeCut({ kind }: { kind: string }): boolean {
  return cutKinds.includes(kind);
}

const cutKinds: readonly string[] = ['block', 'files', 'training', 'kv-cache'];
