// The real access: files of /proc, missing and forbidden ones, endless ones, directories, tools, extended attributes.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MachineAccess, type AccessOptions } from '../../src/run/access.js';
import { temporaryDirectory } from '../helpers/temporary.js';

const withoutAttributes: AccessOptions = {
  timeoutMs: () => 2000,
  attributes: () => ({ missing: 'no addon here' }),
};
const access = new MachineAccess(withoutAttributes);

function systemError(code: string): Error {
  return Object.assign(new Error('getxattr failed'), { code });
}

test('reads files that tell no size, and files of many pieces', async () => {
  const file = join(temporaryDirectory(), 'long');
  const text = 'line of text\n'.repeat(50_000);
  writeFileSync(file, text);

  expect(await access.read('/proc/self/mountinfo')).toMatchObject({
    ok: true,
    text: expect.stringContaining(' - ') as string,
  });
  expect(await access.read(file)).toEqual({ ok: true, text });
});

test('tells why a file cannot be read', async () => {
  const directory = temporaryDirectory();
  const gone = join(directory, 'gone');

  expect(await access.read(gone)).toEqual({
    ...{ ok: false, code: 'MISSING', reason: `${gone}: ENOENT: no such file or directory` },
  });
  expect(await access.read(directory)).toMatchObject({ ok: false, code: 'FAILED' });
  expect(await access.read('/dev/zero')).toEqual({
    ...{ ok: false, code: 'TOO_LONG', reason: '/dev/zero: more than 4 MiB' },
  });
});

test.skipIf(process.getuid?.() === 0)('a file of somebody else is refused (root may read all)', async () => {
  const file = join(temporaryDirectory(), 'secret');
  writeFileSync(file, 'x');
  chmodSync(file, 0);
  expect(await access.read(file)).toMatchObject({ ok: false, code: 'REFUSED' });
});

test('lists names in order; nothing where there is no directory', async () => {
  const directory = temporaryDirectory();
  for (const name of ['b', 'a']) mkdirSync(join(directory, name));

  expect(await access.list(directory)).toEqual(['a', 'b']);
  expect(await access.list(join(directory, 'none'))).toEqual([]);
});

test('runs tools, with its own time limit or that of the call', async () => {
  expect(await access.run('echo', ['a  b'])).toEqual({ ok: true, text: 'a  b\n' });
  expect(await access.run('sleep', ['30'], { timeoutMs: 100 })).toMatchObject({ ok: false, code: 'TIMED_OUT' });
});

test('reads and sets extended attributes by the addon', async () => {
  const kept = new Map([['/f user.a', 'one']]);
  const attributes = {
    getXattr: (path: string, name: string) => Buffer.from(kept.get(`${path} ${name}`) ?? ''),
    setXattr: (path: string, name: string, value: Buffer) => void kept.set(`${path} ${name}`, value.toString()),
  };
  const able = new MachineAccess({ ...withoutAttributes, attributes: () => attributes });

  expect(await able.xattr('/f', 'user.a')).toEqual({ ok: true, text: 'one' });
  expect(await able.setXattr('/f', 'user.a', 'two')).toEqual({ ok: true, text: '' });
  expect(await able.xattr('/f', 'user.a')).toEqual({ ok: true, text: 'two' });
  expect(await access.xattr('/f', 'user.a')).toEqual({ ok: false, code: 'FAILED', reason: 'no addon here' });
});

test.each([
  { code: 'ENODATA', means: 'MISSING' },
  { code: 'EPERM', means: 'REFUSED' },
  { code: 'ENOTSUP', means: 'FAILED' },
])('an extended attribute with $code is $means', async ({ code, means }) => {
  const fail = (): never => {
    throw systemError(code);
  };
  const failing = new MachineAccess({ ...withoutAttributes, attributes: () => ({ getXattr: fail, setXattr: fail }) });
  const reason = `ceph.dir.layout of /mnt: ${code}: getxattr failed`;

  expect(await failing.xattr('/mnt', 'ceph.dir.layout')).toEqual({ ok: false, code: means, reason });
  expect(await failing.setXattr('/mnt', 'ceph.dir.layout', 'x')).toEqual({ ok: false, code: means, reason });
});
