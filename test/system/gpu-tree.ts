// A made-up machine with one GPU of a data centre, as files of /proc and /sys.
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryTree } from './tree.js';

export const openDriver =
  'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.15  Release Build  (x@y)\nGCC version:  gcc 13.2.0';
export const closedDriver =
  'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024\nGCC version:  gcc 13.2.0';

/** Attributes of a GPU on the PCI bus; `more` replaces or adds some. */
export function gpuFiles(id: string, more: Record<string, string>): Record<string, string> {
  const attributes = { vendor: '0x10de', class: '0x030200', ...more };
  return Object.fromEntries(
    Object.entries(attributes).map(([name, text]) => [`sys/bus/pci/devices/${id}/${name}`, text]),
  );
}

/** Driver and GPU are there, the library is not; `files` replaces or adds some. */
export function gpuTree(files: Record<string, string> = {}): string {
  const root = temporaryTree({
    ...gpuFiles('0000:65:00.0', {
      numa_node: '1',
      resource: '0x00000000fa000000 0x00000000faffffff 0x40200\n0x0000002000000000 0x0000003fffffffff 0x14220c',
      'p2pmem/size': '137438953472',
      'iommu_group/type': 'identity',
    }),
    'proc/driver/nvidia/version': openDriver,
    'proc/driver/nvidia/params': 'EnableMSI: 1\nRegistryDwords: "RMForceStaticBar1=1;RmForceDisableIomapWC=1;"',
    'proc/driver/nvidia/gpus/0000:65:00.0/information':
      'Model: \t\t Example H100\nIRQ:   \t\t 170\nGPU UUID: \t GPU-00000000-1111-2222-3333-444444444444',
    ...files,
  });
  mkdirSync(join(root, 'sys/bus/pci/drivers/nvidia'), { recursive: true });
  symlinkSync('../../drivers/nvidia', join(root, 'sys/bus/pci/devices/0000:65:00.0/driver'));
  return root;
}
