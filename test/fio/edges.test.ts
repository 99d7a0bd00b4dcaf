// Values at the edges of what an option can be, and options that act on each other.
import { describe, expect, test } from 'vitest';
import { accepted, importText, notesOf, wordsOf } from './importing.js';

describe('kb_base', () => {
  test('of [global] is that of the sections after it, wherever it stands', () => {
    const { workloads } = accepted(
      importText('[global]\nbs=1k\nkb_base=1000\n[a]\nsize=4m\n[b]\nstonewall\nkb_base=1024\nsize=4m\n'),
    );
    expect(workloads.map(({ words }) => [words.blockSize, words.size])).toEqual([
      ['1000B', '3906.25KiB'],
      ['1000B', '4194000B'],
    ]);
  });
});

describe('the end of a job', () => {
  const job = 'rw=randread\nsize=8m\n';

  test.each([
    ['offset=4k', { ioSize: '8MiB' }],
    ['norandommap', { passes: 1 }],
    ['bsrange=4k-8k', { ioSize: '8MiB' }],
    ['io_size=8m', { passes: 1 }],
    ['io_size=4m\nloops=3', { ioSize: '12MiB' }],
    ['io_size=50%\nloops=2', { ioSize: '8MiB' }],
    ['io_size=200%', { passes: 1 }],
    ['number_ios=10\nloops=2', { operationLimit: 20, passes: 2 }],
    ['filename=x', { passes: 1 }],
    ['filename=x\nnumjobs=2', { ioSize: '8MiB' }],
  ])('with %j is %j', (lines, expected) => {
    const { passes, ioSize, operationLimit } = wordsOf(job + lines);
    expect({ passes, ioSize, operationLimit }).toEqual({
      passes: undefined,
      ioSize: undefined,
      operationLimit: undefined,
      ...expected,
    });
  });

  test.each([
    ['size=48m', { size: '64MiB', ioSize: '48MiB' }],
    ['size=80m', { size: '64MiB', passes: 1 }],
    ['size=25%', { size: '16MiB', passes: 1 }],
    ['size=200%', { size: '64MiB', passes: 1 }],
    ['io_size=25%', { size: '64MiB', ioSize: '16MiB' }],
    ['offset=8m', { size: '64MiB', ioSize: '48MiB' }],
  ])('with two files of 32 MiB and %j is %j', (line, expected) => {
    expect(wordsOf(`nrfiles=2\nfilesize=32m\n${line}`)).toMatchObject({ files: 2, ...expected });
  });

  test('by time makes idle what counts bytes', () => {
    const lines = `${job}runtime=5\ntime_based\nloops=2\nio_size=4m\nnumber_ios=10`;
    const { passes, ioSize, operationLimit, runtime } = wordsOf(lines);
    expect({ passes, ioSize, operationLimit, runtime }).toEqual({ runtime: '5s' });
    const notes = notesOf(lines);
    expect(notes['number_ios']).toBe('idle: time_based goes on until the runtime is over, in fio too');
    expect(notes['loops']).toBe('idle: time_based goes on until the runtime is over');
    expect(notes['io_size']).toBe('idle: time_based goes on until the runtime is over');
  });
});

describe('a size beside filesize', () => {
  const held = (bytes: string) =>
    `converted: more than the ${bytes} that the files of each worker have, in fio too; that much is moved`;
  test.each([
    ['size=1g\nfilesize=2mb', { passes: 1 }, held('2MiB')],
    ['size=1g\nfilesize=2m\nnrfiles=2', { passes: 1 }, held('4MiB')],
    ['size=1m\nfilesize=2m', { ioSize: '1MiB' }, 'converted: 1MiB are moved by each worker, in files of filesize'],
  ])('as in %j ends after what there is', (lines, words, note) => {
    expect(wordsOf(`rw=write\n${lines}`)).toMatchObject(words);
    expect(notesOf(`rw=write\n${lines}`)['size']).toBe(note);
  });
});

describe('clones without group_reporting', () => {
  const told = (lines: string) =>
    accepted(importText(`[a]\nsize=1m\n${lines}\n`)).notes.filter(({ text }) => text.includes('group_reporting'));
  test('have one result here, which is said', () => {
    expect(told('numjobs=4')).toMatchObject([
      {
        outcome: 'assumed',
        text: 'fio prints an entry for each of the 4 clones without group_reporting; here one result, and one entry of fio-json, is for all of them',
      },
    ]);
    expect(told('numjobs=4\ngroup_reporting=0')).toHaveLength(1);
    expect(told('numjobs=4\ngroup_reporting')).toEqual([]);
    expect(told('numjobs=1')).toEqual([]);
  });
});

describe('the queue', () => {
  test.each([
    ['', 1],
    ['iodepth_batch=4', 4],
    ['iodepth_batch=0', 16],
    ['iodepth_batch=64', 16],
    ['iodepth_batch=4\niodepth_batch_complete_min=4', 4],
  ])('of 16 with %j has a batch of %i', (line, batch) => {
    expect(wordsOf(`size=1m\nioengine=libaio\niodepth=16\n${line}`)).toMatchObject({ queueDepth: 16, batch });
  });
});

describe('blocks', () => {
  test('of a range end at the last multiple of the smallest', () => {
    expect(wordsOf('size=1m\nbsrange=4k-10k')).toMatchObject({ blockSizeRange: { from: '4KiB', to: '8KiB' } });
  });

  test('of a split share what is left, and the largest share gets the rest', () => {
    expect(wordsOf('size=1m\nbssplit=4k/:8k/0:16k')).toMatchObject({
      blockSizeSplit: [
        { size: '4KiB', percent: 34 },
        { size: '8KiB', percent: 33 },
        { size: '16KiB', percent: 33 },
      ],
    });
  });

  test('of odd sizes leave files of whole common parts', () => {
    expect(wordsOf('rw=rw\nbs=6k,4k\nsize=1000k')).toMatchObject({ size: '1000KiB' });
    expect(wordsOf('rw=rw\nbs=6k,4k\nsize=1001k')).toMatchObject({ size: '1000KiB' });
  });
});

describe('a slice of a shared file', () => {
  test('has random blocks that do not repeat, as any other part', () => {
    const lines = 'rw=randread\nfilename=x\nsize=4m\noffset_increment=4m\n';
    expect(wordsOf(`${lines}numjobs=4`)).toMatchObject({ access: 'permutation', size: '16MiB' });
    expect(wordsOf(lines)).toMatchObject({ access: 'permutation', size: '4MiB' });
  });
});

describe('content', () => {
  test.each([
    ['', undefined],
    ['refill_buffers', true],
    ['refill_buffers=0', true],
    ['scramble_buffers=0', false],
    ['refill_buffers=1\nscramble_buffers=0', true],
    ['scramble_buffers=0\nbuffer_compress_percentage=50', true],
    ['scramble_buffers=0\nbuffer_compress_percentage=100', false],
    ['scramble_buffers=0\nbuffer_compress_percentage=0', false],
    ['scramble_buffers=0\ndedupe_percentage=1', true],
    ['scramble_buffers=0\ndedupe_percentage=0', false],
  ])('with %j has refill %j', (lines, refill) => {
    expect(wordsOf(`rw=write\nsize=1m\n${lines}`).refill).toBe(refill);
  });

  test.each([
    ['buffer_pattern=0xab', '0xab'],
    ['buffer_pattern=0xabc', '0x0abc'],
    ['buffer_pattern=0xff0x1', '0xff01'],
    ['buffer_pattern="0x"', '0x3078'],
    ['buffer_pattern=66', '0x42'],
    ['buffer_pattern=0', '0x00'],
    ['buffer_pattern=-1024', '0x00fcffff'],
    ['buffer_pattern=-100xab"1"', '0xf6ffffffab31'],
    ['zero_buffers\nbuffer_pattern=0xab', '0xab'],
    ['buffer_pattern=0xab\nzero_buffers', '0x00'],
    ['zero_buffers=0', undefined],
    ['buffer_pattern=0xab\nzero_buffers=0', '0xab'],
  ])('with %j has the pattern %j', (lines, pattern) => {
    expect(wordsOf(`rw=write\nsize=1m\n${lines}`).pattern).toBe(pattern);
  });

  test.each([
    ['rw=write', 'after'],
    ['rw=randrw', 'after'],
    ['rw=read', 'during'],
    ['rw=write\nverify_backlog=8', 'during'],
    ['rw=write\nverify_backlog=0', 'after'],
    ['rw=write\ndo_verify=0', 'none'],
    ['rw=read\ndo_verify=0', 'during'],
    ['rw=write\nverify_only', 'only'],
  ])('with %j is verified %s', (lines, verify) => {
    expect(wordsOf(`size=1m\nverify=crc32c\n${lines}`).verify).toBe(verify);
  });
});

describe('repeated blocks', () => {
  test.each([
    ['dedupe_percentage=30', 30],
    ['dedupe_percentage=0', undefined],
    ['dedupe_percentage=30\nbuffer_pattern=0xab', undefined],
    ['dedupe_percentage=30\nbuffer_pattern=0xab\nbuffer_compress_percentage=50', 30],
  ])('with %j are %j percent', (lines, percent) => {
    expect(wordsOf(`rw=write\nsize=1m\n${lines}`).dedupePercent).toBe(percent);
  });

  test('of a pattern say why they are idle', () => {
    expect(notesOf('rw=write\nsize=1m\nzero_buffers\ndedupe_percentage=30')['dedupe_percentage']).toBe(
      'idle: blocks that repeat a pattern are all alike',
    );
  });
});

describe('files', () => {
  test.each<[string, object]>([
    ['rw=write', { prewrite: false, fallocate: undefined }],
    ['rw=write\nfallocate=none', { prewrite: false, fallocate: 'none' }],
    ['rw=write\noverwrite=0\nfallocate=posix', { prewrite: false, fallocate: 'native' }],
    ['rw=write\noverwrite=1\nfallocate=none', { prewrite: true, fallocate: undefined }],
    ['rw=rw\noverwrite=1\nfallocate=none', { prewrite: undefined, fallocate: undefined }],
    ['rw=read\nfallocate=none', { prewrite: undefined, fallocate: undefined }],
    ['rw=write\nioengine=mmap\nfallocate=none', { prewrite: undefined, fallocate: undefined }],
    ['rw=write\nioengine=null\nfallocate=none', { prewrite: undefined, fallocate: undefined }],
    ['rw=write\nverify=md5\nfallocate=none', { prewrite: false, fallocate: 'none', verify: 'after' }],
    ['rw=write\nverify=md5\nverify_only\nfallocate=none', { prewrite: undefined, verify: 'only' }],
  ])('with %j are %j', (lines, words) => {
    const { prewrite, fallocate, verify } = wordsOf(`size=1m\n${lines}`);
    expect({ prewrite, fallocate, verify }).toMatchObject(words);
  });

  test('say why fallocate does nothing', () => {
    const note = (lines: string) => notesOf(`size=1m\nfallocate=none\n${lines}`)['fallocate'];
    expect(note('rw=read')).toBe('idle: files are written before they are read');
    expect(note('rw=write\noverwrite=1')).toBe('idle: files are written before the run');
    expect(note('rw=write\nioengine=mmap')).toBe('idle: files are written before they are mapped, in fio too');
    expect(note('rw=write\nioengine=null')).toBe('idle: there are no files');
    expect(note('rw=write\nverify=md5\nverify_only')).toBe('idle: files are verified that an earlier run has written');
  });

  test('that only the job uses are removed afterwards, and others kept', () => {
    expect(notesOf('size=1m\nunlink=0\nrw=write')['unlink']).toBe('converted: files are removed after the run');
    expect(notesOf('size=1m\nunlink=0\nrw=read')['unlink']).toBe(
      'converted: files are kept for the next run, until ioproof clean',
    );
  });
});

test.each([
  [5, 8.46],
  [20, 10.14],
  [50, 16.67],
  [80, 16.67],
])('normal:%d draws blocks with a deviation of %d percent', (asked, skew) => {
  expect(wordsOf(`size=1m\nrw=randread\nrandom_distribution=normal:${asked}`)).toMatchObject({
    access: 'normal',
    skew,
  });
});

describe('the step of the time series', () => {
  test.each([
    ['log_avg_msec=1000', '1s'],
    ['log_avg_msec=2000\nlog_hist_msec=500', '500ms'],
    ['log_avg_msec=10', '100ms'],
    ['log_avg_msec=120000', '1m'],
    ['log_avg_msec=0', undefined],
  ])('with %j is %j', (lines, interval) => {
    expect(wordsOf(`size=1m\n${lines}`).interval).toBe(interval);
  });

  test('that cannot be had is said', () => {
    expect(notesOf('size=1m\nlog_avg_msec=10')['log_avg_msec']).toBe(
      'converted: the step of the time series is 100 ms; it can be 100 … 60000 ms',
    );
  });
});

describe('a mix', () => {
  test.each([
    ['rw=randrw', 50],
    ['rw=randrw\nrwmixread=30', 30],
    ['rw=randrw\nrwmixread=30\nrwmixwrite=20', 80],
    ['rw=randrw\nrwmixwrite=20\nrwmixread=30', 30],
    ['rw=randread\nrwmixread=30', 100],
    ['rw=randrw\nrwmixread=100', 100],
    ['rw=randrw\nrwmixread=0', 0],
  ])('%j has %i %% reads', (lines, readPercent) => {
    expect(wordsOf(`size=1m\n${lines}`)).toMatchObject({ readPercent });
  });

  test('of nothing but reads syncs nothing', () => {
    expect(wordsOf('size=1m\nrw=randrw\nrwmixread=100\nend_fsync=1')).not.toHaveProperty('fsync');
  });
});
