// Parser of /proc/self/mountstats: what the NFS client of the kernel counts for each mount.
import { countOf } from '../told.js';

/** One kind of request. Older kernels tell no `errors`. */
export interface OperationCounts {
  name: string;
  requests: number;
  /** More than `requests`: some were sent again. */
  transmissions: number;
  timeouts: number;
  sentBytes: number;
  receivedBytes: number;
  /** Waiting to be sent; all times are sums over the requests. Unit: milliseconds. */
  queueMs: number;
  /** From sending to the answer. */
  waitMs: number;
  /** From the first to the last of it. */
  totalMs: number;
  errors: number | null;
}

/** One connection; with nconnect there are several. */
export interface TransportCounts {
  /** `tcp`, `rdma`, `udp` or `local`. */
  protocol: string;
  connects: number | null;
  sends: number;
  receives: number;
  badXids: number;
  /** Sum over the sends of the requests that were waiting for a slot. */
  backlogSum: number;
}

export interface MountStatistics {
  mountPoint: string;
  type: string;
  options: string[];
  /** Text behind `caps:`, `nfsv4:`, `sec:`, `impl_id:` and so on. */
  lines: Readonly<Record<string, string>>;
  /** Numbers behind `bytes:` and `events:`, in the order of the kernel; empty where there are none. */
  bytes: number[];
  events: number[];
  transports: TransportCounts[];
  operations: OperationCounts[];
}

/** Statistics of the mount at this mount point, the uppermost where several are stacked; null: it has none there. */
export function findStatistics(text: string, mountPoint: string): MountStatistics | null {
  const blocks = text.split(/^(?=(?:no )?device )/m);
  const found = blocks.findLast((block) => /^[^\n]* statvers=/.test(block) && mountPointOf(block) === mountPoint);
  return found === undefined ? null : parseBlock(found);
}

function mountPointOf(block: string): string | undefined {
  const [, escaped] = /^[^\n]* mounted on (\S+) with fstype /.exec(block) ?? [];
  return escaped === undefined ? undefined : unescape(escaped);
}

/** As in mountinfo: blank, tab, newline, backslash and `#` are three octal digits. */
function unescape(text: string): string {
  return text.replace(/\\([0-3][0-7]{2})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}

function parseBlock(block: string): MountStatistics {
  const [head = '', ...lines] = block.split('\n');
  const [general, perOperation] = splitAt(lines, (line) => /^\s*per-op statistics/.test(line));
  const fields = general.flatMap(fieldOf);
  const named = Object.fromEntries(fields);
  return {
    mountPoint: mountPointOf(block) ?? '',
    type: / with fstype (\S+)/.exec(head)?.[1] ?? '',
    options: (named.opts ?? '').split(',').filter((option) => option !== ''),
    lines: named,
    bytes: numbersIn(named.bytes),
    events: numbersIn(named.events),
    transports: fields.flatMap(([name, value]) => (name === 'xprt' ? parseTransport(value) : [])),
    operations: perOperation.flatMap(parseOperation),
  };
}

function splitAt(lines: string[], isBorder: (line: string) => boolean): [string[], string[]] {
  const at = lines.findIndex(isBorder);
  return at < 0 ? [lines, []] : [lines.slice(0, at), lines.slice(at + 1)];
}

function fieldOf(line: string): [string, string][] {
  const [, name, value] = /^\s*(\w+):\s*(.*?)\s*$/.exec(line) ?? [];
  return name === undefined || value === undefined ? [] : [[name, value]];
}

/** Empty where any is not a number, or is too large to be told exactly. */
function numbersIn(text = ''): number[] {
  const numbers = text.split(/\s+/).map(countOf);
  return numbers.every((number) => number !== null) ? numbers : [];
}

/**
 * Positions of the kernel's print_stats functions: net/sunrpc/xprtsock.c and xprtrdma/transport.c. TCP and RDMA begin
 * alike; UDP connects nothing, and a local socket has no port.
 */
const transportFields = new Map(
  Object.entries({
    tcp: { connects: 2, sends: 5 },
    rdma: { connects: 2, sends: 5 },
    local: { connects: 1, sends: 4 },
    udp: { connects: -1, sends: 2 },
  }),
);

function parseTransport(text: string): TransportCounts[] {
  const [protocol = '', ...rest] = text.split(/\s+/);
  const numbers = rest.map((word) => (/^-?\d+$/.test(word) ? Number(word) : NaN));
  const places = transportFields.get(protocol);
  if (places === undefined) return [];
  const { connects, sends: first } = places;
  // Sends, receives, wrong ids, requests in use, backlog.
  const [sends, receives, badXids, , backlogSum] = numbers.slice(first, first + 5);
  if (![sends, receives, badXids, backlogSum].every(Number.isSafeInteger)) return [];
  const connected = numbers[connects];
  return [
    {
      protocol,
      connects: Number.isSafeInteger(connected) ? (connected ?? null) : null,
      sends: sends ?? 0,
      receives: receives ?? 0,
      badXids: badXids ?? 0,
      backlogSum: backlogSum ?? 0,
    },
  ];
}

function parseOperation(line: string): OperationCounts[] {
  const [, name, rest] = /^\s*(\w+):\s*([\d\s]+)$/.exec(line) ?? [];
  const [requests, transmissions, timeouts, sentBytes, receivedBytes, queueMs, waitMs, totalMs, errors] = numbersIn(
    rest?.trim(),
  );
  if (name === undefined || totalMs === undefined) return [];
  return [
    {
      name,
      requests: requests ?? 0,
      transmissions: transmissions ?? 0,
      timeouts: timeouts ?? 0,
      sentBytes: sentBytes ?? 0,
      receivedBytes: receivedBytes ?? 0,
      queueMs: queueMs ?? 0,
      waitMs: waitMs ?? 0,
      totalMs,
      errors: errors ?? null,
    },
  ];
}
