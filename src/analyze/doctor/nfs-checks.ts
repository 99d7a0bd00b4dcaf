// Options of an NFS mount: how many connections, how large requests, and what happens when the server is slow.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { FileSystemRecord } from '../../result/schema.js';
import { formatRoughly } from './amounts.js';
import { bad, fine, note } from './findings.js';

/** What servers of today take; below the first, large transfers are cut into many requests. */
const smallTransfer = 256 * 1024;
const fullTransfer = 2 ** 20;

/** Empty for other file systems. */
export function nfsChecks({ type, options, superOptions }: FileSystemRecord): DoctorCheck[] {
  if (type !== 'nfs' && type !== 'nfs4') return [];
  const all = [...options, ...superOptions];
  return [
    ...sizeCheck(all, 'rsize'),
    ...sizeCheck(all, 'wsize'),
    ...connectionCheck(all),
    ...(all.includes('soft') || all.includes('softerr')
      ? [note('option', 'soft', 'a slow server gives errors, which a hard mount would wait out', 'Mount it with hard.')]
      : []),
    ...(all.includes('noac') || all.includes('lookupcache=none')
      ? [
          bad(
            'option',
            'noac',
            'no attributes or names are cached: each open asks the server',
            'Mount it without noac.',
          ),
        ]
      : []),
  ];
}

function valueOf(options: readonly string[], key: string): string | null {
  return options.find((option) => option.startsWith(`${key}=`))?.slice(key.length + 1) ?? null;
}

function sizeCheck(options: readonly string[], key: 'rsize' | 'wsize'): DoctorCheck[] {
  const value = Number(valueOf(options, key) ?? NaN);
  if (!Number.isSafeInteger(value) || value <= 0) return [];
  const advice = `Mount it with ${key}=${fullTransfer}, if the server allows it.`;
  if (value < smallTransfer) return [bad('option', key, `${formatRoughly(value)} a request`, advice)];
  return value < fullTransfer
    ? [note('option', key, `${formatRoughly(value)} a request`, advice)]
    : [fine('option', key, `${formatRoughly(value)} a request`)];
}

function connectionCheck(options: readonly string[]): DoctorCheck[] {
  const transport = valueOf(options, 'proto') ?? '';
  const connections = Number(valueOf(options, 'nconnect') ?? 1);
  const finding = `${connections} by ${transport === '' ? 'an unknown transport' : transport}`;
  if (connections > 1 || transport.startsWith('rdma')) return [fine('option', 'connections', finding)];
  const advice = 'One TCP connection is one flow and one core: try nconnect=16.';
  return [note('option', 'connections', finding, advice)];
}
