// What moving data cost, worked out by hand.
import { expect, test } from 'vitest';
import { metricsOf } from '../../src/analyze/metrics.js';
import { nativeGpu } from '../fixtures/gpu.js';
import { nativeOperation, nativeResult } from '../result/samples.js';

const gib = 2 ** 30;
const cpu = { userNs: 3e8, systemNs: 2e8 };

test('processor seconds for each GiB read or written', () => {
  const operations = {
    read: nativeOperation({ bytes: 3 * gib }),
    write: nativeOperation({ bytes: gib }),
    chain: nativeOperation({ bytes: 4 * gib }),
  };
  expect(metricsOf(nativeResult({ cpu, operations }))['cpuSecondsPerGiB']).toBe(0.125);
});

test('none where nothing was read or written', () => {
  const operations = { open: nativeOperation({ bytes: 0 }), read: nativeOperation({ bytes: 0 }) };
  expect(metricsOf(nativeResult({ cpu, operations }))).not.toHaveProperty('cpuSecondsPerGiB');
});

test('with memory of GPUs, the time of registration and the traffic of the host', () => {
  const memoryTraffic = { readBytes: 3e9, writeBytes: 1e9, method: 'uncore_imc' };
  const found = metricsOf(nativeResult({ gpu: nativeGpu(), memoryTraffic, elapsedNs: 2e9 }));
  expect(found).toMatchObject({ registrationSeconds: 0.006, hostMemoryBytesPerSecond: 2e9 });
  const unreadable = metricsOf(nativeResult({ gpu: nativeGpu() }));
  expect(unreadable).toHaveProperty('registrationSeconds');
  expect(unreadable).not.toHaveProperty('hostMemoryBytesPerSecond');
});

test('without them, neither', () => {
  const memoryTraffic = { readBytes: 1, writeBytes: 1, method: 'uncore_imc' };
  const found = Object.keys(metricsOf(nativeResult({ memoryTraffic })));
  expect(found.filter((key) => /registration|Memory/.test(key))).toEqual([]);
});
