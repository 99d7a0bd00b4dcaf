// Network interfaces, from /proc/net/dev, and ports of RDMA devices, from /sys/class/infiniband.
import type { Reading } from '../../filesystem/counters.js';
import { listNames, parseCount } from '../proc-file.js';
import { KeptFile } from './kept-file.js';
import { fileSource, type NodeSource } from './node-source.js';

/** The data counters of a port count octets divided by four (InfiniBand specification, PortCounters). */
const portWordBytes = 4;
/** Old adapters have counters of 32 bits that stay at their end. */
const saturated = 2 ** 32 - 1;

const portFiles = {
  port_rcv_data: ['receivedBytes', portWordBytes],
  port_xmit_data: ['sentBytes', portWordBytes],
  port_rcv_errors: ['errors', 1],
  port_xmit_discards: ['drops', 1],
} as const;

export function networkSource(root: string): NodeSource {
  return fileSource('/proc/net/dev', new KeptFile(root, 'proc/net/dev'), parseNetDev);
}

/** Null on a machine without RDMA devices. */
export function rdmaSource(root: string): NodeSource | null {
  const files = listNames(root, 'sys/class/infiniband').flatMap((device) => portsOf(root, device));
  if (files.length === 0) return null;
  return {
    name: '/sys/class/infiniband',
    read() {
      const counters: Reading['counters'] = {};
      for (const { counter, factor, file } of files) {
        const value = parseCount(file.read()?.trim());
        if (value !== null && value !== saturated) counters[counter] = value * factor;
      }
      return { counters, gauges: {} };
    },
  };
}

function portsOf(root: string, device: string): { counter: string; factor: number; file: KeptFile }[] {
  const ports = `sys/class/infiniband/${device}/ports`;
  return listNames(root, ports).flatMap((port) =>
    Object.entries(portFiles).map(([name, [field, factor]]) => ({
      counter: `rdma.${device}/${port}.${field}`,
      factor,
      file: new KeptFile(root, `${ports}/${port}/counters/${name}`),
    })),
  );
}

/** Lines `name: 8 numbers of what was received, 8 of what was sent`. */
export function parseNetDev(text: string): Reading | null {
  const counters: Reading['counters'] = {};
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    const values = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/)
      .map(parseCount);
    if (colon < 0 || values.length < 16 || !values.every((value) => value !== null)) continue;
    const at = (index: number): number => values[index] ?? 0;
    const fields = {
      receivedBytes: at(0),
      sentBytes: at(8),
      receivedPackets: at(1),
      sentPackets: at(9),
      drops: at(3) + at(11),
      errors: at(2) + at(10),
    };
    const name = line.slice(0, colon).trim();
    for (const [field, value] of Object.entries(fields)) counters[`net.${name}.${field}`] = value;
  }
  return Object.keys(counters).length === 0 ? null : { counters, gauges: {} };
}
