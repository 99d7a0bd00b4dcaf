// A volume of GlusterFS and its bricks, as `gluster volume … --xml` tells them.
import type { StorageTarget } from '../adapter.js';
import { countOf, detailsOf } from '../told.js';
import type { Details } from '../told.js';

const tag = (xml: string, name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';

const blocks = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^]*?)</${name}>`, 'g'))].map((match) => match[1] ?? '');

/** `volume info NAME --xml`. Null: another form, or the volume is not there. */
export function parseVolume(xml: string): Details | null {
  const [volume] = blocks(xml, 'volume');
  if (volume === undefined || tag(xml, 'opRet') !== '0') return null;
  const above = (name: string, least: number): number | null => {
    const count = countOf(tag(volume, name));
    return count !== null && count > least ? count : null;
  };
  const options = new Map(blocks(volume, 'option').map((option) => [tag(option, 'name'), tag(option, 'value')]));
  return detailsOf({
    volume: tag(volume, 'name'),
    volumeType: tag(volume, 'typeStr'),
    bricks: countOf(tag(volume, 'brickCount')),
    replicas: above('replicaCount', 1),
    arbiters: above('arbiterCount', 0),
    disperseData: disperseData(volume),
    redundancy: above('redundancyCount', 0),
    sharded: options.get('features.shard') === 'on' ? true : null,
    transport: ({ '0': 'tcp', '1': 'rdma', '2': 'tcp, rdma' } as Record<string, string>)[tag(volume, 'transport')],
  });
}

function disperseData(volume: string): number | null {
  const disperse = countOf(tag(volume, 'disperseCount'));
  const redundancy = countOf(tag(volume, 'redundancyCount'));
  return disperse === null || redundancy === null || disperse === 0 ? null : disperse - redundancy;
}

/** `volume status NAME detail --xml`: bricks with what their file systems have left. */
export function parseBricks(xml: string): StorageTarget[] | null {
  if (tag(xml, 'opRet') !== '0' || !xml.includes('<volStatus>')) return null;
  const bricks = blocks(xml, 'node').filter((node) => tag(node, 'path').startsWith('/'));
  return bricks.map((node) => ({
    name: `${tag(node, 'hostname')}:${tag(node, 'path')}`,
    role: 'brick',
    pools: [],
    totalBytes: countOf(tag(node, 'sizeTotal')),
    availableBytes: countOf(tag(node, 'sizeFree')),
    inodes: countOf(tag(node, 'inodesTotal')),
    freeInodes: countOf(tag(node, 'inodesFree')),
    state: tag(node, 'status') === '1' ? 'online' : 'offline',
  }));
}
