// What the kernel client of BeeGFS tells in /proc/fs/beegfs/<client>/.
import { countOf, detailsOf, keyValues, linesOf } from '../told.js';
import type { Details } from '../told.js';

/** Where each mount has a folder of its own. */
export const procFolder = '/proc/fs/beegfs';

export interface BeegfsNodes {
  names: string[];
  /** `RDMA`, `TCP`, or both with a comma; empty where there is no connection yet. */
  transport: string;
  /** Nodes with a connection that is not of the preferred way. */
  onFallbackRoute: number;
}

/** `storage_nodes` and `meta_nodes`: a line a node, and below it its connections. */
export function parseNodes(text: string): BeegfsNodes {
  const lines = linesOf(text);
  const connections = lines.filter((line) => line.startsWith('Connections:'));
  const transports = new Set(connections.flatMap((line) => line.match(/\b(RDMA|TCP)(?=:)/g) ?? []));
  return {
    names: lines.flatMap((line) => /^(.+?) \[ID: \d+\]/.exec(line)?.[1] ?? []),
    transport: [...transports].sort().join(', '),
    onFallbackRoute: connections.filter((line) => line.includes('[fallback route]')).length,
  };
}

/** `config`: what of the client's configuration decides how it reads and writes. Null: it is no configuration. */
export function parseConfig(text: string): { file: string; details: Details } | null {
  const config = keyValues(text, '=');
  if (config.size === 0) return null;
  const number = (key: string): number | null => countOf(config.get(key));
  const flag = (key: string): boolean | null =>
    config.has(key) ? /^(1|true|yes|on)$/i.test(config.get(key) ?? '') : null;
  const details = detailsOf({
    managementHost: config.get('sysMgmtdHost'),
    fileCacheType: config.get('tuneFileCacheType'),
    fileCacheBufferBytes: number('tuneFileCacheBufSize'),
    rdmaAllowed: flag('connUseRDMA'),
    connectionsPerNode: number('connMaxInternodeNum'),
    remoteFsync: flag('tuneRemoteFSync'),
  });
  return { file: config.get('cfgFile') ?? '', details };
}

/** `client_info`: addresses that the client uses, by which the servers know it. */
export function parseAddresses(text: string): string[] {
  return [...text.matchAll(/\[ip addr:\s*([0-9a-fA-F.:]+)/g)].map((match) => match[1] ?? '');
}
