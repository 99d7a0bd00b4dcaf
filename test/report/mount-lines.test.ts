// The line of a mount above the table of a run: how much is free, where the file system tells.
import { expect, test } from 'vitest';
import { finalTable } from '../../src/report/text.js';
import { mountRecord, runRecord, stepRecord } from '../fixtures/records.js';

function mountLine(availableBytes: number | null, totalBytes: number | null = availableBytes): string {
  const { fileSystem } = mountRecord('ceph');
  const statfs = { ...fileSystem.statfs, totalBytes, availableBytes };
  const record = runRecord([stepRecord({ mount: 'ceph' })], {
    mounts: [mountRecord('ceph', { ...fileSystem, statfs })],
  });
  const [, line = ''] = finalTable(record, { width: 80, colour: false, runJson: 'run.json' }).split('\n');
  return line;
}

test.each([
  [2 ** 40, undefined, '1.00 TiB free'],
  [0, 2 ** 40, '0 B free'],
  [null, null, 'free space not told'],
  [0, 0, 'free space not told'],
])('%s of %s bytes', (available, total, says) => {
  expect(mountLine(available, total)).toContain(`, ${says}`);
});
