// sshfs and rclone: real mounts; and what the kernel tells of a FUSE connection.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rcloneAdapter as rclone } from '../../src/filesystem/fuse/rclone.js';
import { fuseAdapter as fuse } from '../../src/filesystem/fuse/adapter.js';
import { mounted } from '../helpers/mounted.js';
import { noAnswer, ScriptedAccess } from '../helpers/scripted-access.js';
import { counterReader, describeServer, differences, serverMount, whyNoServer } from '../helpers/server-mount.js';

/** A port of 127.0.0.1 that nobody uses at the moment. */
function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

const noSshfs = whyNoServer('sshfs');
test.skipIf(noSshfs !== '')(`sshfs tells its version and connection${noSshfs && `: ${noSshfs}`}`, async () => {
  const server = serverMount('sshfs');
  try {
    const facts = await describeServer(server, 'sshfs');
    expect(facts.version).toMatch(/^\d+\.\d+/);
    // Files of fusectl can be read from their beginning only. Without fusectl there are none.
    const connection = facts.asked.filter(({ what }) => what.startsWith('/sys/fs/fuse/connections/'));
    expect(connection.map(({ state }) => state)).toEqual(
      connection.length > 1 ? ['answered', 'answered'] : ['MISSING'],
    );
    const read = await counterReader(server, 'sshfs');
    // A source that fails is thrown: it must not at the second time either.
    await read();
    await read();
    writeFileSync(join(server.path, 'f'), 'over the pipe');
    expect(readFileSync(join(server.directory, 'source', 'f'), 'utf8')).toBe('over the pipe');
  } finally {
    server.unmount();
  }
});

const noRclone = whyNoServer('rclone');
test.skipIf(noRclone !== '')(`rclone tells how it caches and what it moved${noRclone && `: ${noRclone}`}`, async () => {
  const port = await freePort();
  const server = serverMount('rclone', String(port), 'writes');
  process.env['RCLONE_URL'] = `http://127.0.0.1:${port}`;
  try {
    const facts = await describeServer(server, 'rclone');
    expect(facts.version).toMatch(/^\d+\.\d+/);
    expect(facts.details).toMatchObject({ cacheMode: 'writes', chunkBytes: 134217728 });
    const read = await counterReader(server, 'rclone');
    const before = await read();
    // A file that lies at the remote already, so that reading it moves it.
    writeFileSync(join(server.directory, 'source', 'remote'), Buffer.alloc(2 ** 20, 'r'));
    expect(readFileSync(join(server.path, 'remote'))).toHaveLength(2 ** 20);
    const deltas = differences(before, await read());
    expect(deltas['rclone.remote.transferredBytes']).toBe(2 ** 20);
    expect(deltas['rclone.remote.errors']).toBe(0);
  } finally {
    delete process.env['RCLONE_URL'];
    server.unmount();
  }
});

test.skipIf(noRclone !== '')(`rclone without remote control says so${noRclone && `: ${noRclone}`}`, async () => {
  const server = serverMount('rclone', String(await freePort()));
  process.env['RCLONE_URL'] = `http://127.0.0.1:${await freePort()}`;
  try {
    const facts = await describeServer(server, 'rclone');
    expect(facts.version).not.toBe('');
    expect(facts.asked.find(({ what }) => what === 'rclone rc vfs/stats')).toMatchObject({ state: 'FAILED' });
  } finally {
    delete process.env['RCLONE_URL'];
    server.unmount();
  }
});

describe('FUSE connection', () => {
  const folder = '/sys/fs/fuse/connections/77';

  test('tells how many requests the kernel lets be under way, and how many wait', async () => {
    const files = {
      [`${folder}/max_background`]: '12\n',
      [`${folder}/congestion_threshold`]: '9\n',
      [`${folder}/waiting`]: '3\n',
    };
    const access = new ScriptedAccess({ files });
    expect((await fuse.describe?.(mounted('fuse'), access))?.details).toEqual({
      ...{ fuseMaxBackground: 12, fuseCongestionThreshold: 9 },
    });
    const [source] = (await fuse.counters?.(mounted('fuse'), access)) ?? [];
    expect(await source?.read()).toEqual({ counters: {}, gauges: { 'fuse.waiting.requests': 3 } });
  });

  test('is one question where fusectl is not mounted, and counts nothing', async () => {
    const access = new ScriptedAccess({});
    const facts = await fuse.describe?.(mounted('3fs'), access);
    expect(facts?.asked).toEqual([expect.objectContaining({ what: `${folder}/max_background`, state: 'MISSING' })]);
    expect(await fuse.counters?.(mounted('3fs'), access)).toEqual([]);
  });

  const connections = '/sys/fs/fuse/connections';
  const controlled = existsSync(join(connections, '.')) && spawnSync('mountpoint', ['-q', connections]).status === 0;
  const why = noSshfs !== '' ? noSshfs : controlled ? '' : `fusectl is not mounted at ${connections}`;
  test.skipIf(why !== '')(`is that of the mount${why && `: ${why}`}`, async () => {
    const server = serverMount('sshfs');
    try {
      const minor = server.mounted('sshfs').majorMinor.split(':')[1] ?? '';
      const told = execFileSync('cat', [join(connections, minor, 'max_background')], { encoding: 'utf8' });
      expect((await describeServer(server, 'sshfs')).details['fuseMaxBackground']).toBe(Number(told));
    } finally {
      server.unmount();
    }
  });
});

test('s3fs tells its version, or that it is not there', async () => {
  const tools = { 's3fs --version': 'Amazon Simple Storage Service File System V1.93 (commit:unknown) with OpenSSL\n' };
  expect(await fuse.describe?.(mounted('s3fs'), new ScriptedAccess({ tools }))).toMatchObject({ version: '1.93' });
  const none = await fuse.describe?.(mounted('s3fs'), new ScriptedAccess({}));
  expect(none).toMatchObject({ version: '', asked: [{ what: 's3fs --version', state: 'MISSING' }, {}] });
});

test('rclone of another version names its cache mode', async () => {
  const vfs = { opt: { CacheMode: 'full', ChunkSize: 1048576 }, diskCache: { bytesUsed: 4096, uploadsQueued: 2 } };
  const tools = {
    'rclone version': 'rclone v1.70.3\n- os/version: debian\n',
    'rclone rc vfs/stats': JSON.stringify(vfs),
    'rclone rc core/stats': noAnswer('TIMED_OUT', 'not within 5 s'),
  };
  const access = new ScriptedAccess({ tools });
  expect(await rclone.describe?.(mounted('rclone'), access)).toMatchObject({
    version: '1.70.3',
    details: { cacheMode: 'full', chunkBytes: 1048576, cachedBytes: 4096, uploadsQueued: 2 },
  });
  const [source] = (await rclone.counters?.(mounted('rclone'), access)) ?? [];
  expect(await source?.read()).toMatchObject({ code: 'TIMED_OUT' });
});
