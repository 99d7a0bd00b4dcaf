// The text of doctor: what it shows of a machine and of its mounts, within the width of the terminal.
import { expect, test } from 'vitest';
import { spoilers } from '../../src/analyze/doctor/findings.js';
import { mountMeasurementChecks } from '../../src/analyze/doctor/mount-checks.js';
import { measurementChecks } from '../../src/analyze/doctor/node-checks.js';
import { machineChecks, mountRecord, nodeRecord, type Attempt } from '../../src/analyze/gds-doctor.js';
import { doctorText } from '../../src/report/doctor.js';
import { doctorJsonSchema, doctorSchema, type DoctorRecord } from '../../src/result/doctor-schema.js';
import type { DoctorNode } from '../../src/result/doctor-node-schema.js';
import type { HostRecord } from '../../src/result/schema.js';
import {
  attempt,
  byHost,
  doctorNode,
  failed,
  gpuHost,
  mountTrial,
  noCuda,
  plainHost,
  silence,
} from '../fixtures/doctor.js';
import { nativeCufile } from '../fixtures/gpu.js';
import { mountRecord as mount } from '../fixtures/records.js';

const refusal = failed('CUFILE_IO_NOT_SUPPORTED', 'cuFileHandleRegister of "trial": IO_NOT_SUPPORTED (5008)');
const compat: Attempt[] = [
  attempt('refuse', { handleRegister: refusal, transfers: [] }),
  attempt('allow', { facts: nativeCufile({ strict: false }), transfers: byHost }, [
    'NOTICE  running in compatible mode',
  ]),
];

function recordOf(
  host: HostRecord,
  tried: Attempt,
  mounts: Record<string, Attempt[]>,
  state: Partial<DoctorNode> = {},
): DoctorRecord {
  const [gds, node, trial] = [nodeRecord(tried), doctorNode(state), mountTrial()];
  const checks = [...measurementChecks(host, node), ...machineChecks(host, tried)];
  return {
    schemaVersion: 2,
    tool: { name: 'ioproof', version: '0.1.0' },
    checkedAt: '2026-11-20T22:45:00.000Z',
    host,
    node,
    spoilers: spoilers(checks).length,
    gds,
    checks,
    mounts: Object.entries(mounts).map(([name, attempts]) => {
      const record = mountRecord(mount(name), attempts, gds.reason);
      const own = mountMeasurementChecks(record.fileSystem, trial, { tools: node.tools, host });
      return { ...record, trial, checks: [...own, ...record.checks] };
    }),
  };
}

const mixed = recordOf(gpuHost({ nvmeMultipath: true }), attempt('allow'), { fast: [attempt('refuse')], slow: compat });

const plain = (record: DoctorRecord, width = 80, gds = false) => doctorText(record, { width, colour: false, gds });
/** A line of a check, whatever the width of the column of names. */
const line = (text: string, start: RegExp) => text.split('\n').find((candidate) => start.test(candidate));

test('a mount with a direct path and one without', () => {
  const text = plain(mixed);
  const [, fast = '', slow = ''] = text.split(/^Mount /m);
  expect(fast).toMatch(/^fast \(\/mnt\/fast, ext4\)\n[^]*\n gds-nvfs: direct, by nvidia-fs\n/);
  expect(slow).toMatch(/^slow \(\/mnt\/slow, ext4\)\n[^]*\n compat: through the memory of the host\n/);
  expect(text).toContain('CUFILE_IO_NOT_SUPPORTED');
  expect(text).toContain('cufile.log: NOTICE running in compatible mode');
  expect(line(text, /^ ✗ NVMe multipath/)).toMatch(/ is on$/);
  expect(text).toContain('options nvme_core multipath=N in /etc/modprobe.d/nvme.conf');
  expect(text.split('\n').at(-1)).toBe('GPUDirect Storage is proved on 1 of 2 mounts.');
});

test('what stands against a path is told of mounts without one only', () => {
  expect(plain(mixed).match(/ext4 without a device/g)).toHaveLength(1);
});

test('a machine without a GPU is told so, and nothing about paths', () => {
  const text = plain(recordOf(plainHost(), noCuda(), { here: [] }), 80, true);
  expect(line(text, /^ ✗ GPU /)).toMatch(/none on the PCI bus$/);
  expect(text).toContain('GPUDirect Storage cannot be used on this machine: CUDA_LIBRARY_MISSING');
  expect(text).not.toMatch(/Path by|ext4 without/);
});

test('without a GPU and without being asked, GPUDirect Storage takes one line', () => {
  const text = plain(recordOf(plainHost(), noCuda(), { here: [] }));
  const lines = text.split('\n').filter((candidate) => /GPU|cuFile|nvidia/i.test(candidate));
  expect(lines).toEqual(['No GPUDirect Storage here: CUDA_LIBRARY_MISSING (--gds tells all)']);
});

test('what would spoil a measurement is told with its cure, and counted at the end', () => {
  const quiet = plain(recordOf(plainHost(), noCuda(), { here: [] }));
  expect(quiet).toContain('Nothing was found that would spoil a measurement here.');
  const text = plain(recordOf(plainHost(), noCuda(), { here: [] }, { governors: { powersave: 16 }, loadOne: 15 }));
  expect(line(text, /^ ✗ governor/)).toContain('powersave on 16 processors');
  expect(text).toContain('cpupower frequency-set -g performance');
  expect(text).toContain('2 things would spoil a measurement here: governor and load.');
});

test('a mount whose process gave no answer has its reason', () => {
  const record = recordOf(gpuHost(), attempt('allow'), {
    stuck: [silence('refuse', 'GPU_PROBE_TIMED_OUT: no answer')],
  });
  expect(plain(record)).toContain(
    '\n no answer\n   GPU_PROBE_TIMED_OUT: no answer\n   What the trial may have left: ioproof clean --mount stuck=/mnt/stuck\n',
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
