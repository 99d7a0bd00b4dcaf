// Keys of caches: bytes of published models, what follows from what, what cannot be, and --scale.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { publishedBytesPerToken } from '../../src/spec/kv-cache-models.js';
import { loadWorkloads } from '../../src/spec/load.js';
import { kvModels } from '../../src/spec/workload.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { builtinDirectory, loadOne, problemsOf } from './loading.js';

const head = 'name: c\nkind: kv-cache\n';

test('bytes of a token are those that are published', () => {
  expect(Object.fromEntries(kvModels.map((model) => [model, publishedBytesPerToken(model)]))).toEqual({
    'llama3.1-8b': 131_072,
    'llama3.1-70b': 327_680,
    'llama2-7b': 524_288,
    'mistral-7b': 131_072,
    'qwen3-32b': 262_144,
    'gpt-oss-20b': 49_152,
    'gpt-oss-120b': 73_728,
    'deepseek-v3': 70_272,
    'tiny-1b': 24_576,
    custom: null,
  });
});

describe('what follows', () => {
  test.each([
    ['', { engine: 'sync', direct: false, workers: 100, queueDepth: 1, runtime: 300e9, seed: 42, dropCache: true }],
    ['users: 2000', { workers: 500, queueDepth: 1 }],
    ['users: 10\nengine: io_uring', { workers: 4, queueDepth: 3 }],
    ['users: 2\nengine: auto\ndirect: true', { workers: 2, queueDepth: 1, dropCache: false }],
    ['requests: 10', { runtime: null }],
    ['engine: "null"', { dropCache: false }],
    ['model: custom\nbytesPerToken: 4KiB', { bytesPerToken: 4096 }],
  ])('of %j', (lines, expected) => {
    expect(loadOne(`${head}${lines}\n`)).toMatchObject(expected);
  });

  test('a custom model needs its bytes', () => {
    expect(problemsOf(`${head}model: custom\n`)).toEqual([expect.stringMatching(/bytesPerToken: is missing/)]);
  });
});

describe('what cannot be', () => {
  test.each([
    ['engine: mmap', /engine: is "mmap" with memory host, and objects go through the memory of the host/],
    ['ramp: 5s', /ramp: cannot be of a cache/],
    ['runtime: null', /runtime: is null, and requests too/],
    ['userTypes: []', /userTypes: is empty/],
    ['blockSize: 5000', /blockSize: is 5000B, no multiple of 4KiB/],
    ['model: deepseek-v3\ndirect: true', /direct: needs objects of whole 4KiB, and a token have 70272 bytes/],
    ['direct: true\ndropCache: true', /dropCache: has no effect with "direct: true"/],
    ['engine: "null"\nworkers: 2\nnullEngine: {latency: 1us}', /workers: must be 1 with a latency of the null engine/],
    ['engine: "null"\nverify: during', /verify: cannot be "during" with engine "null"/],
    ['queueDepth: 4', /queueDepth: must be 1 with engine "sync"/],
    ['scale: 0', /scale: /],
    ['userTypes: [poet]', /userTypes/],
  ])('%j', (lines, problem) => {
    expect(problemsOf(`${head}${lines}\n`)).toEqual([expect.stringMatching(problem)]);
  });

  test.each(['model: deepseek-v3\ndirect: true\nblockTokens: 256', 'runtime: null\nrequests: 5', 'blockSize: 8KiB'])(
    'its neighbour %j can',
    (lines) => {
      expect(loadOne(`${head}${lines}\n`).kind).toBe('kv-cache');
    },
  );
});

describe('--scale', () => {
  const scaled = (text: string, scale: number) => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'w.yaml'), text);
    return loadWorkloads('w.yaml', { set: [], scale, cwd, builtinDirectory }).workloads;
  };

  test.each([
    ['', { scale: 0.01, cpuMemory: 0, users: 100 }],
    ['scale: 0.5', { scale: 0.005 }],
    ['cpuMemory: 4GiB', { cpuMemory: 42_949_673 }],
    ['sweep: {scale: [1, 0.1]}', { sweep: { scale: [0.01, 0.001] } }],
  ])('of %j', (lines, expected) => {
    expect(scaled(`${head}${lines}\n`, 0.01)).toMatchObject([expected]);
  });
});

test('the three options are those of the rules', () => {
  const loaded = [1, 2, 3].map((option) => {
    const [workload] = loadWorkloads(`kv-cache-option${option}`, {
      set: [],
      cwd: temporaryDirectory(),
      builtinDirectory,
    }).workloads;
    return workload;
  });
  const same = {
    runtime: 300e9,
    seed: 42,
    tokenTime: 0,
    prefixPercent: 20,
    continuePercent: 80,
    blockTokens: 0,
    scale: 1,
  };
  expect(loaded).toMatchObject([
    { ...same, model: 'llama3.1-8b', users: 200, cpuMemory: 0, allocations: 16, workers: 200 },
    { ...same, model: 'llama3.1-8b', users: 100, cpuMemory: 4 * 2 ** 30, allocations: 16, workers: 100 },
    { ...same, model: 'llama3.1-70b', users: 70, cpuMemory: 0, allocations: 4, workers: 70 },
  ]);
});
