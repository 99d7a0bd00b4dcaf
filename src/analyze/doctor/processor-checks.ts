// What makes processors answer unevenly: frequency, idle states, mitigations, a hypervisor.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { DoctorNode } from '../../result/doctor-node-schema.js';
import type { HostRecord } from '../../result/schema.js';
import { fine, bad, note, untold } from './findings.js';

/** An idle state that takes longer to leave shows in the latency of an NVMe device, which is some 10 to 100 us. */
const deepIdleUs = 20;

export function processorChecks(host: Pick<HostRecord, 'virtualization'>, node: DoctorNode): DoctorCheck[] {
  return [
    governorCheck(node.governors),
    ...boostCheck(node.boost),
    ...idleCheck(node.idleExitUs),
    ...mitigationCheck(node.mitigations),
    ...virtualCheck(host.virtualization),
  ];
}

function governorCheck(governors: DoctorNode['governors']): DoctorCheck {
  const names = Object.keys(governors);
  if (names.length === 0) {
    return untold(
      'processor',
      'governor',
      'no frequency scaling is visible here',
      'In a virtual machine or container, look on its host.',
    );
  }
  const finding = names.map((name) => `${name} on ${governors[name] ?? 0} processors`).join(', ');
  if (names.every((name) => name === 'performance')) return fine('processor', 'governor', finding);
  const advice = 'cpupower frequency-set -g performance';
  return bad('processor', 'governor', `${finding}: latency depends on how busy the processor was before`, advice);
}

function boostCheck(boost: boolean | null): DoctorCheck[] {
  if (boost !== true) return boost === null ? [] : [fine('processor', 'boost', 'off')];
  const finding = 'on: the frequency depends on temperature and on what other cores do';
  return [note('processor', 'boost', finding, 'For figures that repeat to the percent: cpupower set --turbo-boost 0')];
}

function idleCheck(microseconds: number | null): DoctorCheck[] {
  if (microseconds === null) return [];
  const finding = `the deepest state takes ${microseconds} us to leave`;
  if (microseconds <= deepIdleUs) return [fine('processor', 'idle states', finding)];
  const advice = `At low queue depth it adds to the latency: cpupower idle-set -D ${deepIdleUs}`;
  return [note('processor', 'idle states', finding, advice)];
}

function mitigationCheck(mitigations: readonly string[]): DoctorCheck[] {
  if (mitigations.length === 0) return [];
  const finding = `${mitigations.join(', ')}: each system call costs more`;
  return [note('processor', 'mitigations', finding, 'Compare only with nodes that have the same.')];
}

function virtualCheck(virtualization: string | null): DoctorCheck[] {
  if (virtualization === null) return [];
  return [note('processor', 'virtual', virtualization, 'Neighbours and limits of the host are not visible from here.')];
}
