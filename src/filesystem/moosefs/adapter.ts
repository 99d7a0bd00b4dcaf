// MooseFS: the control files in the root of its mount, and its tools.
import type { FileSystemAdapter, LayoutAdapter, MountedFileSystem, StorageTarget, SystemFacts } from '../adapter.js';
import type { Access } from '../access.js';
import type { CounterSource, Deltas, RpcFigures } from '../counters.js';
import { connectionDetails, connectionSources } from '../fuse/connection.js';
import { unexpected } from '../no-answer.js';
import { Questions } from '../questions.js';
import { fileSource } from '../sources.js';
import { countOf, detailsOf, keyValues } from '../told.js';
import { layoutOf, rpcFigures } from '../partly-told.js';
import type { Details } from '../told.js';
import { parseStats } from './stats.js';
import { parseChunks, parseClass, parseServers } from './tools.js';

/** Address and port of `mfs#host:port`. */
function masterOf({ source }: MountedFileSystem): { host: string; port: string } {
  const parts = /^mfs#(.+?)(?::(\d+))?$/.exec(source);
  return { host: parts?.[1] ?? '', port: parts?.[2] ?? '9421' };
}

/** `.params` of the mount, which root can read. */
function parseParameters(text: string): { version: string; details: Details } | null {
  const told = keyValues(text, ':');
  if (!told.has('mfsmaster')) return null;
  const plain = (key: string): string => (told.get(key) ?? '').replace(/^\(not defined\)$/, '');
  const number = (key: string): number | null => countOf(plain(key));
  return {
    version: plain('moosefs_mount_version'),
    details: detailsOf({
      masterVersion: plain('moosefs_master_version'),
      cacheMode: plain('working_keep_cache_mode') || plain('mfscachemode'),
      writeCacheMiB: number('mfswritecachesize'),
      readAheadMiB: number('mfsreadaheadsize'),
      ioRetries: number('mfsioretries'),
    }),
  };
}

async function describe(mount: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const ask = new Questions(access);
  const parameters = await ask.read(`${mount.mountPoint}/.params`, parseParameters);
  const { host, port } = masterOf(mount);
  let targets: StorageTarget[] = [];
  if (host !== '') targets = (await ask.run('mfscli', ['-H', host, '-P', port, '-p', '-SCS'], parseServers)) ?? [];
  return {
    version: parameters?.version ?? '',
    details: { ...(await connectionDetails(mount, ask)), ...parameters?.details },
    targets,
    asked: ask.asked,
  };
}

const layout: LayoutAdapter = {
  keys: ['pool'],
  /** Its storage class stands for the pool: it says on which servers copies are kept, and how many. */
  async read(path, _mount, access) {
    const by = `mfsgetsclass ${path}`;
    const answer = await access.run('mfsgetsclass', [path]);
    if (!answer.ok) return answer;
    const pool = parseClass(answer.text);
    if (pool === null) return unexpected(by, answer.text);
    const info = await access.run('mfsfileinfo', [path]);
    const chunks = info.ok ? parseChunks(info.text) : null;
    const details = detailsOf({ chunks: chunks?.chunks, fewestCopies: chunks?.copies });
    return layoutOf(by, { pool, targets: chunks?.servers ?? [], details });
  },
  async set(directory, { pool }, _mount, access) {
    const args = [pool ?? '', directory];
    const answer = await access.run('mfssetsclass', args);
    return answer.ok ? { ok: true, by: ['mfssetsclass', ...args].join(' ') } : answer;
  },
};

async function counters(mount: MountedFileSystem, access: Access): Promise<CounterSource[]> {
  const own = fileSource('moosefs .stats', `${mount.mountPoint}/.stats`, access, parseStats);
  return [own, ...(await connectionSources(mount, access))];
}

/** Only what goes to the master is counted: metadata. Data goes to the chunk servers. */
function rpc(deltas: Deltas): RpcFigures | null {
  const packets = deltas['moosefs.master.sentPackets'];
  if (packets === undefined) return null;
  return rpcFigures({ protocol: 'MooseFS (master only)', requests: packets, metadataRequests: packets });
}

export const moosefsAdapter: FileSystemAdapter = { kinds: ['moosefs'], describe, layout, counters, rpc };
