// The text of doctor: what it shows of a machine and of its mounts, within the width of the terminal.
import { expect, test } from 'vitest';
import { machineChecks, mountRecord, nodeRecord, type Attempt } from '../../src/analyze/gds-doctor.js';
import { doctorText } from '../../src/report/doctor.js';
import { doctorJsonSchema, doctorSchema, type DoctorRecord } from '../../src/result/doctor-schema.js';
import type { HostRecord } from '../../src/result/schema.js';
import { attempt, byHost, failed, gpuHost, noCuda, plainHost, silence } from '../fixtures/doctor.js';
import { nativeCufile } from '../fixtures/gpu.js';
import { mountRecord as mount } from '../fixtures/records.js';

const refusal = failed('CUFILE_IO_NOT_SUPPORTED', 'cuFileHandleRegister of "trial": IO_NOT_SUPPORTED (5008)');
const compat: Attempt[] = [
  attempt('refuse', { handleRegister: refusal, transfers: [] }),
  attempt('allow', { facts: nativeCufile({ strict: false }), transfers: byHost }, [
    'NOTICE  running in compatible mode',
  ]),
];

function recordOf(host: HostRecord, node: Attempt, mounts: Record<string, Attempt[]>): DoctorRecord {
  const gds = nodeRecord(node);
  return {
    schemaVersion: 1,
    tool: { name: 'ioproof', version: '0.1.0' },
    checkedAt: '2026-11-20T22:45:00.000Z',
    host,
    gds,
    checks: machineChecks(host, node),
    mounts: Object.entries(mounts).map(([name, attempts]) => mountRecord(mount(name), attempts, gds.reason)),
  };
}

const mixed = recordOf(gpuHost({ nvmeMultipath: true }), attempt('allow'), { fast: [attempt('refuse')], slow: compat });

const plain = (record: DoctorRecord, width = 80) => doctorText(record, { width, colour: false });

test('a mount with a direct path and one without', () => {
  const text = plain(mixed);
  expect(text).toContain('Mount fast (/mnt/fast, ext4)\n gds-nvfs: direct, by nvidia-fs\n');
  expect(text).toContain('Mount slow (/mnt/slow, ext4)\n compat: through the memory of the host\n');
  expect(text).toContain('CUFILE_IO_NOT_SUPPORTED');
  expect(text).toContain('cufile.log: NOTICE running in compatible mode');
  expect(text).toContain(' ✗ NVMe multipath  is on\n');
  expect(text).toContain('options nvme_core multipath=N in /etc/modprobe.d/nvme.conf');
  expect(text.split('\n').at(-1)).toBe('GPUDirect Storage is proved on 1 of 2 mounts.');
});

test('what stands against a path is told of mounts without one only', () => {
  expect(plain(mixed).match(/ext4 without a device/g)).toHaveLength(1);
});

test('a machine without a GPU is told so, and nothing about paths', () => {
  const text = plain(recordOf(plainHost(), noCuda(), { here: [] }));
  expect(text).toContain(' ✗ GPU            none on the PCI bus\n');
  expect(text).toContain('GPUDirect Storage cannot be used on this machine: CUDA_LIBRARY_MISSING');
  expect(text).not.toMatch(/Path by|ext4 without/);
});

test('a mount whose process gave no answer has its reason', () => {
  const record = recordOf(gpuHost(), attempt('allow'), {
    stuck: [silence('refuse', 'GPU_PROBE_TIMED_OUT: no answer')],
  });
  expect(plain(record)).toContain(
    ' no answer\n   GPU_PROBE_TIMED_OUT: no answer\n   What the trial may have left: ioproof clean --mount stuck=/mnt/stuck\n',
  );
  expect(plain(record)).toContain('GPUDirect Storage is proved on no mount.');
});

test.each([80, 60])('fits %d columns', (width) => {
  const lines = plain(mixed, width).split('\n');
  // A word that is longer than its column stays whole, so that it can be copied.
  const long = lines.filter((line) => line.length > width && line.trim().includes(' '));
  expect(long).toEqual([]);
});

test('has colour only when asked, and ASCII signs without Unicode', () => {
  expect(plain(mixed)).not.toContain('\u001b[');
  expect(doctorText(mixed, { width: 80, colour: true })).toContain('\u001b[');
  expect(doctorText(mixed, { width: 80, colour: false, unicode: false })).toContain(' x NVMe multipath');
});

test.each([
  ['with a direct path', mixed],
  ['without a GPU', recordOf(plainHost(), noCuda(), { here: [] })],
])('the record of a machine %s is what the schema says, no more and no less', (_what, record) => {
  expect(doctorSchema.parse(record)).toEqual(record);
});

test('the JSON Schema describes every property', () => {
  const undescribed: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries((node as { properties?: object }).properties ?? {})) {
      const { description, anyOf } = value as { description?: string; anyOf?: object[] };
      if (description === undefined && anyOf === undefined) undescribed.push(`${path}.${key}`);
    }
    for (const [key, value] of Object.entries(node)) visit(value, `${path}.${key}`);
  };
  visit(doctorJsonSchema(), '');
  expect(undescribed).toEqual([]);
});
