// Everything that a measurement needs of a machine, in the order in which it is told.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { DoctorNode } from '../../result/doctor-node-schema.js';
import type { HostRecord } from '../../result/schema.js';
import { clockChecks } from './clock-checks.js';
import { engineChecks } from './engine-checks.js';
import { limitChecks } from './limit-checks.js';
import { loadChecks } from './load-checks.js';
import { memoryChecks } from './memory-checks.js';
import { placementChecks } from './placement-checks.js';
import { processorChecks } from './processor-checks.js';
import { toolChecks } from './tool-checks.js';

/** Besides what cuFile needs. */
export function measurementChecks(host: HostRecord, node: DoctorNode): DoctorCheck[] {
  return [
    ...engineChecks(host, node),
    ...limitChecks(host, node),
    ...processorChecks(host, node),
    ...memoryChecks(host, node),
    ...clockChecks(host, node),
    ...loadChecks(host, node),
    ...placementChecks(host, node),
    ...toolChecks(node),
  ];
}
