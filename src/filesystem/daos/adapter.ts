// DAOS below dfuse: the tool `daos`, which asks through the mount, and the metrics of its clients.
import type { Access } from '../access.js';
import type { FileSystemAdapter, LayoutAdapter, MountedFileSystem, SystemFacts } from '../adapter.js';
import type { CounterSource, Deltas, RpcFigures } from '../counters.js';
import { unexpected } from '../no-answer.js';
import { rpcFigures } from '../partly-told.js';
import { Questions } from '../questions.js';
import { toolSource } from '../sources.js';
import { parseAttributes } from './attributes.js';
import { parseCaching } from './caching.js';
import { parseMetrics } from './metrics.js';
import { parseContainer, parsePool } from './pool.js';

async function describe({ mountPoint }: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const ask = new Questions(access);
  const version = await ask.run('daos', ['version'], (text) => /\bv?(\d+\.\d+[\w.-]*)/.exec(text)?.[1] ?? null);
  if (ask.lastIsMissing()) return { version: '', details: {}, targets: [], asked: ask.asked };
  const container = await ask.run('daos', ['container', 'query', `--path=${mountPoint}`, '--json'], parseContainer);
  const caching = await ask.run(
    'daos',
    ['container', 'list-attrs', `--path=${mountPoint}`, '--verbose', '--json'],
    parseCaching,
  );
  const pool =
    container === null ? null : await ask.run('daos', ['pool', 'query', container.pool, '--json'], parsePool);
  return {
    version: version ?? '',
    details: { ...container?.details, ...pool?.details, ...caching },
    targets: pool?.targets ?? [],
    asked: ask.asked,
  };
}

const layout: LayoutAdapter = {
  keys: ['stripeSize', 'objectClass'],
  async read(path, _mount, access) {
    const args = ['fs', 'get-attr', `--path=${path}`, '--json'];
    const answer = await access.run('daos', args);
    const by = ['daos', ...args].join(' ');
    return answer.ok ? (parseAttributes(answer.text, by) ?? unexpected(by, answer.text)) : answer;
  },
  async set(directory, { stripeSize, objectClass }, _mount, access) {
    const args = [
      ...['fs', 'set-attr', `--path=${directory}`],
      ...(objectClass === null ? [] : [`--oclass=${objectClass}`]),
      ...(stripeSize === null ? [] : [`--chunk-size=${String(stripeSize)}`]),
    ];
    const answer = await access.run('daos', args);
    return answer.ok ? { ok: true, by: ['daos', ...args].join(' ') } : answer;
  },
};

const counters = (_mount: MountedFileSystem, access: Access): Promise<CounterSource[]> =>
  Promise.resolve([toolSource('daos metrics', ['daos_metrics', '-C'], access, parseMetrics)]);

/** Operations of the object layer: `fetch` reads, `update` writes. */
function rpc(deltas: Deltas): RpcFigures | null {
  const names = Object.keys(deltas).filter((name) => /^daos\.\w+\.requests$/.test(name));
  if (names.length === 0) return null;
  const of = (name: string): number => deltas[`daos.${name}`] ?? 0;
  const requests = names.reduce((sum, name) => sum + (deltas[name] ?? 0), 0);
  return rpcFigures({
    protocol: 'DAOS',
    requests,
    readRequests: of('fetch.requests'),
    writeRequests: of('update.requests'),
    metadataRequests: requests - of('fetch.requests') - of('update.requests'),
    readBytes: of('fetch.transferredBytes'),
    writtenBytes: of('update.transferredBytes'),
  });
}

export const daosAdapter: FileSystemAdapter = { kinds: ['daos'], describe, layout, counters, rpc };
