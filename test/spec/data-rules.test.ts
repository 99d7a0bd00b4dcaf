// Keys of block workloads about content, files and checking that forbid each other; and their neighbours that are allowed.
import { describe, expect, test } from 'vitest';
import { block, problemsOf } from './loading.js';

const head = 'name: b\nkind: block\n';
const writes = 'readPercent: 0\naccess: permutation\n';

function expectRefused(lines: string, message: string): void {
  expect(problemsOf(`${head}${lines}\n`)).toEqual([`w.yaml:${message}`]);
}

function expectAllowed(lines: string): void {
  expect(block(lines).kind).toBe('block');
}

describe('content and files', () => {
  test.each<[string, string]>([
    [
      'dedupePercent: 20\nrefill: false',
      '3:16 dedupePercent: is 20, but "refill: false" writes the same blocks again and again. Remove one of them.',
    ],
    [
      'dedupePercent: 20\npattern: abc',
      '3:16 dedupePercent: is 20, but blocks that repeat a "pattern" are all alike. ' +
        'Remove one of them, or give "compressPercent", so that the pattern fills a part of each block only.',
    ],
    [
      'prewrite: false\nreadPercent: 1',
      '3:11 prewrite: is false, but 1 percent of the operations are reads, which need data. Set "readPercent: 0", or remove it.',
    ],
    [
      'prewrite: false\nreadPercent: 0\nengine: null',
      '3:11 prewrite: cannot be false with engine "null", which has no files. Remove it.',
    ],
    [
      'fallocate: keep\nreadPercent: 0',
      '3:12 fallocate: is "keep", but the workload makes no files of its own. Set "prewrite: false", or remove it.',
    ],
    [
      'fallocate: none\nreadPercent: 0\nprewrite: false\nengine: mmap',
      '3:12 fallocate: is "none", which leaves the files empty, and engine "mmap" cannot make them longer. ' +
        'Use "native" or "truncate", or another engine.',
    ],
    [
      'fallocate: keep\nreadPercent: 0\nprewrite: false\nengine: mmap',
      '3:12 fallocate: is "keep", which leaves the files empty, and engine "mmap" cannot make them longer. ' +
        'Use "native" or "truncate", or another engine.',
    ],
  ])('%j is refused', expectRefused);

  test.each([
    'dedupePercent: 20',
    'dedupePercent: 0\nrefill: false',
    'dedupePercent: 20\npattern: abc\ncompressPercent: 50',
    'dedupePercent: 20\ncompressPercent: 50\nreadPercent: 100',
    'pattern: abc\nrefill: false',
    'prewrite: false\nreadPercent: 0',
    'prewrite: true\nengine: null',
    'fallocate: native\nreadPercent: 100',
    'fallocate: none\nreadPercent: 0\nprewrite: false',
    'fallocate: truncate\nreadPercent: 0\nprewrite: false\nengine: mmap',
    'readPercent: 0\nprewrite: false\nengine: mmap',
    'engine: null\ndropSystemCaches: true\nstartDelay: 1s',
  ])('%j is allowed', expectAllowed);
});

describe('verify', () => {
  test.each<[string, string]>([
    [
      'verify: during\nengine: null',
      '3:9 verify: is "during", but engine "null" keeps no data that could be checked. Remove it, or use another engine.',
    ],
    [
      'verify: only\ndedupePercent: 1',
      '3:9 verify: is "only", but "dedupePercent" is 1, and the proof in each sector makes all of them differ. Remove one of them.',
    ],
    [
      'verify: only\npattern: a',
      '3:9 verify: is "only", but there is a "pattern", which the proof in each sector would overwrite. Remove one of them.',
    ],
    [
      'verify: only\ndirect: false\nblockSize: 1000\nsize: 1000000',
      '3:9 verify: is "only", which needs blocks of whole sectors of 4KiB, but there are some of 1000B. Use 4KiB, or remove it.',
    ],
    [
      'readPercent: 0\nverify: after\ndirect: false\naccess: sequential\n' +
        'blockSizeSplit: [{size: 4096, percent: 50}, {size: 6000, percent: 50}]\nsize: 6144000',
      '4:9 verify: is "after", which needs blocks of whole sectors of 4KiB, but there are some of 6000B. Use 8KiB, or remove it.',
    ],
    [
      'verify: during\ndirect: false\noffset: 1000',
      '5:9 offset: must be a multiple of 4KiB with "verify: during" but is 1000B. Use 4KiB, or remove one of them.',
    ],
    [
      'verify: during\ndirect: false\noffsetIncrement: 100',
      '5:18 offsetIncrement: must be a multiple of 4KiB with "verify: during" but is 100B. Use 4KiB, or remove one of them.',
    ],
    [
      'verify: after',
      '3:9 verify: is "after", but the workload writes nothing. Use "verify: during" to check what is read, or lower "readPercent".',
    ],
    [
      'verify: only\nreadPercent: 0\nprewrite: false',
      '5:11 prewrite: is false, but "verify: only" writes nothing, and needs the data of an earlier run. Remove it.',
    ],
    // With O_DIRECT, one sentence about the sectors is enough.
    [
      'verify: during\nblockSize: 1000\nsize: 1000000',
      '4:12 blockSize: must be a multiple of 512B with "direct: true" but is 1000B. Use 1KiB, or set "direct: false".',
    ],
    [
      'verify: during\noffset: 1000',
      '4:9 offset: must be a multiple of 512B with "direct: true" but is 1000B. Use 1KiB, or set "direct: false".',
    ],
  ])('%j is refused', expectRefused);

  const places: [string, string][] = [
    ['random', ''],
    ['zipf', 'skew: 1.1'],
    ['pareto', 'skew: 0.2'],
    ['normal', 'skew: 20'],
    ['zoned', 'zones: [{operations: 50, space: 1}, {operations: 50, space: 99}]'],
  ];

  test.each(places)('of writes needs another access than %s, or one write at a time', (access, lines) => {
    for (const verify of ['after', 'during']) {
      expectRefused(
        `verify: ${verify}\nreadPercent: 99\naccess: ${access}\nqueueDepth: 2\n${lines}`,
        `3:9 verify: is "${verify}", but with access "${access}" two writes of one block may be in flight at once, ` +
          'so that nobody knows which one stays. Use "access: permutation", or "queueDepth: 1" and one worker for each file.',
      );
      const alone = `verify: ${verify}\nreadPercent: 99\naccess: ${access}\n${lines}`;
      expectAllowed(alone);
      expectAllowed(`${alone}\nworkers: 2\nfileSharing: perWorker`);
      expect(problemsOf(`${head}${alone}\nworkers: 2\n`)).toHaveLength(1);
    }
  });

  test.each(places)('of what is read, or of an earlier run, goes with access %s', (access, lines) => {
    expectAllowed(`verify: during\naccess: ${access}\n${lines}`);
    expectAllowed(`verify: only\nreadPercent: 50\naccess: ${access}\n${lines}`);
  });

  test.each([
    `${writes}verify: after`,
    `${writes}verify: during\ncompressPercent: 50`,
    `${writes}verify: after\nprewrite: false\nfallocate: keep`,
    'verify: after\nreadPercent: 99\naccess: sequential\nblockSize: {read: 4KiB, write: 64KiB}',
    'verify: during\nreadPercent: 0\naccess: backward\nblockSizeRange: {from: 4KiB, to: 64KiB}\ndirect: false',
    `${writes}verify: after\nsteadyState: {metric: iops, criterion: slope, limit: 1, window: 10s}`,
    'verify: none\nengine: null\ndedupePercent: 1',
    'verify: during\ndirect: false\noffset: 8KiB',
    'verify: during\nreadPercent: 0\naccess: permutation\nworkers: 2\nfiles: 1\noffsetIncrement: 64KiB',
    'verify: during\ndirect: false\nreadPercent: 100\nblockSize: {read: 4KiB, write: 1000}',
  ])('%j is allowed', expectAllowed);
});
