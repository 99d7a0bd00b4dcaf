// What the line of an NFS mount tells, with the options of VAST's client.
import type { MountLine } from './line.js';
import { type OptionField, type OptionList } from './options.js';
import { detailsOf, type Details } from '../told.js';

const fields: readonly OptionField[] = [
  ['protocol', 'proto', 'text'],
  ['nconnect', 'nconnect', 'number'],
  ['maxConnect', 'max_connect', 'number'],
  ['rsize', 'rsize', 'number'],
  ['wsize', 'wsize', 'number'],
  ['security', 'sec', 'text'],
  ['transportSecurity', 'xprtsec', 'text'],
  ['timeoutDeciseconds', 'timeo', 'number'],
  ['retransmissions', 'retrans', 'number'],
  ['port', 'port', 'number'],
  ['address', 'addr', 'text'],
  ['clientAddress', 'clientaddr', 'text'],
  ['localLock', 'local_lock', 'text'],
  ['attributeCacheSeconds', 'actimeo', 'number'],
  ['noAttributeCache', 'noac', 'flag'],
  ['noCloseToOpen', 'nocto', 'flag'],
  ['lookupCache', 'lookupcache', 'text'],
  ['writeMode', 'write', 'text'],
  ['fsCache', 'fsc', 'flag'],
  ['ownCache', 'nosharecache', 'flag'],
];

/** Options that only VAST's build of the NFS client knows (VAST knowledge base, "VAST NFS client"). */
const vastFields: readonly OptionField[] = [
  ['remotePorts', 'remoteports', 'text'],
  ['localPorts', 'localports', 'text'],
  ['spreadReads', 'spread_reads', 'flag'],
  ['spreadWrites', 'spread_writes', 'flag'],
  ['metadataConnections', 'mdconnect', 'number'],
  ['parallelConnections', 'pconnect', 'number'],
];

/** The kernel's own client takes no more connections (NFS_MAX_CONNECTIONS). */
const mostConnections = 16;

/** Facts of a line of type `nfs` or `nfs4`. */
export function nfsDetails({ source }: MountLine, options: OptionList): Details {
  return {
    ...detailsOf({ ...placeOf(source), version: versionOf(options) }),
    ...detailsOf({ hard: hardness(options) }),
    ...options.told(fields),
  };
}

export function vastDetails(line: MountLine, options: OptionList): Details {
  return { ...nfsDetails(line, options), ...options.told(vastFields) };
}

/** What shows that VAST's client has made the mount; null where nothing does. */
export function vastEvidence(options: OptionList): string | null {
  const own = vastFields.map(([, option]) => option).filter((option) => options.has(option));
  if (own.length > 0) return `options ${own.join(', ')}, which the VAST client has`;
  const connections = options.number('nconnect') ?? 0;
  return connections > mostConnections ? `nconnect=${connections}, over the ${mostConnections} of the kernel` : null;
}

/** `host:/export`; an IPv6 address is in brackets. */
function placeOf(source: string): { server?: string | undefined; export?: string | undefined } {
  const [, server, path] = /^(\[[^\]]*\]|[^/:]+):(\/.*)$/.exec(source) ?? [];
  return { server: server?.replace(/^\[|\]$/g, ''), export: path };
}

/** Kernels before 3.x tell the minor version apart: `vers=4,minorversion=1`. */
function versionOf(options: OptionList): string | null {
  const version = options.text('vers') ?? options.text('nfsvers');
  const minor = options.text('minorversion');
  return version === '4' && minor !== null ? `4.${minor}` : version;
}

/** False for a mount that gives up after its retries, which then loses writes. */
function hardness(options: OptionList): boolean | null {
  if (options.firstOf('soft', 'softerr') !== null) return false;
  return options.has('hard') ? true : null;
}
