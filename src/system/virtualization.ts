// A hint at what is between this process and the hardware: a hypervisor, a container, or both.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseFields, readText } from './proc-file.js';

const containerMarks: [path: string, name: string][] = [
  ['.singularity.d', 'apptainer'],
  ['run/.containerenv', 'podman'],
  ['.dockerenv', 'docker'],
  ['var/run/secrets/kubernetes.io', 'kubernetes'],
];

// Arm has no hypervisor flag, so the firmware's names decide there; a `.metal` instance of EC2 is no virtual machine.
const virtualFirmware =
  /qemu|kvm|vmware|virtualbox|xen|openstack|virtual machine|google compute engine|amazon ec2(?!.*metal)/i;

/** For example `hypervisor: Amazon EC2 p5.48xlarge; container: docker`; null when nothing hints at either. */
export function virtualizationHint(root: string): string | null {
  const hypervisor = hypervisorName(root);
  const container = containerName(root);
  const hints = [
    ...(hypervisor === null ? [] : [`hypervisor: ${hypervisor}`]),
    ...(container === null ? [] : [`container: ${container}`]),
  ];
  return hints.length === 0 ? null : hints.join('; ');
}

function hypervisorName(root: string): string | null {
  const firmware = ['sys_vendor', 'product_name']
    .map((name) => readText(root, `sys/class/dmi/id/${name}`) ?? '')
    .join(' ')
    .trim();
  const flags = parseFields(readText(root, 'proc/cpuinfo')).get('flags') ?? '';
  if (flags.split(' ').includes('hypervisor') || virtualFirmware.test(firmware)) return firmware || 'unknown';
  return readText(root, 'sys/hypervisor/type');
}

function containerName(root: string): string | null {
  const told = readText(root, 'run/systemd/container');
  if (told !== null && told !== '') return told;
  return containerMarks.find(([path]) => existsSync(join(root, path)))?.[1] ?? null;
}
