// What the counters around a step say: requests and bytes on the wire, the device, links, processors, pressure.
import { adapterOf } from '../../filesystem/adapters.js';
import type { CountersRecord, FileSystemRecord, LinkRecord } from '../../result/schema.js';
import { askedOf, type StepOperations } from './asked.js';
import { deviceFigures } from './device.js';
import { ioLimitFigures } from './io-limits.js';
import { linkFigures } from './links.js';
import { pressureFigures, processorFigures, throttledSeconds } from './processors.js';
import { rpcFigures } from './rpc.js';
import type { Totals } from './totals.js';

export interface CounterCircumstances {
  /** Of the mount; absent: not known. */
  fileSystem: Pick<FileSystemRecord, 'device' | 'system'> | undefined;
  /** Of the machine. */
  links: readonly LinkRecord[];
  /** What the step has completed. */
  operations: StepOperations;
}

export function countersRecord(
  observed: Totals & { shared: boolean; ofMount: readonly string[]; processorSeconds: number | null },
  { fileSystem, links, operations }: CounterCircumstances,
): CountersRecord {
  const asked = askedOf(operations);
  const { seconds, shared, sources, deltas, gauges } = observed;
  const kind = fileSystem?.system?.kind;
  const rpc = kind !== undefined && wasRead(observed) ? (adapterOf(kind)?.rpc?.(deltas) ?? null) : null;
  return {
    ...{ seconds, shared, sources, deltas, gauges },
    rpc: rpc === null ? null : rpcFigures(rpc, asked),
    device: deviceFigures(observed, fileSystem?.device?.name ?? null, asked),
    links: linkFigures(observed, links),
    processor: processorFigures(deltas),
    pressure: pressureFigures(observed),
    throttledSeconds: throttledSeconds(observed),
    ioLimits: ioLimitFigures(observed),
    processorSeconds: observed.processorSeconds,
  };
}

const lost: readonly CountersRecord['sources'][number]['state'][] = ['TIMED_OUT', 'ABANDONED', 'RESET'];

/** Whether the mount was read at both ends: without that, what has not grown is not known, and no zero. */
function wasRead({ sources, ofMount }: Pick<Totals, 'sources'> & { ofMount: readonly string[] }): boolean {
  const own = sources.filter(({ name }) => ofMount.includes(name));
  // What remains where one was lost on the way would be told as the whole.
  return own.some(({ readings }) => readings > 1) && !own.some(({ state }) => lost.includes(state));
}
