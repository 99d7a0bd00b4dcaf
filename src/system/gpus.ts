// NVIDIA GPUs of the machine, from the PCI devices in /sys and what the driver shows in /proc; no library is opened.
import { readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listNames, parseFields, parseInteger, readInteger, readText } from './proc-file.js';

export interface GpuFacts {
  /** Address on the PCI bus, as sysfs names it: 0000:65:00.0. */
  pciBusId: string;
  /** Name and id that the NVIDIA driver gives; null where it is not loaded or hides it. */
  model: string | null;
  uuid: string | null;
  /** Kernel driver that has the device, such as nvidia or vfio-pci; null where none has. */
  driver: string | null;
  /** Null: none, or the system does not tell. */
  numaNode: number | null;
  /** Bytes of BAR1, through which other devices reach the memory of the GPU. */
  bar1Bytes: number | null;
  /** Bytes that the kernel's peer-to-peer layer may give to other devices; null where it has none of this GPU. */
  p2pmemBytes: number | null;
  /** Type of the IOMMU domain (identity, DMA, DMA-FQ); null without an IOMMU. */
  iommuType: string | null;
}

const pciDirectory = 'sys/bus/pci/devices';
const nvidiaVendor = '0x10de';
// VGA controllers and 3D controllers; the audio function and switches of NVIDIA are neither.
const displayClass = /^0x03(00|02)/;

/** In the order of their addresses, which need not be that of the ordinals of CUDA. Never throws. */
export function gpuFacts(root: string): GpuFacts[] {
  return listNames(root, pciDirectory)
    .filter((id) => isNvidiaGpu(root, `${pciDirectory}/${id}`))
    .map((id) => factsOf(root, id));
}

function isNvidiaGpu(root: string, device: string): boolean {
  return (
    readText(root, `${device}/vendor`) === nvidiaVendor && displayClass.test(readText(root, `${device}/class`) ?? '')
  );
}

function factsOf(root: string, id: string): GpuFacts {
  const device = `${pciDirectory}/${id}`;
  const told = parseFields(readText(root, `proc/driver/nvidia/gpus/${id}/information`));
  const numaNode = readInteger(root, `${device}/numa_node`);
  return {
    pciBusId: id,
    model: told.get('Model') ?? null,
    uuid: told.get('GPU UUID') ?? null,
    driver: linkName(root, `${device}/driver`),
    numaNode: numaNode === null || numaNode < 0 ? null : numaNode,
    bar1Bytes: barBytes(readText(root, `${device}/resource`), 1),
    p2pmemBytes: byteCount(readText(root, `${device}/p2pmem/size`)),
    iommuType: readText(root, `${device}/iommu_group/type`),
  };
}

/** Lines `start end flags`, hexadecimal, one a region; a region that is not there has only zeros. */
export function barBytes(resource: string | null, region: number): number | null {
  const [start, end] = (resource ?? '').split('\n')[region]?.trim().split(/\s+/) ?? [];
  if (start === undefined || end === undefined || !/^0x[0-9a-f]+$/i.test(start) || !/^0x[0-9a-f]+$/i.test(end)) {
    return null;
  }
  const bytes = BigInt(end) - BigInt(start) + 1n;
  return BigInt(end) === 0n || bytes <= 0n || bytes > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(bytes);
}

/** The kernel writes this size in decimal or hexadecimal. */
function byteCount(text: string | null): number | null {
  return text !== null && /^0x[0-9a-f]+$/i.test(text) ? Number(text) : parseInteger(text);
}

function linkName(root: string, path: string): string | null {
  try {
    return basename(readlinkSync(join(root, path)));
  } catch {
    return null;
  }
}
