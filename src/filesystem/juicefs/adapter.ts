// JuiceFS: the control files in the root of its mount, and the tool `juicefs`.
import type { FileSystemAdapter, LayoutAdapter, MountedFileSystem, SystemFacts } from '../adapter.js';
import type { Access } from '../access.js';
import type { CounterSource, Deltas, RpcFigures } from '../counters.js';
import { connectionDetails, connectionSources } from '../fuse/connection.js';
import { unexpected } from '../no-answer.js';
import { rpcFigures } from '../partly-told.js';
import { Questions } from '../questions.js';
import { fileSource } from '../sources.js';
import { parseConfig, parseInfo } from './config.js';
import { parseStats } from './stats.js';

async function describe(mount: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const ask = new Questions(access);
  const config = await ask.read(`${mount.mountPoint}/.config`, parseConfig);
  const known = config?.version ?? '';
  const version =
    known === '' ? await ask.run('juicefs', ['version'], (text) => /\bversion (\d\S*)/.exec(text)?.[1] ?? null) : known;
  const details = { ...(await connectionDetails(mount, ask)), ...config?.details };
  if (config !== null && config.blockBytes !== null) details['blockBytes'] = config.blockBytes;
  return { version: version ?? '', details, targets: [], asked: ask.asked };
}

const layout: LayoutAdapter = {
  keys: [],
  async read(path, mount, access) {
    const by = `juicefs info ${path}`;
    const answer = await access.run('juicefs', ['info', path]);
    if (!answer.ok) return answer;
    const told = parseInfo(answer.text, by);
    if (told === null) return unexpected(by, answer.text);
    // The size of its objects is one of the volume, which root can read.
    const config = await access.read(`${mount.mountPoint}/.config`);
    return { ...told, objectSize: config.ok ? (parseConfig(config.text)?.blockBytes ?? null) : null };
  },
  set() {
    return Promise.resolve({
      ok: false,
      code: 'FAILED',
      reason: 'JuiceFS has one layout for a volume, given at its format',
    });
  },
};

async function counters(mount: MountedFileSystem, access: Access): Promise<CounterSource[]> {
  const own = fileSource('juicefs .stats', `${mount.mountPoint}/.stats`, access, parseStats);
  return [own, ...(await connectionSources(mount, access))];
}

/** Requests to the object store; those to the metadata engine are counted apart. */
function rpc(deltas: Deltas): RpcFigures | null {
  const sumOf = (pattern: RegExp): number =>
    Object.entries(deltas).reduce((sum, [name, value]) => (pattern.test(name) ? sum + value : sum), 0);
  if (!Object.keys(deltas).some((name) => name.startsWith('juicefs.'))) return null;
  const objects = sumOf(/^juicefs\.object\.[A-Z]+\.requests$/);
  const metadata = sumOf(/^juicefs\.meta\.(requests|transactions)$/);
  return rpcFigures({
    protocol: 'JuiceFS (object store)',
    requests: objects + metadata,
    readRequests: sumOf(/^juicefs\.object\.GET\.requests$/),
    writeRequests: sumOf(/^juicefs\.object\.PUT\.requests$/),
    metadataRequests: metadata,
    readBytes: sumOf(/^juicefs\.object\.GET\.bytes$/),
    writtenBytes: sumOf(/^juicefs\.object\.PUT\.bytes$/),
    meanWaitMs: objects === 0 ? null : (sumOf(/^juicefs\.object\.[A-Z]+\.totalSeconds$/) / objects) * 1000,
  });
}

export const juicefsAdapter: FileSystemAdapter = { kinds: ['juicefs'], describe, layout, counters, rpc };
