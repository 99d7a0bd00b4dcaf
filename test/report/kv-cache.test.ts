// What is told of caches: mounts side by side, what was served, and the error of one that gave wrong bytes.
import { expect, test } from 'vitest';
import { displayWidth } from '../../src/report/display-text.js';
import { headlinesOf } from '../../src/report/headlines.js';
import { kvCacheLines } from '../../src/report/kv-cache.js';
import { cachedTexts, kvCachePosition } from '../../src/report/kv-cache-words.js';
import { lookOf } from '../../src/report/look.js';
import { jobText } from '../../src/report/step-text.js';
import { kvDamageError } from '../../src/result/kv-cache-record.js';
import { kvCacheSchema } from '../../src/result/kv-cache-schema.js';
import { runRecord } from '../fixtures/records.js';
import { cachedStep, kvResult } from '../fixtures/cached.js';

const lines = (...steps: ReturnType<typeof cachedStep>[]) =>
  kvCacheLines(runRecord(steps), lookOf({ width: 80, colour: false }));

test('mounts stand side by side, then what was served', () => {
  const told = lines(cachedStep({ mount: 'nfs' }), cachedStep({ mount: 'lustre', told: { evictions: 0 } }));
  expect(told).toEqual([
    'KV cache: kv-cache-option1: llama3.1-8b, 200 users, an object a turn',
    '              read     write read P95 device write P95 tokens/s requests/s hits',
    ' nfs    3.73 GiB/s 381 MiB/s    250ms  240ms     900ms    33.0k          6  75%',
    ' lustre 3.73 GiB/s 381 MiB/s    250ms  240ms     900ms    33.0k          6  75%',
    ' Read and write P95 are of all that one turn keeps; device is the part from',
    ' opening to the last byte. tokens/s are those whose keys and values storage took',
    ' or gave.',
    ' nfs: 60 requests were served (40 interactive, 15 responsive, 5 batch) and 500',
    ' still waited; storage held 2.00 GiB at most and gave up 7 turns.',
    ' lustre: 60 requests were served (40 interactive, 15 responsive, 5 batch) and',
    ' 500 still waited; storage held 2.00 GiB at most and gave up 0 turns.',
    ' Requests arrive faster than they are served, so that those of high priority',
    ' leave the others waiting; latencies of requests grow with the runtime, those of',
    ' reads and writes do not.',
    '',
  ]);
  expect(Math.max(...told.map(displayWidth))).toBeLessThanOrEqual(80);
});

test('trials count by their median, and a tier in memory is told', () => {
  const trials = [1, 2, 3].map((repeat) =>
    cachedStep({ repeat, told: { loadedTokens: 100_000 * repeat, memoryHits: 300 } }),
  );
  const text = lines(...trials).join('\n');
  expect(text.replaceAll('\n', ' ')).toContain('an object a turn, median of 3');
  expect(text).toContain('23.0k');
  expect(text.replaceAll('\n ', ' ')).toContain('50% of the hits were in memory');
});

test('writes that waited for room are told, with the mean of their waits', () => {
  const text = (told: Parameters<typeof cachedStep>[0]) => lines(cachedStep(told)).join('').replaceAll(/ +/g, ' ');
  expect(text({ told: { roomWaits: 4, roomWaitNs: 10e9 } })).toContain(
    'gave up 7 turns. 4 writes waited for room in its 2.00 GiB, 2.50s each on average.',
  );
  expect(text({ told: { roomWaits: 1, roomWaitNs: 3e8 } })).toContain(
    '1 write waited for room in its 2.00 GiB, 300ms.',
  );
  expect(text({})).not.toContain('waited for room');
  const { metrics, kvCache } = cachedStep({ told: { roomWaits: 4, roomWaitNs: 10e9 } });
  expect(metrics).toMatchObject({ roomWaits: 4, roomWaitSeconds: 10 });
  expect(kvCache).toMatchObject({ roomWaits: 4, roomWaitNs: 10e9 });
});

test('of repeats, the one that is told is named', () => {
  const first = cachedStep({ repeat: 1 });
  const text = lines({ ...first, status: 'failed' }, cachedStep({ repeat: 2, told: { evictions: 9 } })).join(' ');
  expect(text.replaceAll(/ +/g, ' ')).toMatch(/repeat 2: 60 requests were served .* gave up 9 turns/);
});

test('a sweep of sizes names each of them', () => {
  const [small, whole] = [cachedStep({ variant: { blockTokens: 16 } }), cachedStep({ variant: { blockTokens: 0 } })];
  const block = { ...small, kvCache: { ...small.kvCache, blockTokens: 16 } } as typeof small;
  const title = lines(block, whole).slice(0, 2).join(' ').replaceAll(/ +/g, ' ');
  expect(title).toContain('200 users, objects of 16 tokens or an object a turn');
});

test('the record is valid by its schema', () => {
  const { kvCache, metrics } = cachedStep();
  expect(kvCacheSchema.strict().safeParse(kvCache).error).toBeUndefined();
  expect(kvCache).toMatchObject({ users: 200, servedAtOnce: 160, requests: 60, readNs: { p95: 250e6 } });
  expect(metrics).toMatchObject({
    ...{ requestsPerSecond: 6, tokensPerSecond: 1200, storageTokensPerSecond: 33_000 },
    ...{ readBytesPerSecond: 4e9, writeBytesPerSecond: 4e8, readP95Ns: 250e6, readDeviceP95Ns: 240e6 },
    ...{ writeP95Ns: 900e6, syncP95Ns: 500e6, hitFraction: 0.75, turnHitFraction: 0.75, evictions: 7, waiting: 500 },
  });
});

test('words for the log and the live view', () => {
  const step = cachedStep();
  expect(jobText(step.job)).toBe('llama3.1-8b, 200 users, 1MiB calls');
  expect(cachedTexts(step)).toEqual(['33.0k tokens/s', 'hits 75%']);
  expect(headlinesOf(step.job).map(({ label }) => label)).toEqual(['read', 'write', 'read P95', 'write P95']);
  expect(kvCachePosition({ requests: 60, waiting: 5, storedBytes: 2 ** 31, hits: 3, misses: 1 })).toEqual([
    '60 requests',
    '5 waiting',
    'hits 75%',
    '2.00 GiB kept',
  ]);
});

test('wrong bytes fail the step, with the place of the first', () => {
  expect(kvDamageError(kvResult())).toBeNull();
  expect(kvDamageError(kvResult({ damagedReads: 2, firstDamage: '/m/1.0 at offset 300000' }))).toEqual({
    code: 'DATA_MISMATCH',
    message: '2 reads have brought other bytes than were written; the first: /m/1.0 at offset 300000',
  });
});
