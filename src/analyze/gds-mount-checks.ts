// What cuFile's direct paths need of a file system, by its type and options.
import type { DoctorCheck } from '../result/doctor-check-schema.js';
import type { FileSystemRecord } from '../result/schema.js';
import { check } from './gds-check.js';

/** File systems whose own client or driver has a direct path, and by what. */
const clients: Record<string, string> = {
  lustre: 'nvidia-fs and LNet',
  beegfs: 'nvidia-fs and RDMA',
  scatefs: 'nvidia-fs',
  wekafs: 'RDMA of its client',
  gpfs: 'RDMA of its client',
  virtiofs: 'PCI peer-to-peer',
};

/** What stands for and against a direct path to files of this mount. */
export function mountChecks(fileSystem: FileSystemRecord): DoctorCheck[] {
  const { type } = fileSystem;
  const client = clients[type.toLowerCase()];
  if (client !== undefined) return [check('mount', 'file system', true, `${type}: direct by ${client}`, '')];
  if (type === 'nfs' || type === 'nfs4') return [nfsCheck(fileSystem)];
  if (type === 'ext4' || type === 'xfs') return localChecks(fileSystem);
  const advice = 'Use a mount of ext4 or XFS on NVMe, or of a parallel file system that supports it.';
  return [check('mount', 'file system', false, `cuFile has no direct path on ${type}`, advice)];
}

function nfsCheck({ type, options, superOptions }: FileSystemRecord): DoctorCheck {
  const byRdma = [...options, ...superOptions].includes('proto=rdma');
  const finding = byRdma ? `${type} by RDMA` : `${type} not by RDMA`;
  return check('mount', 'transport', byRdma, finding, 'mount -o proto=rdma,port=20049 …');
}

function localChecks(fileSystem: FileSystemRecord): DoctorCheck[] {
  const { type, device } = fileSystem;
  const names = device === null ? [] : [device.name, ...device.stack];
  const onNvme = names.some((name) => name.startsWith('nvme'));
  const finding = names.length === 0 ? `${type} without a device` : `${type} on ${names.join(' on ')}`;
  return [
    check('mount', 'device', onNvme, finding, 'The direct path of a local file system needs an NVMe device.'),
    ...(names.some((name) => /^md\d/.test(name)) ? [raidCheck()] : []),
    ...(type === 'ext4' ? [orderedCheck(fileSystem)] : []),
  ];
}

function raidCheck(): DoctorCheck {
  return check(
    'mount',
    'RAID',
    null,
    'a level other than 0 has no direct path before cuFile 1.19; see /proc/mdstat',
    'Install cuFile 1.19 or newer, or use level 0.',
  );
}

/** cuFile reads the option from the list of mounts, where the kernel leaves out the default. */
function orderedCheck({ mountPoint, options, superOptions }: FileSystemRecord): DoctorCheck {
  const shown = [...options, ...superOptions].includes('data=ordered');
  const finding = shown ? 'data=ordered' : 'ext4 without the option data=ordered, which cuFile looks for';
  return check('mount', 'options', shown, finding, `Mount ${mountPoint} with -o data=ordered, and so in /etc/fstab.`);
}
