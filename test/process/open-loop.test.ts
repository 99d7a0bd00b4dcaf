// A storage that stops for a second in the middle of a paced run: an open loop counts all that had to wait for it, a
// closed loop only what was in flight.
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { bucketsOf, decodeHistogram } from '../../src/result/histogram.js';
import type { LatencyRecord } from '../../src/result/schema.js';
import { buildFaultfs, FaultMount, whyNoFaultMount } from '../helpers/fault-mount.js';
import { sharedTemporaryDirectory } from '../helpers/temporary.js';
import { measuring, once, runSession } from './sessions.js';

const missing = whyNoFaultMount();
const rate = 200;
const runtimeSeconds = 4;
const planned = rate * runtimeSeconds;
const stallMs = 1000;
/** Far above what a read takes here, far below the stall. */
const slowMs = 400;
/** Operations that were due early enough in the stall to be slow at its end. */
const delayed = (rate * (stallMs - slowMs)) / 1000;

const workload = (...keys: string[]) =>
  [
    'name: job',
    'kind: block',
    'access: random',
    'size: 8MiB',
    `runtime: ${runtimeSeconds}s`,
    `rate: {operations: ${rate}}`,
    ...keys,
  ].join('\n');

function slowOnes(latency: LatencyRecord): number {
  const slow = bucketsOf(decodeHistogram(latency.histogram)).filter(({ lowest }) => lowest >= slowMs * 1e6);
  return slow.reduce((sum, { count }) => sum + count, 0);
}

describe.skipIf(missing)(`a stall in the middle of a paced run ${missing}`, () => {
  const directory = sharedTemporaryDirectory();
  let faultfs = '';
  beforeAll(() => {
    faultfs = buildFaultfs(directory);
  });

  /** Results of the reads of a run during which none is answered for a while. */
  async function readsWithStall(...keys: string[]) {
    const mount = await FaultMount.make(faultfs);
    onTestFinished(() => mount.unmount());
    const stalls: Promise<void>[] = [];
    const stall = async (): Promise<void> => {
      await mount.set('read stall');
      await sleep(stallMs);
      await mount.set('read clear');
    };
    const { steps } = await runSession({
      yaml: workload(...keys),
      mountPath: mount.path,
      onProgress: once('job', measuring, () => stalls.push(stall())),
    });
    await Promise.all(stalls);
    expect(stalls).toHaveLength(1);
    expect(steps[0]).toMatchObject({ status: 'complete', error: null, endReason: 'runtime' });
    const reads = steps[0]?.operations.read;
    if (reads === undefined) throw new Error('nothing was read');
    return reads;
  }

  test.each([
    { engine: 'sync', queueDepth: 1 },
    { engine: 'io_uring', queueDepth: 4 },
  ])('fixed arrivals with $engine: the stall is in the latency from the intended start', async (row) => {
    const { engine, queueDepth } = row;
    const reads = await readsWithStall('arrival: fixed', `engine: ${engine}`, `queueDepth: ${queueDepth}`);
    const { latencyNs, intendedLatencyNs } = reads;
    if (intendedLatencyNs === null) throw new Error('there is no intended latency');

    expect(slowOnes(latencyNs)).toBeGreaterThanOrEqual(1);
    expect(slowOnes(latencyNs)).toBeLessThanOrEqual(queueDepth);
    expect(slowOnes(intendedLatencyNs)).toBeGreaterThanOrEqual(delayed / 2);
    expect(slowOnes(intendedLatencyNs)).toBeLessThanOrEqual(planned - delayed);
    expect(intendedLatencyNs.max).toBeGreaterThanOrEqual(0.9 * stallMs * 1e6);
    expect(intendedLatencyNs.p90).toBeGreaterThan(slowMs * 1e6);
    // Four slow reads of eight hundred are not in the 99th percentile of what storage took, as if there were none.
    expect(latencyNs.p99).toBeLessThan(slowMs * 1e6);
    // What was due during the stall is done after it.
    expect(reads.count).toBeGreaterThan(planned - delayed / 2);
    expect(reads.count).toBeLessThanOrEqual(planned);
  });

  test('poisson arrivals', async () => {
    const { latencyNs, intendedLatencyNs } = await readsWithStall('arrival: poisson', 'engine: sync', 'queueDepth: 1');
    if (intendedLatencyNs === null) throw new Error('there is no intended latency');
    expect(slowOnes(latencyNs)).toBe(1);
    expect(slowOnes(intendedLatencyNs)).toBeGreaterThanOrEqual(delayed / 2);
    expect(intendedLatencyNs.p90).toBeGreaterThan(slowMs * 1e6);
  });

  test.each([
    { engine: 'sync', queueDepth: 1 },
    { engine: 'io_uring', queueDepth: 4 },
  ])('a closed loop with $engine hides it in one slow read a slot', async ({ engine, queueDepth }) => {
    const reads = await readsWithStall('arrival: closed', `engine: ${engine}`, `queueDepth: ${queueDepth}`);
    expect(reads.intendedLatencyNs).toBeNull();
    expect(slowOnes(reads.latencyNs)).toBeGreaterThanOrEqual(1);
    expect(slowOnes(reads.latencyNs)).toBeLessThanOrEqual(queueDepth);
    expect(reads.latencyNs.max).toBeGreaterThanOrEqual(0.9 * stallMs * 1e6);
    expect(reads.latencyNs.p99).toBeLessThan(slowMs * 1e6);
    // Reads of the stall are not made up for: they are missing.
    expect(reads.count).toBeLessThan(planned - delayed);
  });
});
