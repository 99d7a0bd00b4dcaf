// GlusterFS: real, of two bricks behind a daemon and in one process; and its answers in other forms.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { glusterfsAdapter as glusterfs } from '../../src/filesystem/glusterfs/adapter.js';
import { parseProfile } from '../../src/filesystem/glusterfs/graph.js';
import { parsePathInfo } from '../../src/filesystem/glusterfs/path-info.js';
import { parseVolume } from '../../src/filesystem/glusterfs/volume.js';
import type { Reading } from '../../src/filesystem/counters.js';
import { mounted } from '../helpers/mounted.js';
import { noAnswer, ScriptedAccess } from '../helpers/scripted-access.js';
import {
  counterReader,
  describeServer,
  differences,
  serverMount,
  whyNoServer,
  withMachine,
  type ServerMount,
} from '../helpers/server-mount.js';

const noServers = whyNoServer('gluster');
describe.skipIf(noServers !== '')(`two bricks${noServers && `: ${noServers}`}`, () => {
  let server: ServerMount;
  beforeAll(() => {
    server = serverMount('gluster');
  });
  afterAll(() => {
    server.unmount();
  });

  test('tell version, volume and what each brick has left', async () => {
    const facts = await describeServer(server, 'glusterfs');
    expect(facts.version).toMatch(/^\d+\.\d+/);
    expect(facts.details).toMatchObject({ volume: 'trial', volumeType: 'Distribute', bricks: 2, transport: 'tcp' });
    expect(facts.details['clientTranslators']).toContain('write-behind');
    expect(facts.targets.map(({ name }) => name).sort()).toEqual([
      `10.99.0.1:${server.directory}/one`,
      `10.99.0.1:${server.directory}/two`,
    ]);
    for (const { totalBytes, availableBytes, inodes, state } of facts.targets) {
      expect(totalBytes).toBeGreaterThan(availableBytes ?? Infinity);
      expect(inodes).toBeGreaterThan(0);
      expect(state).toBe('online');
    }
  });

  test('tell on which brick a file lies, and that a directory is on both', async () => {
    const file = join(server.path, 'where');
    const directory = join(server.path, 'both');
    writeFileSync(file, 'text');
    mkdirSync(directory);
    await withMachine('', async (access) => {
      const mount = server.mounted('glusterfs');
      const ofFile = await glusterfs.layout?.read(file, mount, access);
      expect(ofFile).toMatchObject({ details: { spread: 'distribute', bricks: 1 }, by: 'glusterfs.pathinfo' });
      const [brick = ''] = (ofFile as { targets: string[] }).targets;
      // The file is really there.
      expect(readFileSync(join(brick.replace(/^[^:]*:/, ''), 'where'), 'utf8')).toBe('text');
      expect(await glusterfs.layout?.read(directory, mount, access)).toMatchObject({
        targets: [],
        details: { bricks: 2 },
      });
    });
  });

  test('count what goes over the wire', async () => {
    const read = await counterReader(server, 'glusterfs');
    const before = await read();
    const bytes = 2 ** 20;
    writeFileSync(join(server.path, 'data'), Buffer.alloc(bytes, 'x'));
    // Whoever reads sets back: the sums must not.
    await read();
    const deltas = differences(before, await read());
    expect(deltas['glusterfs.wire.WRITE.requests']).toBeGreaterThan(0);
    expect(deltas['glusterfs.wire.sentBytes']).toBeGreaterThanOrEqual(bytes);
    expect(deltas['glusterfs.wire.sentBytes']).toBeLessThan(1.1 * bytes);
    const rpc = glusterfs.rpc?.(deltas);
    expect(rpc?.writeRequests).toBe(deltas['glusterfs.wire.WRITE.requests']);
    expect(rpc?.requests).toBeGreaterThan(rpc?.writeRequests ?? Infinity);
    // On one machine an answer takes between a few microseconds and a second.
    expect(rpc?.meanWaitMs).toBeGreaterThan(0.001);
    expect(rpc?.meanWaitMs).toBeLessThan(1000);
  });
});

const noLocal = whyNoServer('gluster-local');
describe.skipIf(noLocal !== '')(`one process${noLocal && `: ${noLocal}`}`, () => {
  test('has no wire and no volume, and counts what reaches the brick', async () => {
    const server = serverMount('gluster-local');
    try {
      const facts = await describeServer(server, 'glusterfs');
      expect(facts).toMatchObject({ targets: [], details: { clientTranslators: 'io-threads' } });
      const read = await counterReader(server, 'glusterfs');
      const before = await read();
      for (let file = 0; file < 5; file++) writeFileSync(join(server.path, `f${file}`), 'x');
      const deltas = differences(before, await read());
      expect(deltas).toMatchObject({ 'glusterfs.brick.CREATE.requests': 5, 'glusterfs.brick.WRITE.requests': 5 });
      expect(glusterfs.rpc?.(deltas)).toBeNull();
    } finally {
      server.unmount();
    }
  });
});

describe('other forms', () => {
  test('of a volume: replicas with an arbiter, and shards', () => {
    const xml = (rest: string): string =>
      `<cliOutput><opRet>0</opRet><volInfo><volumes><volume><name>v</name>${rest}</volume></volumes></volInfo></cliOutput>`;
    const replicated =
      '<brickCount>6</brickCount><replicaCount>3</replicaCount><arbiterCount>1</arbiterCount><disperseCount>0</disperseCount>' +
      '<redundancyCount>0</redundancyCount><typeStr>Distributed-Replicate</typeStr><transport>1</transport>' +
      '<options><option><name>features.shard</name><value>on</value></option></options>';
    expect(parseVolume(xml(replicated))).toEqual({
      ...{ volume: 'v', volumeType: 'Distributed-Replicate', bricks: 6, replicas: 3, arbiters: 1 },
      ...{ sharded: true, transport: 'rdma' },
    });
    const dispersed =
      '<disperseCount>6</disperseCount><redundancyCount>2</redundancyCount><replicaCount>1</replicaCount>';
    expect(parseVolume(xml(dispersed))).toMatchObject({ disperseData: 4, redundancy: 2 });
    expect(parseVolume('<cliOutput><opRet>-1</opRet><volume></volume></cliOutput>')).toBeNull();
  });

  test('of a place: replicas below distribution', () => {
    const text =
      '(<DISTRIBUTE:v-dht> (<REPLICATE:v-replicate-1> <POSIX(/b/3):node3:/b/3/f> <POSIX(/b/4):node4:/b/4/f>))';
    expect(parsePathInfo(text, 'x')).toMatchObject({
      targets: ['node3:/b/3', 'node4:/b/4'],
      details: { spread: 'distribute, replicate', bricks: 2 },
    });
  });

  test('of times: those of old versions are left out, since their unit is another', () => {
    const text = '[v-client-0.latency]\nv-client-0.latency.READ = AVG:2000.5 CNT:4 TOTAL:8002 MIN:1 MAX:4000\n';
    const of = (nanoseconds: boolean): Reading | null => parseProfile(text, 's', nanoseconds);
    expect(of(true)?.counters).toEqual({ 's.READ.requests': 4, 's.READ.totalUs': 8.002 });
    expect(of(false)?.counters).toEqual({ 's.READ.requests': 4 });
  });

  test('without the tool of the servers, the facts are those of the client', async () => {
    const mount = mounted('glusterfs', { source: 'node1:/train/sub' });
    const access = new ScriptedAccess({
      files: {
        '/mnt/under-test/.meta/version': '{ \n  "Package Version": "11.1"\n}',
        '/mnt/under-test/.meta/graphs/active/train-io-cache/type': 'performance/io-cache\n',
      },
      tools: { 'gluster --mode=script --remote-host=node1 volume info train --xml': noAnswer('REFUSED', 'not root') },
    });
    const facts = await glusterfs.describe?.(mount, access);
    expect(facts).toMatchObject({ version: '11.1', details: { clientTranslators: 'io-cache' }, targets: [] });
    expect(facts?.asked).toContainEqual(expect.objectContaining({ state: 'REFUSED', reason: 'not root' }));
  });
});
