// Data pools of a CephFS with what is free in them, from the cluster's own tool.
import type { Access, Answer, NoAnswer } from '../access.js';
import type { Asked, StorageTarget } from '../adapter.js';
import { askedOf, isNoAnswer, unexpected } from '../no-answer.js';
import { storageTarget } from '../partly-told.js';
import { countOf, jsonOf, objectOf, textOf } from '../told.js';

/** Seconds that the tool tries to reach a monitor; by itself it would try for five minutes. */
const patience = ['--connect-timeout', '3', '--format', 'json'];

/** `fileSystem` empty: of all. Without a manager the cluster does not know what is used, and there are none. */
export async function dataPools(
  fileSystem: string,
  access: Access,
): Promise<{ targets: StorageTarget[]; asked: Asked[] }> {
  const [usage, systems] = await Promise.all([
    access.run('ceph', ['df', ...patience]),
    access.run('ceph', ['fs', 'ls', ...patience]),
  ]);
  const pools = listIn('ceph df', usage, (told) => objectOf(told)?.['pools']);
  const listed = listIn('ceph fs ls', systems, (told) => told);
  const asked = [
    askedOf('ceph df', isNoAnswer(pools) ? pools : null),
    askedOf('ceph fs ls', isNoAnswer(listed) ? listed : null),
  ];
  if (isNoAnswer(pools) || isNoAnswer(listed)) return { targets: [], asked };
  const names = new Set(poolNames(listed, fileSystem));
  return { targets: pools.filter(({ name }) => names.has(name)).map(targetOf), asked };
}

type Told = Record<string, unknown>;

/** The objects of a list; what else is in it is left out. */
function listIn(what: string, answer: Answer, find: (told: unknown) => unknown): Told[] | NoAnswer {
  if (!answer.ok) return answer;
  const list = find(jsonOf(answer.text));
  if (!Array.isArray(list)) return unexpected(what, answer.text);
  return list.map(objectOf).filter((item) => item !== null);
}

function poolNames(systems: Told[], fileSystem: string): unknown[] {
  return systems
    .filter(({ name }) => fileSystem === '' || name === fileSystem)
    .flatMap(({ data_pools: pools }): unknown[] => (Array.isArray(pools) ? pools : []));
}

/** `stored` is what users have written, `max_avail` what they can still write, both before replication. */
function targetOf({ name, stats }: Told): StorageTarget {
  const { stored, max_avail: left } = objectOf(stats) ?? {};
  const [used, availableBytes] = [countOf(stored), countOf(left)];
  const totalBytes = used === null || availableBytes === null ? null : countOf(used + availableBytes);
  return storageTarget({ name: textOf(name), role: 'pool', totalBytes, availableBytes });
}
