// An import either gives a workload file that loads, or problems with the option and line of the job file.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeWorkloads } from '../../src/fio/write-yaml.js';
import { loadText } from '../spec/loading.js';
import { importText, notesOf, problemsOf, wordsOf } from './importing.js';

describe('what cannot be verified is refused at its option', () => {
  const proof = 'cannot stand beside verify here: each sector then carries its own proof';
  const repeats = 'lets two writes of one block be in flight at once, so that nobody could say which one stays';
  test.each<[string, string]>([
    ['verify=md5\nrw=write\nbuffer_pattern=0xab', `5:1 buffer_pattern: ${proof}. Remove it, or verify.`],
    ['verify=md5\nrw=read\nzero_buffers', `5:1 zero_buffers: ${proof}. Remove it, or verify.`],
    [
      'verify=md5\nverify_only\nrw=write\ndedupe_percentage=1',
      `6:1 dedupe_percentage: ${proof}, so that no block repeats another. Remove it, or verify.`,
    ],
    ['verify=md5\nrw=randwrite\nnorandommap', `5:1 norandommap: ${repeats}. Remove it, or verify.`],
    [
      'verify=md5\nverify_backlog=8\nrw=randrw\nrandom_distribution=zipf',
      `6:1 random_distribution: ${repeats}. Remove it, or verify.`,
    ],
    [
      'verify=md5\nrw=randwrite\nbsrange=4k-8k',
      '5:1 bsrange: has blocks of several sizes in random order, where writes that overlap may be in flight at once. ' +
        'Use one size, or remove verify.',
    ],
    [
      'verify=md5\nrw=randrw\nbs=4k,8k',
      '5:1 bs: has blocks of several sizes in random order, where writes that overlap may be in flight at once. ' +
        'Use one size, or remove verify.',
    ],
  ])('%j', (lines, problem) => {
    expect(problemsOf(`size=8m\n${lines}`)).toEqual([`job.fio:${problem}`]);
  });

  test.each([
    ['verify=md5\nrw=randwrite', 'after'],
    ['verify=md5\nrw=write\nbssplit=4k/50:8k/50', 'after'],
    ['verify=md5\nrw=randread\nnorandommap', 'during'],
    ['verify=md5\nrw=randwrite\nnorandommap\ndo_verify=0', 'none'],
    ['verify=md5\nrw=randwrite\nnorandommap\nverify_only', 'only'],
    ['verify=md5\nrw=write\nbuffer_pattern=0xab\ndo_verify=0', 'none'],
    ['verify=md5\nrw=write\nnumjobs=2\noffset_increment=1m', 'after'],
    ['verify=md5\nrw=write\nbuffer_compress_percentage=50', 'after'],
  ])('%j is verified %s', (lines, verify) => {
    expect(wordsOf(`size=8m\n${lines}`).verify).toBe(verify);
  });

  test('and with engine null nothing is verified', () => {
    expect(notesOf('size=8m\nrw=write\nverify=md5\nioengine=null')['verify']).toBe(
      'idle: engine null keeps nothing that could be verified',
    );
  });
});

describe('a workload that the rules refuse is a problem of the options that it comes from', () => {
  test.each<[string, string]>([
    [
      'rw=read\nbs=1000\ndirect=1',
      '4:1 bs: here "blockSize", must be a multiple of 512B with "direct: true" but is 1000B. Use 1KiB, or set "direct: false".',
    ],
    [
      'rw=read\ndirect=1\noffset=1000',
      '5:1 offset: must be a multiple of 512B with "direct: true" but is 1000B. Use 1KiB, or set "direct: false".',
    ],
    [
      'verify=md5\nrw=write\nbs=1000',
      '3:1 verify: is "after", which needs blocks of whole sectors of 4KiB, but there are some of 1000B. Use 4KiB, or remove it.',
    ],
    [
      'rw=read\nstartdelay=50d',
      '4:1 startdelay: here "startDelay", must be from 0s to 1000h but is 1200h. Stay in that range.',
    ],
  ])('%j', (lines, problem) => {
    expect(problemsOf(`size=8m\n${lines}`)).toEqual([`job.fio:${problem}`]);
  });
});

const options: Record<string, string[]> = {
  rw: ['read', 'write', 'randread', 'randwrite', 'randrw', 'rw', 'write:4k', 'write:-8k'],
  ioengine: ['psync', 'libaio', 'io_uring', 'mmap', 'null'],
  iodepth: ['1', '8'],
  bs: ['4k', '512', '1000', '4k,8k'],
  bssplit: ['4k/50:8k/50'],
  numjobs: ['1', '3'],
  filename: ['a'],
  nrfiles: ['2'],
  direct: ['0', '1'],
  offset: ['4k', '1000'],
  offset_increment: ['1m', '300'],
  norandommap: ['1'],
  random_distribution: ['zipf:1.2', 'normal:30', 'zoned:50/1:50/99'],
  verify: ['crc32c', 'md5'],
  verify_only: ['1'],
  do_verify: ['0', '1'],
  verify_backlog: ['16'],
  buffer_pattern: ['0xabcd', '"x"'],
  zero_buffers: ['1'],
  refill_buffers: ['0', '1'],
  scramble_buffers: ['0'],
  buffer_compress_percentage: ['0', '50', '100'],
  dedupe_percentage: ['0', '40'],
  fallocate: ['none', 'native', 'posix', 'keep', 'truncate'],
  overwrite: ['0', '1'],
  startdelay: ['0', '5', '9999h'],
  create_on_open: ['1'],
  unlink: ['1'],
  fsync: ['8'],
  end_fsync: ['1'],
  sync: ['dsync'],
  rate: ['1m', '1m,2m'],
  rate_iops: ['100', ',100'],
  thinktime: ['10ms'],
  loops: ['2'],
  io_size: ['4m'],
  time_based: ['1'],
  runtime: ['5'],
};
const line = fc.constantFrom(...Object.keys(options)).chain((name) => {
  return fc.constantFrom(...(options[name] ?? [])).map((value) => `${name}=${value}`);
});

test('a line that cannot be read is one problem, whatever stands beside it', () => {
  const broken = fc.constantFrom(...Object.keys(options)).map((name) => `${name}=\${UNSET}`);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), broken, (lines, unset) => {
      const { problems } = importText(`[a]\nsize=8m\n${[...lines, unset].join('\n')}\n`);
      expect(problems.filter((problem) => problem.line === 3 + lines.length)).toHaveLength(1);
    }),
    { numRuns: 200 },
  );
});

test('an import without a problem loads', () => {
  let loaded = 0;
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const imported = importText(`[a]\nsize=8m\n${lines.join('\n')}\n`);
      for (const problem of imported.problems) expect(problem.line).toBeGreaterThan(0);
      if (imported.problems.length > 0) return;
      loaded++;
      expect(() => loadText(writeWorkloads(imported))).not.toThrow();
    }),
    { numRuns: 500 },
  );
  // With jobs that are nearly all refused, the property would say nothing.
  expect(loaded).toBeGreaterThan(150);
});
