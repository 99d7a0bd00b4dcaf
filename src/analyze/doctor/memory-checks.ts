// Memory: swap in use, huge pages, data that waits to be written.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { DoctorNode } from '../../result/doctor-node-schema.js';
import type { HostRecord } from '../../result/schema.js';
import { formatPercentOf, formatRoughly } from './amounts.js';
import { bad, fine, note } from './findings.js';

/** Pages of sleeping programs that were swapped out once do no harm; more says that memory is short. */
const harmlessSwapFraction = 0.01;
const muchDirtyFraction = 0.01;

export function memoryChecks(host: HostRecord, node: DoctorNode): DoctorCheck[] {
  return [swapCheck(host, node), ...dirtyCheck(host, node), hugePagesCheck(host, node)];
}

function swapCheck({ memoryBytes }: HostRecord, { swapTotalBytes, swapUsedBytes }: DoctorNode): DoctorCheck {
  if (swapTotalBytes === 0) return fine('memory', 'swap', 'none');
  if (swapUsedBytes === 0) return fine('memory', 'swap', `${formatRoughly(swapTotalBytes)}, none in use`);
  const finding = `${formatRoughly(swapUsedBytes)} of ${formatRoughly(swapTotalBytes)} in use`;
  const advice = 'swapoff -a';
  if (swapUsedBytes <= memoryBytes * harmlessSwapFraction) return note('memory', 'swap', finding, advice);
  return bad('memory', 'swap', `${finding}: memory is short, and swapping is I/O of its own`, advice);
}

function dirtyCheck({ memoryBytes }: HostRecord, { dirtyBytes }: DoctorNode): DoctorCheck[] {
  if (dirtyBytes === null || dirtyBytes <= memoryBytes * muchDirtyFraction) return [];
  const share = formatPercentOf(dirtyBytes, memoryBytes);
  const finding = `${formatRoughly(dirtyBytes)} of written data (${share} of memory) still waits to be written`;
  return [bad('memory', 'unwritten data', finding, 'sync')];
}

function hugePagesCheck({ hugePagesFree, transparentHugePages }: HostRecord, node: DoctorNode): DoctorCheck {
  const mode = transparentHugePages === null ? '' : `, transparent ones: ${transparentHugePages}`;
  const { hugePagesTotal, hugePageBytes } = node;
  const size = hugePageBytes === null ? '' : ` (${formatRoughly(hugePageBytes)} each)`;
  const free = hugePagesFree ?? 0;
  const finding = `${free} free of ${hugePagesTotal ?? 0} reserved${size}${mode}`;
  if (free > 0) return fine('memory', 'huge pages', finding);
  const advice = 'Only workloads with `hugePages: true` need them: sysctl vm.nr_hugepages=1024';
  return note('memory', 'huge pages', finding, advice);
}
