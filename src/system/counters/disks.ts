// Block devices, from /proc/diskstats (Documentation/admin-guide/iostats.rst of the kernel).
import type { Reading } from '../../filesystem/counters.js';
import { listNames, parseCount } from '../proc-file.js';
import { KeptFile } from './kept-file.js';
import { fileSource, type NodeSource } from './node-source.js';

/** The unit of this file, whatever the device has. */
const sectorBytes = 512;
const fewestFields = 14;
/** Devices that live in memory or in a file of another one. */
const derived = /^(ram|zram|loop|sr|fd)\d+$/;

/** `devices`: kernel names of those below the mount, which are counted in any case. */
export function diskSource(root: string, devices: readonly string[]): NodeSource {
  const names = new Set([...devices, ...disks(root)]);
  return fileSource('/proc/diskstats', new KeptFile(root, 'proc/diskstats'), (text) => parseDiskstats(text, names));
}

/** Whole devices; /sys/block has no partitions. */
function disks(root: string): string[] {
  return listNames(root, 'sys/block').filter((name) => !derived.test(name));
}

/** Kernel names of the device of a mount and of those below it, from its stack in the record. */
export function countedDevices(device: { name: string; stack: readonly string[] } | null): string[] {
  return device === null ? [] : [device.name, ...device.stack.filter((below) => !below.startsWith('file:'))];
}

/** Lines of other names are left out; null for a text without a line of that form. */
export function parseDiskstats(text: string, names: ReadonlySet<string>): Reading | null {
  const reading: Reading = { counters: {}, gauges: {} };
  let understood = text === '';
  for (const line of text.split('\n')) {
    const fields = line.trim().split(/\s+/);
    const name = fields[2] ?? '';
    if (fields.length < fewestFields) continue;
    understood = true;
    if (names.has(name)) addDisk(reading, name, fields.slice(3).map(parseCount));
  }
  return understood ? reading : null;
}

function addDisk({ counters, gauges }: Reading, name: string, values: (number | null)[]): void {
  if (!values.every((value) => value !== null)) return;
  const at = (index: number): number => values[index] ?? 0;
  const fields = {
    reads: at(0),
    readBytes: at(2) * sectorBytes,
    readMs: at(3),
    writes: at(4),
    writtenBytes: at(6) * sectorBytes,
    writeMs: at(7),
    busyMs: at(9),
    queuedMs: at(10),
    // Since Linux 5.5, behind those of discards (4.18).
    ...(values.length >= 17 ? { flushes: at(15) } : {}),
  };
  for (const [field, value] of Object.entries(fields)) counters[`disk.${name}.${field}`] = value;
  gauges[`disk.${name}.inFlight`] = at(8);
}
