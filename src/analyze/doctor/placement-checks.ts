// Where GPUs, network adapters and NVMe devices are on a machine of several NUMA nodes.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { DoctorNode } from '../../result/doctor-node-schema.js';
import type { HostRecord } from '../../result/schema.js';
import { fine, listed, note } from './findings.js';

/** Empty on a machine of one node, where all is near. */
export function placementChecks(host: HostRecord, node: DoctorNode): DoctorCheck[] {
  if (host.numa.length < 2) return [];
  return [
    ...deviceLines(host, node),
    ...(node.numaBalancing === true
      ? [
          note(
            'placement',
            'NUMA balancing',
            'on: the kernel unmaps pages to see who uses them',
            'sysctl kernel.numa_balancing=0',
          ),
        ]
      : []),
  ];
}

function deviceLines(host: HostRecord, { nvme }: DoctorNode): DoctorCheck[] {
  const places = new Map<number, string[]>();
  const put = (name: string, place: number | null): void => {
    if (place !== null) places.set(place, [...(places.get(place) ?? []), name]);
  };
  host.gpus.forEach(({ numaNode }, at) => {
    put(`GPU ${at}`, numaNode);
  });
  for (const { name, numaNode, kind } of host.links ?? []) if (kind !== 'virtual') put(name, numaNode);
  for (const { name, numaNode } of nvme) put(name, numaNode);
  const where = [...places].sort(([a], [b]) => a - b);
  const finding = where.map(([place, names]) => `node ${place}: ${names.join(', ')}`).join('; ');
  if (where.length === 0) return [];
  if (where.length === 1)
    return [fine('placement', 'NUMA', `${finding}; pin with \`numaNode: ${where[0]?.[0] ?? 0}\``)];
  const nodes = listed(where.map(([place]) => String(place)));
  return [
    note('placement', 'NUMA', finding, `Devices are on nodes ${nodes}: pin workers to the node of what is measured.`),
  ];
}
