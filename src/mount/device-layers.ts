// What lies between a file system and its disks: partitions, volumes, encryption, paths, RAID, caches, from /sys.
import { basename, dirname } from 'node:path';
import { names, readAttribute, readNumber, resolved } from './sys-file.js';

/** One device of a stack. */
export interface DeviceLayer {
  name: string;
  /**
   * `disk`, `partition`, `loop`, `lvm`, `crypt`, `multipath`, `vdo`, `device-mapper`, `bcache`; of Linux' RAID its level,
   * such as `raid5`.
   */
  kind: string;
  /** In words: name of a volume, cipher format, disks and chunk of a RAID, file of a loop device; empty: nothing to say. */
  detail: string;
}

/** Device mapper targets by the prefix of their `dm/uuid`, which the tool that made them gives. */
const mapperKinds: readonly (readonly [RegExp, string])[] = [
  [/^LVM-.*-vpool/, 'vdo'],
  [/^LVM-/, 'lvm'],
  [/^CRYPT-/, 'crypt'],
  [/^mpath-/, 'multipath'],
  [/^part\d+-/, 'partition'],
  [/^VDO-/, 'vdo'],
];

/** Directories in /sys of a device and of all that it stands on, each once, itself first. */
export function devicesBelow(device: string, root: string): string[] {
  const found = new Set<string>();
  const visit = (place: string): void => {
    if (found.has(place)) return;
    found.add(place);
    for (const below of directlyBelow(place, root)) visit(below);
  };
  visit(device);
  return [...found];
}

/** Whether a device stands on no other. */
export function isBottom(device: string, root: string): boolean {
  return directlyBelow(device, root).length === 0;
}

/** Only whole disks have a queue; a partition is a directory inside of its disk. */
export function wholeDisk(device: string): string {
  return readAttribute(device, 'partition') === null ? device : dirname(device);
}

export function describeLayer(device: string): DeviceLayer {
  const name = basename(device);
  const mapper = readAttribute(device, 'dm/name');
  if (readAttribute(device, 'partition') !== null) return { name, kind: 'partition', detail: '' };
  if (mapper !== null) return mapperLayer(name, mapper, device);
  const level = readAttribute(device, 'md/level');
  if (level !== null) return { name, kind: level, detail: raidDetail(device) };
  const cacheMode = readAttribute(device, 'bcache/cache_mode');
  if (cacheMode !== null) return { name, kind: 'bcache', detail: /\[([^\]]+)\]/.exec(cacheMode)?.[1] ?? cacheMode };
  const file = readAttribute(device, 'loop/backing_file');
  if (file !== null) return { name, kind: 'loop', detail: `file ${file}, ${loopMode(device)}` };
  return { name, kind: 'disk', detail: '' };
}

function directlyBelow(device: string, root: string): string[] {
  const disk = wholeDisk(device);
  if (disk !== device) return [disk];
  return names(device, 'slaves').flatMap((name) => resolved(root, 'sys/class/block', name) ?? []);
}

function mapperLayer(name: string, mapper: string, device: string): DeviceLayer {
  const uuid = readAttribute(device, 'dm/uuid') ?? '';
  const kind = mapperKinds.find(([form]) => form.test(uuid))?.[1] ?? 'device-mapper';
  const format = /^CRYPT-([A-Z0-9]+)/.exec(uuid)?.[1];
  const paths = kind === 'multipath' ? `${names(device, 'slaves').length} paths` : undefined;
  return { name, kind, detail: [mapper, format, paths].filter((part) => part !== undefined).join(', ') };
}

function raidDetail(device: string): string {
  const chunk = readNumber(device, 'md/chunk_size') ?? 0;
  const degraded = readNumber(device, 'md/degraded') ?? 0;
  return [
    `${readNumber(device, 'md/raid_disks') ?? '?'} disks`,
    chunk === 0 ? '' : `chunk ${chunk / 1024} KiB`,
    degraded === 0 ? '' : `${degraded} missing`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Without direct I/O the file of a loop device is in the page cache of this machine as well. */
function loopMode(device: string): string {
  return readNumber(device, 'loop/dio') === 1 ? 'direct I/O' : 'through the page cache';
}
