// ZFS: the properties of data set and pool by its tools, its cache and counters in /proc.
import type { Access } from '../access.js';
import type { FileSystemAdapter, MountedFileSystem, SystemFacts } from '../adapter.js';
import type { CounterSource } from '../counters.js';
import { Questions } from '../questions.js';
import { fileSource } from '../sources.js';
import { countOf, detailsOf } from '../told.js';
import { datasetName, parseArc, parseDataset } from './kstat.js';
import { parsePool, parseProperties, parseStatus } from './properties.js';

const kstat = '/proc/spl/kstat/zfs';
const poolOf = ({ source }: MountedFileSystem): string => source.split('/')[0] ?? '';

async function describe(mount: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const ask = new Questions(access);
  const version = await ask.read('/sys/module/zfs/version', (text) => text.trim());
  const properties = await ask.run('zfs', ['get', '-Hp', '-o', 'property,value', 'all', mount.source], parseProperties);
  const fields = 'name,size,free,health,fragmentation';
  const pool = await ask.run('zpool', ['list', '-Hp', '-o', fields, poolOf(mount)], parsePool);
  const status = await ask.run('zpool', ['status', poolOf(mount)], parseStatus);
  const strict = await ask.read('/sys/module/zfs/parameters/zfs_dio_strict', countOf);
  return {
    version: version ?? '',
    details: {
      ...properties,
      ...pool?.details,
      ...status,
      ...detailsOf({ directStrict: strict === null ? null : strict === 1 }),
    },
    targets: pool === null ? [] : [pool.target],
    asked: ask.asked,
  };
}

/** File with the counters of the data set of this mount; empty where there is none. */
async function datasetFile(mount: MountedFileSystem, access: Access): Promise<string> {
  const folder = `${kstat}/${poolOf(mount)}`;
  for (const name of await access.list(folder)) {
    if (!name.startsWith('objset-')) continue;
    const answer = await access.read(`${folder}/${name}`);
    if (answer.ok && datasetName(answer.text) === mount.source) return `${folder}/${name}`;
  }
  return '';
}

async function counters(mount: MountedFileSystem, access: Access): Promise<CounterSource[]> {
  const own = await datasetFile(mount, access);
  return [
    fileSource('zfs arcstats', `${kstat}/arcstats`, access, parseArc),
    ...(own === '' ? [] : [fileSource('zfs dataset', own, access, parseDataset)]),
  ];
}

export const zfsAdapter: FileSystemAdapter = { kinds: ['zfs'], describe, counters };
