// Layouts of Lustre: plain, composite, on an MDT, overstriped, mirrored; of files and directories; set, and refused.
import { describe, expect, test } from 'vitest';
import { lustreLayout } from '../../../src/filesystem/lustre/layout.js';
import { parseStripes } from '../../../src/filesystem/lustre/stripes.js';
import type { LayoutRequest } from '../../../src/filesystem/layout.js';
import { noAnswer, ScriptedAccess, type Scripted } from '../../helpers/scripted-access.js';
import { mount, text } from './texts.js';

const none: LayoutRequest = { pool: null, stripeCount: null, stripeSize: null, objectSize: null, objectClass: null };

function read(path: string, tools: Record<string, Scripted>) {
  return lustreLayout.read(path, mount, new ScriptedAccess({ tools }));
}

describe('reading', () => {
  test('a plain file', async () => {
    const layout = await read('/mnt/scratch/f', { 'lfs getstripe -d -y /mnt/scratch/f': text('stripes-plain-y') });
    expect(layout).toEqual({
      ...none,
      ...{ pool: 'flash', stripeCount: 2, stripeSize: 16 * 2 ** 20 },
      details: { pattern: 'raid0', firstTarget: 7 },
      targets: ['OST0007', 'OST0012'],
      by: 'lfs getstripe -d -y /mnt/scratch/f',
    });
  });

  test('a file by a release that has no -y', async () => {
    const path = '/mnt/scratch/my file';
    const layout = await read(path, {
      [`lfs getstripe -d -y ${path}`]: noAnswer('FAILED', "exit status 1: getstripe: unrecognized option '-y'"),
      [`lfs getstripe -d ${path}`]: text('stripes-plain-table'),
    });
    expect(layout).toMatchObject({ stripeCount: 2, stripeSize: 2 ** 20, pool: null, targets: ['OST0001', 'OST0000'] });
    expect(layout).toMatchObject({ by: `lfs getstripe -d ${path}` });
  });

  test('a directory over two MDTs', async () => {
    const layout = await read('/mnt/scratch/dir', {
      'lfs getstripe -d -y /mnt/scratch/dir': text('stripes-directory'),
      'lfs getdirstripe /mnt/scratch/dir': text('directory-stripes'),
    });
    expect(layout).toMatchObject({
      ...{ pool: 'flash', stripeCount: -1, stripeSize: 4 * 2 ** 20, targets: [] },
      details: { pattern: 'raid0', mdtCount: 2, firstMdt: 1, mdtHash: 'crush', mdts: '1 0' },
    });
  });

  test('a composite file: data on an MDT, overstriped, and a part that is not yet there', async () => {
    const layout = await read('/f', { 'lfs getstripe -d -y /f': text('stripes-composite-y') });
    expect(layout).toMatchObject({
      ...{ pool: null, stripeCount: 8, stripeSize: 4 * 2 ** 20, targets: ['OST0002', 'OST0003'] },
      details: {
        components: 3,
        dataOnMdt: true,
        overstriped: true,
        component1: '0..65536 mdt, 65536, init',
        component2: '65536..1073741824 raid0,overstriped, 8 x 4194304, init',
        component3: '1073741824..EOF raid0, -1 x 16777216, pool capacity',
      },
    });
  });

  test('the default of a directory that is composite: its last component counts', async () => {
    const without = text('stripes-composite-y').replace(/ {6}lmm_objects:\n(?: +(?:- )?l_.*\n)+/, '');
    const layout = await read('/d', { 'lfs getstripe -d -y /d': without });
    expect(layout).toMatchObject({ pool: 'capacity', stripeCount: -1, stripeSize: 16 * 2 ** 20, targets: [] });
  });

  test('a mirrored file: the first mirror counts, and a stale one is told', async () => {
    const layout = await read('/f', { 'lfs getstripe -d -y /f': text('stripes-mirrored-y') });
    expect(layout).toMatchObject({
      ...{ pool: 'flash', stripeCount: 1, targets: ['OST0004', 'OST0009'] },
      details: { components: 2, mirrors: 2, staleComponents: 1 },
    });
  });

  test.each([65535, 4294967295])('%d stripes are all', (count) => {
    expect(parseStripes(`stripe_count: ${count} stripe_size: 1048576`)?.components[0]?.stripeCount).toBe(-1);
  });

  test('the default of the file system has no numbers of its own', async () => {
    const layout = await read('/d', {
      'lfs getstripe -d -y /d': 'stripe_count:  0 stripe_size:   0 stripe_offset: -1\n',
    });
    expect(layout).toMatchObject({ stripeCount: null, stripeSize: null, details: {} });
  });

  test.each(['', 'Inappropriate ioctl for device', 'components:\n  - lcme_id: 1\n', '\0'])(
    'garbage %j is told with what it was',
    async (garbage) => {
      const layout = await read('/f', { 'lfs getstripe -d -y /f': garbage });
      expect(layout).toMatchObject({
        ok: false,
        code: 'FAILED',
        reason: expect.stringContaining('unexpected answer') as string,
      });
    },
  );

  test('what lfs refuses is handed on', async () => {
    const failure = noAnswer('FAILED', 'exit status 2: No such file or directory');
    expect(await read('/f', { 'lfs getstripe -d -y /f': failure })).toEqual(failure);
  });
});

describe('setting', () => {
  test.each([
    { request: { stripeCount: -1, stripeSize: 16 * 2 ** 20, pool: 'flash' }, options: '-c -1 -S 16777216 -p flash ' },
    { request: { stripeCount: 4 }, options: '-c 4 ' },
    { request: { pool: 'flash' }, options: '-p flash ' },
  ])('$options', async ({ request, options }) => {
    const command = `lfs setstripe ${options}/mnt/scratch/data`;
    const access = new ScriptedAccess({ tools: { [command]: '' } });
    const done = await lustreLayout.set('/mnt/scratch/data', { ...none, ...request }, mount, access);
    expect(done).toEqual({ ok: true, by: command });
    expect(access.asked).toEqual([command]);
  });

  test('a stripe size that is impossible is refused before anything is asked', async () => {
    const access = new ScriptedAccess({ tools: { 'lfs setstripe -S 100000 /d': '' } });
    expect(await lustreLayout.set('/d', { ...none, stripeSize: 100_000 }, mount, access)).toEqual({
      ok: false,
      code: 'FAILED',
      reason: 'stripeSize 100000: Lustre wants a multiple of 65536 bytes (64KiB)',
    });
    expect(access.asked).toEqual([]);
  });

  test('a pool that does not exist is refused in the words of lfs', async () => {
    const failure = noAnswer('FAILED', "exit status 22: lfs setstripe: pool 'nope' has no OSTs");
    const access = new ScriptedAccess({ tools: { 'lfs setstripe -p nope /d': failure } });
    expect(await lustreLayout.set('/d', { ...none, pool: 'nope' }, mount, access)).toEqual(failure);
  });
});
