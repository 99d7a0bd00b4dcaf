// What a report says of the bound of each step, of its requests, its device and its layout.
import { expect, test } from 'vitest';
import { boundLines } from '../../src/report/bounds.js';
import { displayWidth } from '../../src/report/display-text.js';
import { lookOf } from '../../src/report/look.js';
import { layoutText, wireTexts } from '../../src/report/observed.js';
import type { CountersRecord, Diagnosis, FileLayoutRecord } from '../../src/result/schema.js';
import { deviceCounters, noCounters, rpcCounters } from '../analyze/diagnosis/diagnosing.js';
import { operation, runRecord, stepRecord } from '../fixtures/records.js';

const diagnosis = (bound: Diagnosis['bound'], sentence: string): Diagnosis => ({
  ...{ bound, sentence, evidence: {}, advice: '' },
});
const lines = (steps: ReturnType<typeof stepRecord>[], width = 80) =>
  boundLines(runRecord(steps), lookOf({ width, colour: false }));

test('a sentence for the repeats of a variant on a mount, by what bounded most of them', () => {
  const variant = { queueDepth: 32 };
  const steps = [
    stepRecord({ mount: 'nfs', variant, repeat: 1, diagnosis: diagnosis('unknown', 'Nothing stands out.') }),
    stepRecord({ mount: 'nfs', variant, repeat: 2, diagnosis: diagnosis('server', 'The second.') }),
    stepRecord({ mount: 'nfs', variant, repeat: 3, diagnosis: diagnosis('server', 'The third.') }),
    stepRecord({ mount: 'disk', variant, diagnosis: diagnosis('device', `sda was ${'very '.repeat(20)}busy.`) }),
  ];
  const told = lines(steps);
  expect(told.slice(0, 4)).toEqual([
    'What bounded each step',
    ' random-read-4k queueDepth=32 nfs: server ×2, unknown ×1',
    '   The second.',
    ' random-read-4k queueDepth=32 disk: device',
  ]);
  expect(told.at(-1)).toBe('');
  expect(Math.max(...told.map(displayWidth))).toBeLessThanOrEqual(80);
});

test('no line without a diagnosis', () => {
  expect(lines([stepRecord()])).toEqual([]);
});

test('requests and bytes against what was asked', () => {
  const counters = (given: Partial<CountersRecord>) => ({ counters: { ...noCounters, ...given } });
  const rpc = rpcCounters({ perOperation: 1.94, readPerByteAsked: 4.12, meanWaitMs: 0.31, retransmissions: 3 });
  expect(wireTexts(counters(rpc))).toEqual([
    'nfs: 1.9 requests an operation, 4.1 bytes read over the wire a byte asked, 310us each, 3 sent again.',
  ]);
  const cached = rpcCounters({ requests: 12, perOperation: null, readPerByteAsked: null, writtenPerByteAsked: 0 });
  expect(wireTexts(counters(cached))).toEqual(['nfs: 12 requests, 0 bytes written over the wire a byte asked.']);
  expect(wireTexts(counters(rpcCounters({ requests: 0 })))).toEqual(['nfs: no request was sent.']);
  const device = deviceCounters({ busyFraction: 0.978, meanQueue: 30.6, readPerByteAsked: 1.004 });
  expect(wireTexts(counters(device))).toEqual([
    'nvme0n1: busy 97% of the time, 31 requests in it, 1.0 bytes read from it a byte asked.',
  ]);
  const diagnosis = { bound: 'device' as const, sentence: '', evidence: {}, advice: '' };
  expect(wireTexts({ ...counters(device), diagnosis }).join('')).not.toContain('busy');
  expect(wireTexts(counters(deviceCounters({ reads: 0 })))).toEqual(['nvme0n1: no request reached it.']);
  expect(wireTexts({})).toEqual([]);
  const all = counters(rpcCounters({ readPerByteAsked: null, receivedBytes: 1024, perOperation: 0.5 }));
  expect(wireTexts({ ...all, operations: { read: operation({ count: 4, bytes: 4096 }) } })).toEqual([
    'nfs: 0.50 requests an operation, 0.25 bytes received in all a byte asked.',
  ]);
});

test('how files are spread', () => {
  const nothing = { pool: null, stripeCount: null, stripeSize: null, objectSize: null, objectClass: null };
  const found = { ...nothing, details: {}, targets: [], by: 'lfs getstripe' };
  const layout = (given: Partial<FileLayoutRecord>): { fileLayout: FileLayoutRecord } => ({
    fileLayout: { asked: null, setBy: null, directory: null, file: null, problem: '', ...given },
  });
  const striped = { ...found, pool: 'ssd', stripeCount: 5, stripeSize: 2 ** 24, targets: ['0', '3', '5', '6', '7'] };
  expect(layoutText(layout({ file: striped, asked: { ...nothing, stripeCount: 5 } }))).toBe(
    'Layout: 5 stripes of 16.0 MiB, pool ssd, on targets 0, 3, 5, 6 and 1 more (asked for).',
  );
  const all = { ...found, stripeCount: -1, stripeSize: 2 ** 20 };
  expect(layoutText(layout({ directory: all }))).toBe('Layout: stripes of 1.00 MiB on all targets.');
  const objects = { ...found, objectSize: 2 ** 22, objectClass: 'SX', targets: ['1'] };
  expect(layoutText(layout({ file: objects }))).toBe('Layout: objects of 4.00 MiB, class SX, on target 1.');
  expect(layoutText(layout({ file: { ...found, stripeCount: 1 } }))).toBe('Layout: 1 stripe.');
  expect(layoutText(layout({ file: found }))).toBe('');
  expect(layoutText({})).toBe('');
});
