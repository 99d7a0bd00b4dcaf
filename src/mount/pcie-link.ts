// The PCI Express link of a device: as it runs, and as both of its ends could.
import { basename, dirname } from 'node:path';
import { readAttribute, readNumber } from './sys-file.js';

/** Speeds are in gigatransfers a second and lane. Null: the kernel does not tell, as of the devices of a hypervisor. */
export interface PcieLink {
  /** `0000:3b:00.0`. */
  address: string;
  speedGts: number | null;
  width: number | null;
  /** What the slower end can do. */
  maxSpeedGts: number | null;
  maxWidth: number | null;
}

/** Of the nearest PCI function at or above a directory of /sys; null where there is none. */
export function pcieLink(directory: string | null): PcieLink | null {
  const device = directory === null ? null : nearestFunction(directory);
  if (device === null) return null;
  const port = dirname(device);
  return {
    address: basename(device),
    speedGts: speed(device, 'current_link_speed'),
    width: width(device, 'current_link_width'),
    maxSpeedGts: lesser(speed(device, 'max_link_speed'), speed(port, 'max_link_speed')),
    maxWidth: lesser(width(device, 'max_link_width'), width(port, 'max_link_width')),
  };
}

function nearestFunction(directory: string): string | null {
  for (let place = directory; dirname(place) !== place; place = dirname(place)) {
    if (/^[0-9a-f]{4,}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/.test(basename(place))) return place;
  }
  return null;
}

/** `16.0 GT/s PCIe`, without the last word in older kernels; `Unknown` where the link is down. */
function speed(device: string, attribute: string): number | null {
  const text = /^(\d+(?:\.\d+)?) GT\/s/.exec(readAttribute(device, attribute) ?? '')?.[1];
  return text === undefined ? null : Number(text);
}

/** 0 and 255 are the kernel's words for a link that is not there. */
function width(device: string, attribute: string): number | null {
  const lanes = readNumber(device, attribute);
  return lanes === null || lanes === 0 || lanes === 255 ? null : lanes;
}

function lesser(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
