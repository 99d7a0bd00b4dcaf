// A directory that is still on its mount, and one that is on another by now.
import { expect, test } from 'vitest';
import { IoproofError } from '../../src/errors.js';
import { describePlace } from '../../src/mount/describe.js';
import { assertSameMount } from '../../src/mount/same-mount.js';
import { temporaryDirectory } from '../helpers/temporary.js';

const directory = temporaryDirectory;

test('the mount that it was described with is the same', () => {
  const path = directory();
  const place = describePlace(path);
  expect(() => {
    assertSameMount(path, place);
  }).not.toThrow();
});

test.each([{ type: 'lustre' }, { source: '10.0.0.1@tcp:/fs' }, { mountPoint: '/mnt/was-here' }])(
  'a mount with another %o is another',
  (was) => {
    const path = directory();
    const known = { ...describePlace(path), ...was };
    const check = (): void => {
      assertSameMount(path, known);
    };
    expect(check).toThrow(IoproofError);
    expect(check).toThrow(`"${path}" is no longer on ${known.source} (${known.type}) at ${known.mountPoint}, but on `);
  },
);
