// What counters of client and machine say, computed again from their differences.
import { countersRecord } from '../analyze/counters/record.js';
import type { FigureCheck, FigurePath } from './figure-check.js';
import { leafChecks } from './figure-check.js';
import type { StepContext } from './step-checks.js';

/** Sources of the machine; all others are of the mount. */
const ofMachine = /^\/proc\/|^\/sys\/class\/|cgroup/;

export function observedChecks(path: FigurePath, { record, step }: StepContext): FigureCheck[] {
  const { counters, operations, mount } = step;
  if (counters === undefined) return [];
  const { seconds, shared, sources, deltas, gauges, processorSeconds = null } = counters;
  const ofMount = sources.map(({ name }) => name).filter((name) => !ofMachine.test(name));
  const fileSystem = record.mounts.find(({ name }) => name === mount)?.fileSystem;
  const links = record.hosts[0]?.links ?? [];
  const observed = { seconds, shared, sources, deltas, gauges, ofMount, processorSeconds };
  const made = countersRecord(observed, { fileSystem, links, operations });
  // Which of the sources were the mount's is not kept: where no requests are told, none can be missed.
  const { rpc, device, links: moved, processor, pressure, throttledSeconds, ioLimits } = made;
  const told = { device, links: moved, processor, pressure, throttledSeconds };
  // Records of earlier versions have none.
  const figures = counters.ioLimits === undefined ? told : { ...told, ioLimits };
  return leafChecks(`${path}.counters`, counters, counters.rpc === null ? figures : { ...figures, rpc });
}
