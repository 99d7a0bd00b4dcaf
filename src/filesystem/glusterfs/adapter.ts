// GlusterFS: the client from inside its mount, the servers by the tool `gluster`.
import type { Access, NoAnswer } from '../access.js';
import type { FileSystemAdapter, LayoutAdapter, MountedFileSystem, SystemFacts } from '../adapter.js';
import type { CounterSource, Deltas, Reading, RpcFigures } from '../counters.js';
import { connectionDetails, connectionSources } from '../fuse/connection.js';
import { isNoAnswer, unexpected } from '../no-answer.js';
import { rpcFigures } from '../partly-told.js';
import { Questions } from '../questions.js';
import type { Parser } from '../questions.js';
import { fileSource } from '../sources.js';
import { addUp } from '../sums.js';
import { detailsOf } from '../told.js';
import { parseConnection, parseProfile, parseVersion, translatorsOf } from './graph.js';
import type { Translator } from './graph.js';
import { parsePathInfo } from './path-info.js';
import { parseBricks, parseVolume } from './volume.js';

/** Server and volume of `host:/volume[/folder]`; null where the client has its volume from a file. */
function volumeOf({ source }: MountedFileSystem): { server: string; volume: string } | null {
  const parts = /^([^/]+):\/?(\w[\w.-]*)/.exec(source);
  return parts === null ? null : { server: parts[1] ?? '', volume: parts[2] ?? '' };
}

async function describe(mount: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const ask = new Questions(access);
  const version = await ask.read(`${mount.mountPoint}/.meta/version`, parseVersion);
  const translators = version === null ? [] : await translatorsOf(mount, access);
  const caches = translators.filter(({ type }) => type.startsWith('performance/')).map(({ type }) => type.slice(12));
  const named = volumeOf(mount);
  const gluster = <T>(words: string[], parse: Parser<T>): Promise<T | null> =>
    ask.run('gluster', ['--mode=script', `--remote-host=${named?.server ?? ''}`, 'volume', ...words, '--xml'], parse);
  const volume = named === null ? null : await gluster(['info', named.volume], parseVolume);
  const bricks =
    named === null || volume === null ? null : await gluster(['status', named.volume, 'detail'], parseBricks);
  return {
    version: version ?? '',
    details: {
      ...(await connectionDetails(mount, ask)),
      ...detailsOf({ clientTranslators: caches.sort().join(', ') }),
      ...volume,
    },
    targets: bricks ?? [],
    asked: ask.asked,
  };
}

const attribute = 'glusterfs.pathinfo';

const layout: LayoutAdapter = {
  keys: [],
  async read(path, _mount, access) {
    const answer = await access.xattr(path, attribute);
    return answer.ok ? (parsePathInfo(answer.text, attribute) ?? unexpected(attribute, answer.text)) : answer;
  },
  set() {
    return Promise.resolve({
      ok: false,
      code: 'FAILED',
      reason: 'GlusterFS has one layout for a volume, given when it is created',
    });
  },
};

/** Adds to `sum` what the answer of one file tells; the reason where it tells nothing. */
async function add(sum: Reading, path: string, access: Access, parse: Parser<Reading>): Promise<NoAnswer | null> {
  const reading = await fileSource('', path, access, parse).read();
  if (isNoAnswer(reading)) return reading;
  sum.counters = addUp([sum.counters, reading.counters]);
  return null;
}

/**
 * Requests of some translators, summed. Whoever reads a `profile` sets it back, so the sums are kept here, and what
 * somebody else reads meanwhile is missing in them.
 */
function profileSource(
  { name, counters }: { name: string; counters: string },
  translators: readonly Translator[],
  nanoseconds: boolean,
  access: Access,
): CounterSource {
  const kept: Reading = { counters: {}, gauges: {} };
  const parse: Parser<Reading> = (text) => parseProfile(text, counters, nanoseconds);
  const read: CounterSource['read'] = async () => {
    for (const { path } of translators) {
      const problem = await add(kept, `${path}/profile`, access, parse);
      if (problem !== null) return problem;
    }
    return { counters: { ...kept.counters }, gauges: {} };
  };
  return { name, cost: 'file', read };
}

/** Bytes of the connections to the bricks, summed. */
function bytesSource(clients: readonly Translator[], access: Access): CounterSource {
  const read: CounterSource['read'] = async () => {
    const sum: Reading = { counters: {}, gauges: {} };
    for (const { path } of clients) {
      const problem = await add(sum, `${path}/private`, access, parseConnection);
      if (problem !== null) return problem;
    }
    return sum;
  };
  return { name: 'glusterfs connections', cost: 'file', read };
}

async function counters(mount: MountedFileSystem, access: Access): Promise<CounterSource[]> {
  const translators = await translatorsOf(mount, access);
  const version = await access.read(`${mount.mountPoint}/.meta/version`);
  const nanoseconds = version.ok && Number.parseInt(parseVersion(version.text) ?? '', 10) >= 8;
  const ofType = (type: string): Translator[] => translators.filter((translator) => translator.type === type);
  const clients = ofType('protocol/client');
  const bricks = ofType('storage/posix');
  const wire = { name: 'glusterfs requests', counters: 'glusterfs.wire' };
  // Where the bricks are in the client itself there is no wire: what reaches their file system is counted.
  const brick = { name: 'glusterfs bricks', counters: 'glusterfs.brick' };
  return [
    ...(clients.length > 0 ? [profileSource(wire, clients, nanoseconds, access), bytesSource(clients, access)] : []),
    ...(bricks.length > 0 ? [profileSource(brick, bricks, nanoseconds, access)] : []),
    ...(await connectionSources(mount, access)),
  ];
}

function rpc(deltas: Deltas): RpcFigures | null {
  const named = (end: string): [string, number][] =>
    Object.entries(deltas).filter(([name]) => name.startsWith('glusterfs.wire.') && name.endsWith(end));
  const sum = (values: [string, number][]): number => values.reduce((total, [, value]) => total + value, 0);
  const requests = sum(named('.requests'));
  if (requests === 0) return null;
  const times = named('.totalUs');
  const reads = deltas['glusterfs.wire.READ.requests'] ?? 0;
  const writes = deltas['glusterfs.wire.WRITE.requests'] ?? 0;
  return rpcFigures({
    protocol: 'GlusterFS',
    requests,
    readRequests: reads,
    writeRequests: writes,
    metadataRequests: requests - reads - writes,
    sentBytes: deltas['glusterfs.wire.sentBytes'] ?? null,
    receivedBytes: deltas['glusterfs.wire.receivedBytes'] ?? null,
    meanWaitMs: times.length === 0 ? null : sum(times) / requests / 1000,
  });
}

export const glusterfsAdapter: FileSystemAdapter = { kinds: ['glusterfs'], describe, layout, counters, rpc };
