// The block device below a mount: what of it makes figures unlike those of a plain NVMe device.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { FileSystemRecord, HostRecord } from '../../result/schema.js';
import { spins } from '../spins.js';
import { formatRoughly } from './amounts.js';
import { bad, fine, note, untold } from './findings.js';

type Device = NonNullable<FileSystemRecord['device']>;

/** Read-ahead of an NFS mount is 128 KiB by default, an eighth of one request. */
const smallReadAheadKb = 512;

export function deviceChecks(fileSystem: FileSystemRecord, { numa }: Pick<HostRecord, 'numa'>): DoctorCheck[] {
  const { device } = fileSystem;
  if (device === null) return [...hiddenDevice(fileSystem), ...readAheadOfClient(fileSystem)];
  return [
    stackCheck(device),
    ...(device.layers ?? []).flatMap(layerCheck),
    ...(device.disks ?? []).flatMap(linkCheck),
    ...schedulerCheck(device),
    ...readAheadCheck(device),
    ...(numa.length > 1 && device.numaNode !== null
      ? [fine('device', 'NUMA node', `node ${device.numaNode}: pin with \`numaNode: ${device.numaNode}\``)]
      : []),
  ];
}

/** A container can hide /sys; then nothing is known of a device that is there. */
function hiddenDevice({ source }: FileSystemRecord): DoctorCheck[] {
  if (!source.startsWith('/dev/')) return [];
  return [untold('device', 'device', `${source}: /sys does not show it`, 'Look on the host: ls /sys/block')];
}

function stackCheck(device: Device): DoctorCheck {
  const { name, stack, model, transport, logicalBlockSize, writeCache } = device;
  const facts = [
    ...(model === null ? [] : [model]),
    ...(transport === undefined || transport === null ? [] : [transport]),
    ...(spins(device) ? ['rotational'] : []),
    ...(logicalBlockSize === null ? [] : [`blocks of ${logicalBlockSize} bytes`]),
    ...(writeCache === null ? [] : [writeCache]),
  ];
  const finding = `${[name, ...stack].join(' on ')}${facts.length === 0 ? '' : `: ${facts.join(', ')}`}`;
  const file = stack.find((layer) => layer.startsWith('file:'));
  if (file === undefined) return fine('device', 'device', finding);
  const advice = 'A loop device adds a file system and its cache below: for tests of the tool, not of storage.';
  return note('device', 'device', finding, advice);
}

/** RAID is told with the load of the machine, VDO with compression. */
function layerCheck({ name, kind, detail }: NonNullable<Device['layers']>[number]): DoctorCheck[] {
  if (kind === 'bcache') {
    const finding = `${name} caches another device (${detail})`;
    return [note('device', 'cache', finding, 'Use data larger than the cache, or name it beside the figures.')];
  }
  if (kind !== 'crypt') return [];
  const finding = `${name} is encrypted (${detail}): processors of this machine do it`;
  return [note('device', 'encryption', finding, 'Name it beside the figures.')];
}

function linkCheck({ name, pcie }: NonNullable<Device['disks']>[number]): DoctorCheck[] {
  if (pcie === null) return [];
  const { address, speedGts, width, maxSpeedGts, maxWidth } = pcie;
  if (speedGts === null || width === null || maxSpeedGts === null || maxWidth === null) return [];
  const finding = `${name}: ${speedGts} GT/s, ${width} lanes`;
  if (speedGts >= maxSpeedGts && width >= maxWidth) return [fine('device', 'PCIe link', finding)];
  const advice = `See lspci -vvs ${address} (LnkSta): reseat it, use another slot, or look for errors in dmesg.`;
  return [bad('device', 'PCIe link', `${finding}, of ${maxSpeedGts} GT/s and ${maxWidth} lanes possible`, advice)];
}

function schedulerCheck({ name, stack, scheduler, rotational }: Device): DoctorCheck[] {
  if (scheduler === null) return [];
  if (rotational === true || scheduler !== 'bfq') return [fine('device', 'scheduler', scheduler)];
  const disk = stack.at(-1) ?? name;
  const finding = `${scheduler} costs processor time at each request of a fast device`;
  return [note('device', 'scheduler', finding, `echo none > /sys/block/${disk}/queue/scheduler`)];
}

/** File systems without a device have one of their own. */
function readAheadOfClient({ system, majorMinor }: FileSystemRecord): DoctorCheck[] {
  const kib = system?.details['readAheadKb'];
  if (typeof kib !== 'number' || system?.kind === 'tmpfs' || system?.kind === 'overlay') return [];
  const finding = formatRoughly(kib * 1024);
  if (kib >= smallReadAheadKb) return [fine('device', 'read-ahead', finding)];
  const advice = `Buffered streaming gains from more: echo 16384 > /sys/class/bdi/${majorMinor}/read_ahead_kb`;
  return [note('device', 'read-ahead', finding, advice)];
}

function readAheadCheck({ readAheadKb, name }: Device): DoctorCheck[] {
  if (readAheadKb === null) return [];
  const finding = formatRoughly(readAheadKb * 1024);
  if (readAheadKb >= smallReadAheadKb) return [fine('device', 'read-ahead', finding)];
  const advice = `Buffered streaming gains from more: blockdev --setra ${(4096 * 1024) / 512} /dev/${name}`;
  return [note('device', 'read-ahead', finding, advice)];
}
