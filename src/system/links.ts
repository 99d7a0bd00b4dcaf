// Network links of the machine with their line rates: interfaces of /sys/class/net, ports of /sys/class/infiniband.
import { realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listNames, readInteger, readNode, readText } from './proc-file.js';

export interface LinkFacts {
  /** Interface, or RDMA device and port: `eth0`, `mlx5_0/1`. */
  name: string;
  kind: 'ethernet' | 'infiniband' | 'roce' | 'virtual' | 'other';
  state: string;
  /** Null: the driver does not tell. */
  rateBytesPerSecond: number | null;
  mtu: number | null;
  numaNode: number | null;
  driver: string | null;
}

/** Types of <linux/if_arp.h> as /sys/class/net/NAME/type has them. */
const hardwareTypes: Record<number, LinkFacts['kind']> = { 1: 'ethernet', 32: 'infiniband', 772: 'virtual' };
/** Of the rates that the kernel names, those of these generations are before 8b/10b coding (InfiniBand 1.2, 5.3). */
const coded = /\b(SDR|DDR|QDR)\b/;
const bytesPerMegabit = 1e6 / 8;

/** Links below `root`; empty where sysfs has none. */
export function linkFacts(root = '/'): LinkFacts[] {
  const interfaces = listNames(root, 'sys/class/net').filter((name) => name !== 'bonding_masters');
  const devices = listNames(root, 'sys/class/infiniband');
  return [...interfaces.map((name) => interfaceFacts(root, name)), ...devices.flatMap((name) => portFacts(root, name))];
}

function interfaceFacts(root: string, name: string): LinkFacts {
  const directory = `sys/class/net/${name}`;
  const driver = driverOf(root, `${directory}/device`);
  const bonded = listNames(root, `${directory}/bonding`).length > 0;
  const physical = driver !== null || readText(root, `${directory}/device/uevent`) !== null;
  // What is made of software names a speed that nobody has measured, but a bond that of its members.
  const speed = physical || bonded ? readInteger(root, `${directory}/speed`) : null;
  return {
    name,
    kind: physical ? (hardwareTypes[readInteger(root, `${directory}/type`) ?? 0] ?? 'other') : 'virtual',
    state: readText(root, `${directory}/operstate`) ?? '',
    // -1: the driver does not know.
    rateBytesPerSecond: speed === null || speed <= 0 ? null : speed * bytesPerMegabit,
    mtu: readInteger(root, `${directory}/mtu`),
    numaNode: readNode(root, `${directory}/device/numa_node`),
    driver,
  };
}

function portFacts(root: string, device: string): LinkFacts[] {
  const directory = `sys/class/infiniband/${device}`;
  return listNames(root, `${directory}/ports`).map((port) => {
    const of = (name: string) => readText(root, `${directory}/ports/${port}/${name}`);
    return {
      name: `${device}/${port}`,
      kind: of('link_layer') === 'Ethernet' ? 'roce' : 'infiniband',
      // `4: ACTIVE`.
      state: (of('state') ?? '').replace(/^\d+:\s*/, ''),
      rateBytesPerSecond: parsePortRate(of('rate')),
      mtu: null,
      numaNode: readNode(root, `${directory}/device/numa_node`),
      driver: driverOf(root, `${directory}/device`),
    };
  });
}

/** `100 Gb/sec (4X EDR)`: what remains of it for data. Null for anything else. */
export function parsePortRate(text: string | null): number | null {
  const gigabits = Number(/^([\d.]+) Gb\/sec/.exec(text ?? '')?.[1]);
  if (!Number.isFinite(gigabits) || gigabits === 0) return null;
  return (coded.test(text ?? '') ? 0.8 : 1) * gigabits * 1000 * bytesPerMegabit;
}

function driverOf(root: string, device: string): string | null {
  try {
    return basename(realpathSync(join(root, device, 'driver')));
  } catch {
    return null;
  }
}
