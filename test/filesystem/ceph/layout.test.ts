// Layouts of CephFS: both forms of the attribute, what is inherited, and what would be refused without a word.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LayoutRequest } from '../../../src/filesystem/layout.js';
import { brokenRule, parseLayout } from '../../../src/filesystem/ceph/layout-text.js';
import { cephLayout } from '../../../src/filesystem/ceph/layout.js';
import { noAnswer, ScriptedAccess } from '../../helpers/scripted-access.js';
import { kernelMount } from './mounted.js';

const words = 'stripe_unit=1048576 stripe_count=2 object_size=4194304 pool=flash';
const nothing: LayoutRequest = { pool: null, stripeCount: null, stripeSize: null, objectSize: null, objectClass: null };
const ask = (changes: Partial<LayoutRequest>): LayoutRequest => ({ ...nothing, ...changes });
const mount = kernelMount();
const machine = (attributes: Record<string, string>): ScriptedAccess => new ScriptedAccess({ attributes });

describe('the attribute', () => {
  test('as words', () => {
    expect(parseLayout(`${words}\n`)).toEqual({
      ...{ stripeUnit: 1048576, stripeCount: 2, objectSize: 4194304, pool: 'flash', namespace: '', inheritance: null },
    });
  });

  test('with a namespace, and a pool with blanks and signs', () => {
    expect(parseLayout(words.replace('flash', 'my cold=pool pool_namespace=tenant'))).toMatchObject({
      pool: 'my cold=pool',
      namespace: 'tenant',
    });
  });

  test('as JSON, with where it comes from', () => {
    const json = { stripe_unit: 65536, stripe_count: 1, object_size: 65536, pool_name: '', pool_id: 7 };
    expect(parseLayout(JSON.stringify({ ...json, inheritance: '@inherited' }))).toMatchObject({
      pool: '7',
      inheritance: 'inherited',
    });
  });

  test.each(['', 'x', '{', '{}', '[]', 'null', '{"stripe_unit":null}', words.replace('2', 'two'), 'stripe_unit=1'])(
    'that is none: %s',
    (text) => {
      expect(parseLayout(text)).toBeNull();
    },
  );

  test('any text is read without an error', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseLayout(text)));
  });
});

describe('read', () => {
  test('of a file', async () => {
    expect(await cephLayout.read('/mnt/ceph/f', mount, machine({ 'ceph.file.layout of /mnt/ceph/f': words }))).toEqual({
      ...{ pool: 'flash', stripeCount: 2, stripeSize: 1048576, objectSize: 4194304, objectClass: null },
      ...{ details: {}, targets: [], by: 'ceph.file.layout of /mnt/ceph/f' },
    });
  });

  test('of a directory, from JSON where the server tells it', async () => {
    const json = JSON.stringify({
      ...{ stripe_unit: 65536, stripe_count: 4, object_size: 131072, pool_name: 'flash', pool_namespace: 't' },
      inheritance: '@default',
    });
    const access = machine({ 'ceph.dir.layout.json of /mnt/ceph/d': json });
    expect(await cephLayout.read('/mnt/ceph/d', mount, access)).toMatchObject({
      stripeCount: 4,
      details: { inheritance: 'default', poolNamespace: 't' },
      by: 'ceph.dir.layout.json of /mnt/ceph/d',
    });
  });

  test('of a directory that inherits: the nearest one above', async () => {
    const access = machine({ 'ceph.dir.layout of /mnt/ceph/a': words, 'ceph.dir.layout of /mnt/ceph': 'not asked' });
    expect(await cephLayout.read('/mnt/ceph/a/b/c', mount, access)).toMatchObject({
      pool: 'flash',
      details: { inheritedFrom: '/mnt/ceph/a' },
      by: 'ceph.dir.layout of /mnt/ceph/a',
    });
    expect(access.asked).not.toContain('ceph.dir.layout of /mnt/ceph');
  });

  test('goes no higher than the mount point', async () => {
    const access = machine({ 'ceph.dir.layout of /mnt': words });
    expect(await cephLayout.read('/mnt/ceph/a', mount, access)).toMatchObject({ ok: false, code: 'MISSING' });
    expect(access.asked).not.toContain('ceph.dir.layout of /mnt');
  });

  test('garbage and refusals are told', async () => {
    const garbage = machine({ 'ceph.file.layout of /mnt/ceph/f': 'stripes: many' });
    expect(await cephLayout.read('/mnt/ceph/f', mount, garbage)).toEqual(
      noAnswer('FAILED', 'ceph.file.layout of /mnt/ceph/f: unexpected answer: "stripes: many"'),
    );
    const refused = new ScriptedAccess({ attributes: { 'ceph.file.layout of /x': noAnswer('REFUSED', 'EACCES') } });
    expect(await cephLayout.read('/x', mount, refused)).toEqual(noAnswer('REFUSED', 'EACCES'));
  });
});

describe('set', () => {
  const access = (): ScriptedAccess => machine({ 'ceph.dir.layout of /mnt/ceph': words });

  test('all keys in one attribute, so that they are checked together', async () => {
    const machine = access();
    const request = ask({ pool: 'disks', stripeCount: 4, stripeSize: 65536, objectSize: 1048576 });
    const value = 'stripe_unit=65536 stripe_count=4 object_size=1048576 pool=disks';
    expect(await cephLayout.set('/mnt/ceph/d', request, mount, machine)).toEqual({
      ok: true,
      by: `ceph.dir.layout="${value}"`,
    });
    expect(machine.asked).toContain(`ceph.dir.layout of /mnt/ceph/d = ${value}`);
  });

  test('only what is asked for', async () => {
    expect(await cephLayout.set('/mnt/ceph/d', ask({ stripeCount: 8 }), mount, access())).toMatchObject({
      by: 'ceph.dir.layout="stripe_count=8"',
    });
  });

  test('what does not fit to what holds there is not tried', async () => {
    const machine = access();
    const reason =
      'an objectSize of 4194304 bytes is not a multiple of a stripeSize of 3145728 bytes; that objectSize holds here now, so give both';
    expect(await cephLayout.set('/mnt/ceph/d', ask({ stripeSize: 3145728 }), mount, machine)).toEqual(
      noAnswer('FAILED', reason),
    );
    expect(machine.asked.filter((what) => what.includes(' = '))).toEqual([]);
  });

  test('a refusal says what it needs', async () => {
    const refusing = access();
    refusing.setXattr = () => Promise.resolve(noAnswer('REFUSED', 'EPERM'));
    expect(await cephLayout.set('/mnt/ceph/d', ask({ stripeCount: 2 }), mount, refusing)).toMatchObject({
      code: 'REFUSED',
      reason: expect.stringContaining('allow rwp') as string,
    });
    refusing.setXattr = () => Promise.resolve(noAnswer('FAILED', 'setxattr: EINVAL (Invalid argument)'));
    expect(await cephLayout.set('/mnt/ceph/d', ask({ pool: 'none' }), mount, refusing)).toMatchObject({
      reason: expect.stringContaining('ceph fs ls') as string,
    });
  });
});

describe('rules', () => {
  const now = parseLayout(words);

  test.each<[Partial<LayoutRequest>, string]>([
    [{ stripeSize: 65536 }, ''],
    [{ stripeSize: 65535 }, 'stripeSize 65535: CephFS wants a multiple of 65536 bytes'],
    [{ objectSize: 1048576 }, ''],
    [{ objectSize: 100 }, 'objectSize 100: CephFS wants a multiple of 65536 bytes'],
    [{ stripeCount: 1 }, ''],
    [{ stripeCount: 0 }, 'stripeCount 0: CephFS wants the number of objects'],
    [{ stripeCount: -1 }, 'stripeCount -1: CephFS wants'],
    [{ stripeSize: 131072, objectSize: 196608 }, '196608 bytes is not a multiple of a stripeSize of 131072 bytes'],
    [{ objectSize: 524288 }, 'that stripeSize holds here now, so give both'],
    [{ pool: 'any' }, ''],
  ])('%o', (changes, expected) => {
    const broken = brokenRule(ask(changes), now);
    if (expected === '') expect(broken).toBe('');
    else expect(broken).toContain(expected);
  });

  test('what is not known is not judged', () => {
    expect(brokenRule(ask({ stripeSize: 3 * 65536 }), null)).toBe('');
  });
});
