// What the counters of a step say of the wire and of the device below, and how its files are spread, in sentences.
import type { CountersRecord, FileLayoutRecord, StepRecord } from '../result/schema.js';
import { receivedPerByteAsked } from '../analyze/wire-bytes.js';
import { formatCount, formatLatency, formatSize } from './numbers.js';

type Rpc = NonNullable<CountersRecord['rpc']>;
type Device = NonNullable<CountersRecord['device']>;
type Found = NonNullable<FileLayoutRecord['file']>;

/** A sentence each of the requests to servers and of the device below; none without counters. */
export function wireTexts({
  counters,
  operations,
  diagnosis,
}: Partial<Pick<StepRecord, 'counters' | 'operations' | 'diagnosis'>>): string[] {
  if (counters === undefined) return [];
  const { rpc, device } = counters;
  return [
    rpc === null ? '' : rpcText(rpc, receivedPerByteAsked(rpc, operations?.read?.bytes ?? 0)),
    device === null ? '' : deviceText(device, diagnosis?.bound === 'device'),
  ].filter((text) => text !== '');
}

/** `nfs: 1.9 requests an operation, 4.1 bytes read over the wire a byte asked; 310us each, 3 sent again.` */
function rpcText(rpc: Rpc, received: number | null): string {
  if (rpc.requests === 0) return `${rpc.protocol}: no request was sent.`;
  const { perOperation, meanWaitMs, retransmissions } = rpc;
  const parts = [
    perOperation === null ? `${formatCount(rpc.requests)} requests` : `${digits(perOperation)} requests an operation`,
    ...bytesTexts(rpc, ['over the wire', 'over the wire']),
    received === null ? '' : `${digits(received)} bytes received in all a byte asked`,
    meanWaitMs === null ? '' : `${formatLatency(meanWaitMs * 1e6)} each`,
    retransmissions === null || retransmissions === 0 ? '' : `${formatCount(retransmissions)} sent again`,
  ];
  return `${rpc.protocol}: ${parts.filter((text) => text !== '').join(', ')}.`;
}

/**
 * `sda: busy 97% of the time, 31 requests in it, 1.0 bytes read from it a byte asked.`; `isTold`: a sentence before it has
 * said how busy it was.
 */
function deviceText(device: Device, isTold: boolean): string {
  if (device.reads + device.writes === 0) return `${device.name}: no request reached it.`;
  const load = [
    `busy ${Math.floor(100 * device.busyFraction)}% of the time`,
    `${digits(device.meanQueue)} requests in it`,
  ];
  const parts = [...(isTold ? [] : load), ...bytesTexts(device, ['from it', 'to it'])];
  return parts.length === 0 ? '' : `${device.name}: ${parts.join(', ')}.`;
}

function bytesTexts(
  { readPerByteAsked, writtenPerByteAsked }: Pick<Rpc, 'readPerByteAsked' | 'writtenPerByteAsked'>,
  [from, to]: readonly [string, string],
): string[] {
  const text = (amount: number | null, what: string) =>
    amount === null ? [] : [`${digits(amount)} bytes ${what} a byte asked`];
  return [...text(readPerByteAsked, `read ${from}`), ...text(writtenPerByteAsked, `written ${to}`)];
}

/** `Layout: 4 stripes of 16.0 MiB, pool ssd, on targets 0, 3, 5, 6 (asked for).`; empty where nothing is known. */
export function layoutText({ fileLayout }: Pick<StepRecord, 'fileLayout'>): string {
  const found = fileLayout?.file ?? fileLayout?.directory ?? null;
  if (fileLayout === undefined || found === null) return '';
  const parts = [
    stripesText(found),
    found.pool === null ? '' : `pool ${found.pool}`,
    objectsText(found),
    targetsText(found),
  ];
  const told = parts.filter((text) => text !== '');
  return told.length === 0 ? '' : `Layout: ${told.join(', ')}${fileLayout.asked === null ? '' : ' (asked for)'}.`;
}

function stripesText({ stripeCount, stripeSize }: Found): string {
  const size = stripeSize === null ? '' : ` of ${formatSize(stripeSize)}`;
  if (stripeCount === null) return stripeSize === null ? '' : `stripes${size}`;
  if (stripeCount === -1) return `stripes${size} on all targets`;
  return `${stripeCount} ${stripeCount === 1 ? 'stripe' : 'stripes'}${size}`;
}

function objectsText({ objectSize, objectClass }: Found): string {
  const size = objectSize === null ? '' : `objects of ${formatSize(objectSize)}`;
  return [size, objectClass === null ? '' : `class ${objectClass}`].filter((text) => text !== '').join(', ');
}

const namedTargets = 4;

function targetsText({ targets }: Found): string {
  if (targets.length === 0) return '';
  const more = targets.length > namedTargets ? ` and ${targets.length - namedTargets} more` : '';
  return `on ${targets.length === 1 ? 'target' : 'targets'} ${targets.slice(0, namedTargets).join(', ')}${more}`;
}

function digits(value: number): string {
  if (value === 0) return '0';
  return value < 99.5 ? value.toPrecision(2) : formatCount(Math.round(value));
}
