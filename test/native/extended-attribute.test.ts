// Extended attributes through the addon, next to what setfattr(1) and getfattr(1) see.
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary.js';
import { binding } from './jobs.js';

const name = 'user.ioproof';

/** Why a directory here cannot have attributes of users; empty where it can. */
function whyNone(): string {
  try {
    binding.getXattr(tmpdir(), 'user.ioproof.none');
  } catch (error) {
    return (error as { code: string }).code === 'ENODATA' ? '' : 'no user attributes here';
  }
  return '';
}

const missing = whyNone();
const noTools = spawnSync('getfattr', ['--version']).status === 0 ? '' : 'getfattr is missing (Debian: attr)';

test.skipIf(missing)(`any bytes are kept, and none ${missing}`, () => {
  const path = temporaryDirectory();
  for (const value of [Buffer.from('stripe_count=2'), Buffer.from([0, 255, 10, 0]), Buffer.alloc(0)]) {
    binding.setXattr(path, name, value);
    expect(binding.getXattr(path, name)).toEqual(value);
  }
});

test.skipIf(missing || noTools)(`the tools see the same ${missing || noTools}`, () => {
  const path = temporaryDirectory();
  binding.setXattr(path, name, Buffer.from('by the addon'));
  const seen = spawnSync('getfattr', ['--absolute-names', '--only-values', '-n', name, path], { encoding: 'utf8' });
  expect(seen).toMatchObject({ status: 0, stdout: 'by the addon' });
  expect(spawnSync('setfattr', ['-n', name, '-v', 'by setfattr', path]).status).toBe(0);
  expect(binding.getXattr(path, name).toString()).toBe('by setfattr');
});

test.skipIf(missing)(`one that is not there has a code of its own ${missing}`, () => {
  const path = temporaryDirectory();
  const words = `getxattr user.none of ${path}: ENODATA (No data available)`;
  expect(() => binding.getXattr(path, 'user.none')).toThrow(
    expect.objectContaining({ code: 'ENODATA', errno: 61, message: words }) as Error,
  );
});

test('what fails is told by its errno', () => {
  const missingFile = expect.objectContaining({ code: 'ENOENT' }) as Error;
  expect(() => binding.getXattr('/no/such/file', name)).toThrow(missingFile);
  expect(() => {
    binding.setXattr('/no/such/file', name, Buffer.from('x'));
  }).toThrow(missingFile);
});

test('arguments of the wrong type are refused', () => {
  expect(() => binding.getXattr(1 as unknown as string, name)).toThrow('getXattr.path: expected text');
  expect(() => binding.getXattr('/tmp', 'a\0b')).toThrow('getXattr.name: expected text without a zero character');
  expect(() => {
    binding.setXattr('/tmp', name, 'text' as unknown as Buffer);
  }).toThrow('setXattr.value: expected a Buffer');
});
