// Keys of GPU memory: their defaults, what follows from the engine, what cannot be, and its neighbours that can.
import { describe, expect, test } from 'vitest';
import { variantsOf, withVariant } from '../../src/spec/resolve.js';
import { block, files, loadOne, problemsOf } from './loading.js';

const blockHead = 'name: b\nkind: block\n';
const filesHead = 'name: f\nkind: files\nfiles: 10\n';
const rest = { gpus: [], cufileMode: 'sync', cufileCompat: 'refuse', copyMode: 'full' };

describe('defaults', () => {
  test.each([
    ['', 'host'],
    ['engine: io_uring', 'host'],
    ['engine: cufile', 'gpu'],
    ['engine: gpu-copy', 'gpu'],
    ['memory: gpu', 'gpu'],
  ])('%s: memory is %s', (lines, memory) => {
    expect(block(lines)).toMatchObject({ memory, direct: true, ...rest });
    expect(files(lines)).toMatchObject({ memory, direct: true, ...rest });
  });

  test('memory follows a swept engine', () => {
    const workload = block('sweep: {engine: [io_uring, gpu-copy, cufile]}');
    const memories = variantsOf(workload).map((variant) => withVariant(workload, variant).memory);
    expect(memories).toEqual(['host', 'gpu', 'gpu']);
  });
});

describe('what goes together', () => {
  test.each([
    'engine: cufile\ncufileMode: batch\nqueueDepth: 64\ncufileCompat: force\ngpus: [0, 1]\nregisterBuffers: false',
    'engine: cufile\ncufileMode: stream\nqueueDepth: 4\nbatch: 4\ncufileCompat: allow',
    'engine: cufile\nworkers: 8\noffset: 4KiB\nblockSizeRange: {from: 4KiB, to: 64KiB}',
    'engine: gpu-copy\ncopyMode: host-only\nqueueDepth: 8\nhugePages: true\nnumaNode: 0\nsqPoll: true',
    'memory: gpu\ncopyMode: copy-only\ndirect: false\nblockSize: 1000B\nsize: 1000000B',
    'memory: gpu\ngpus: [7]\nverify: during',
    'engine: cufile\nverify: after\nreadPercent: 0\naccess: permutation',
  ])('%j', (lines) => {
    expect(block(lines)).toMatchObject({ memory: 'gpu' });
  });

  test.each([
    'engine: cufile\nfileSize: 64KiB\noperations: [create, write, fsync, close]',
    'engine: cufile\nfileSize: {uniform: {from: 1B, to: 100KiB}}',
    'engine: cufile\nfileSize: 100kB\npacking: tar\nshardSize: 1MiB',
    'engine: gpu-copy\nfileSize: 1000B',
  ])('of files: %j', (lines) => {
    expect(loadOne(`${filesHead}${lines}\n`)).toMatchObject({ memory: 'gpu' });
  });
});

describe('what cannot be, of block', () => {
  test.each([
    [
      'engine: cufile\nmemory: host',
      '4:9 memory: is "host", but engine "cufile" moves data to and from the memory of a GPU. Remove it, or use another engine.',
    ],
    [
      'engine: libaio\nmemory: gpu',
      '4:9 memory: is "gpu", which engine "libaio" does not reach. Set "engine: gpu-copy" or "engine: cufile", or remove it.',
    ],
    [
      'engine: cufile\ndirect: false',
      '4:9 direct: must be true with engine "cufile", which has no direct path through the page cache. Remove it.',
    ],
    [
      'engine: cufile\nqueueDepth: 4',
      '4:13 queueDepth: must be 1 with "cufileMode: sync" but is 4. Raise "workers" instead, or use "cufileMode: batch".',
    ],
    ['gpus: [0]', '3:7 gpus: has no effect with "memory: host". Remove it, or set "memory: gpu".'],
    ['memory: gpu\ngpus: [0, 1, 0]', '4:7 gpus: names GPU 0 twice. Name each GPU once: the workers take turns.'],
    [
      'memory: gpu\ncufileMode: batch',
      '4:13 cufileMode: is "batch", which has no effect with engine "auto". Remove it, or set "engine: cufile".',
    ],
    [
      'engine: gpu-copy\ncufileCompat: allow',
      '4:15 cufileCompat: is "allow", which has no effect with engine "gpu-copy". Remove it, or set "engine: cufile".',
    ],
    [
      'engine: cufile\ncopyMode: copy-only',
      '4:11 copyMode: is "copy-only", which has no effect with engine "cufile". Remove it, or set "engine: gpu-copy".',
    ],
    [
      'copyMode: host-only',
      '3:11 copyMode: is "host-only", which has no effect with engine "auto". Remove it, or set "engine: gpu-copy".',
    ],
    [
      'engine: cufile\nhugePages: true',
      '4:12 hugePages: has no effect with engine "cufile", whose buffers are in the memory of the GPU. Remove it.',
    ],
    [
      'engine: cufile\nnumaNode: 1',
      '4:11 numaNode: has no effect with engine "cufile", whose buffers are in the memory of the GPU. Remove it.',
    ],
    [
      'memory: gpu\ncopyMode: host-only\nverify: during',
      '5:9 verify: is "during", but with "copyMode: host-only" the data does not come all the way. Remove one of them.',
    ],
    [
      'memory: gpu\ncopyMode: copy-only\npasses: 1\nphaseOf: p',
      '4:11 copyMode: is "copy-only", which leaves nothing on the storage that another phase could find. Remove one of them.',
    ],
    [
      'engine: cufile\nblockSize: 6KiB\nsize: 6MiB',
      '4:12 blockSize: must be a multiple of 4KiB with engine "cufile" but is 6KiB. Use 8KiB, or engine "gpu-copy".',
    ],
    [
      'engine: cufile\nblockSizeSplit: [{size: 512B, percent: 50}, {size: 4KiB, percent: 50}]',
      '4:17 blockSizeSplit: must be a multiple of 4KiB with engine "cufile" but is 512B. Use 4KiB, or engine "gpu-copy".',
    ],
    [
      'engine: cufile\nblockSize: 1000B\nsize: 1000000B',
      '4:12 blockSize: must be a multiple of 4KiB with engine "cufile" but is 1000B. Use 4KiB, or engine "gpu-copy".',
    ],
    [
      'engine: cufile\noffset: 512B',
      '4:9 offset: must be a multiple of 4KiB with engine "cufile" but is 512B. Use 4KiB, or engine "gpu-copy".',
    ],
    [
      'engine: cufile\nworkers: 2\noffsetIncrement: 6KiB',
      '5:18 offsetIncrement: must be a multiple of 4KiB with engine "cufile" but is 6KiB. Use 8KiB, or engine "gpu-copy".',
    ],
    ['engine: sync\nsqPoll: true', '4:9 sqPoll: needs engine "io_uring" but it is "sync". Set "engine: io_uring".'],
  ])('%j', (lines, message) => {
    expect(problemsOf(`${blockHead}${lines}\n`)).toEqual([`w.yaml:${message}`]);
  });
});

describe('what cannot be, of files', () => {
  test.each([
    [
      'engine: cufile\nfileSize: 10kB',
      '5:11 fileSize: must be a multiple of 4KiB with engine "cufile" but is 10000B. Use 12KiB, or engine "gpu-copy".',
    ],
    [
      'engine: cufile\nfileSize: 64KiB\nblockSize: 10KiB',
      '6:12 blockSize: must be a multiple of 4KiB with engine "cufile" but is 10KiB. Use 12KiB, or engine "gpu-copy".',
    ],
    [
      'engine: cufile\noperations: [create, write, close]\nfileSize: {histogram: [{size: 6KiB, percent: 50}, {size: 8KiB, percent: 50}]}',
      '6:11 fileSize: gives sizes that are no multiples of 4KiB, which engine "cufile" cannot write straight. Give a histogram of multiples.',
    ],
    [
      'engine: cufile\noperations: [create, write, close]\nfileSize: 1000B',
      '6:11 fileSize: must be a multiple of 4KiB with engine "cufile" but is 1000B. Use 4KiB, or engine "gpu-copy".',
    ],
  ])('%j', (lines, message) => {
    expect(problemsOf(`${filesHead}${lines}\n`)).toEqual([`w.yaml:${message}`]);
  });
});
