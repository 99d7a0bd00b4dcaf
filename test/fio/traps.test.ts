// The fourteen places where importers of fio job files go wrong, each with a fixture of its own.
import { describe, expect, test } from 'vitest';
import { accepted, importFixture, importText, notesAt, notesOf, sectionsOf } from './importing.js';

function pick(sections: Record<string, object>, ...keys: string[]) {
  const chosen = (words: object) => Object.fromEntries(Object.entries(words).filter(([key]) => keys.includes(key)));
  return Object.fromEntries(Object.entries(sections).map(([name, words]) => [name, chosen(words)]));
}

test('1: k and Ki are 1024 and KiB is 1000, and with kb_base=1000 the reverse', () => {
  expect(pick(sectionsOf('trap-01-suffixes'), 'blockSize', 'size')).toEqual({
    k: { blockSize: '4KiB', size: '64MiB' },
    'upper-k': { blockSize: '4KiB', size: '64MiB' },
    kb: { blockSize: '4KiB', size: '64MiB' },
    ki: { blockSize: '4KiB', size: '64MiB' },
    kib: { blockSize: '4000B', size: '67108000B' },
    mi: { blockSize: '1MiB', size: '64MiB' },
    mib: { blockSize: '1000000B', size: '67000000B' },
    'true-k': { blockSize: '4000B', size: '67108000B' },
    'true-kib': { blockSize: '4KiB', size: '64MiB' },
  });
});

test('2: size is that of one clone over all of its files, and filesize that of each file', () => {
  expect(pick(sectionsOf('trap-02-size'), 'workers', 'files', 'size')).toEqual({
    clones: { workers: 4, files: 4, size: '4GiB' },
    'files-of-clones': { workers: 4, files: 32, size: '4GiB' },
    filesize: { workers: 2, files: 6, size: '60MiB' },
    percent: { workers: 1, files: 1, size: '20MiB' },
    'not-whole': { workers: 1, files: 3, size: '972KiB' },
  });
});

test('2: what is left over at the end of files is said', () => {
  const { workloads } = importFixture('trap-02-size');
  const texts = workloads.find(({ section }) => section === 'not-whole')?.notes.map(({ text }) => text);
  expect(texts).toContain('files of 324KiB, which are whole blocks, instead of 333333B');
});

test('3: direct and buffered are opposites, and the last one wins', () => {
  expect(pick(sectionsOf('trap-03-direct'), 'direct')).toEqual({
    'from-global': { direct: true },
    buffered: { direct: false },
    'direct-again': { direct: true },
    neither: { direct: true },
  });
  const imported = importFixture('trap-03-direct');
  expect(notesAt(imported, 5)).toContain('replaced: replaced by buffered in line 12');
});

test('4: flags stand for 1 without a value', () => {
  expect(sectionsOf('trap-04-flags')).toMatchObject({ flags: { access: 'random', runtime: '10s', refill: true } });
  const imported = importFixture('trap-04-flags');
  for (const line of [6, 7, 8, 9, 10, 11, 12])
    expect(notesAt(imported, line)).toEqual([expect.stringMatching(/^converted: /)]);
});

test('5: [global] holds for later sections only, and name= is the name', () => {
  const sections = sectionsOf('trap-05-global');
  expect(pick(sections, 'name', 'blockSize', 'queueDepth', 'engine')).toEqual({
    before: { name: 'before', blockSize: '4KiB', queueDepth: 1, engine: 'sync' },
    after: { name: 'renamed', blockSize: '64KiB', queueDepth: 4, engine: 'libaio' },
    last: { name: 'last', blockSize: '64KiB', queueDepth: 8, engine: 'libaio' },
  });
  const imported = importFixture('trap-05-global');
  expect(notesAt(imported, 26)).toEqual(['idle: holds for no section: [global] is for those after it']);
  expect(notesAt(imported, 8)).toEqual(['converted: 4 in flight a worker', 'replaced: replaced by line 18']);
});

test('6: named files are shared by all clones, the others are one for each', () => {
  expect(pick(sectionsOf('trap-06-filename'), 'files', 'size', 'fileSharing')).toEqual({
    named: { files: 1, size: '16MiB', fileSharing: 'shared' },
    list: { files: 2, size: '16MiB', fileSharing: 'shared' },
    own: { files: 8, size: '64MiB', fileSharing: 'perWorker' },
  });
  expect(notesAt(importFixture('trap-06-filename'), 9)).toEqual([
    'converted: one file shared by all workers; data goes to ioproof-data on the mount of the run, and these paths are not touched',
  ]);
});

test('7: a number alone is seconds, for thinktime microseconds, and the ramp is not part of the runtime', () => {
  expect(pick(sectionsOf('trap-07-times'), 'runtime', 'ramp', 'startDelay', 'thinkTime')).toEqual({
    times: { runtime: '90s', ramp: '10s', startDelay: '500ms', thinkTime: '50us' },
    'with-units': { runtime: '2m', ramp: '1500ms', thinkTime: '5ms' },
  });
});

test('8: the number after rw=read: is a hole, and what is moved stays size', () => {
  expect(sectionsOf('trap-08-holes')).toMatchObject({ holes: { access: 'strided', stride: '18MiB', ioSize: '1GiB' } });
});

test('9: two block sizes are those of reads and of writes', () => {
  expect(pick(sectionsOf('trap-09-directions'), 'blockSize')).toEqual({
    both: { blockSize: { read: '8KiB', write: '32KiB' } },
    'only-reads-given': { blockSize: { read: '8KiB', write: '4KiB' } },
    'only-writes-given': { blockSize: { read: '4KiB', write: '8KiB' } },
    reading: { blockSize: '8KiB' },
  });
});

test('10: iodepth is 1 with an engine that does one operation at a time, and that is said', () => {
  expect(pick(sectionsOf('trap-10-iodepth'), 'engine', 'queueDepth')).toEqual({
    'default-engine': { engine: 'sync', queueDepth: 1 },
    pvsync2: { engine: 'sync', queueDepth: 1 },
    libaio: { engine: 'libaio', queueDepth: 32 },
  });
  expect(notesAt(importFixture('trap-10-iodepth'), 5)).toEqual([
    'recorded: no effect, 1 in flight a worker; fio ignores iodepth with an engine that does one operation at a time',
    'converted: 32 in flight a worker',
  ]);
});

test('10: an iodepth that an engine of --engine cannot have is said, and one of 1 is nothing to tell', () => {
  expect(notesOf('size=1m\nioengine=libaio\niodepth=32', { engine: 'sync' })['iodepth']).toBe(
    'recorded: no effect, 1 in flight a worker; engine sync, by --engine, does one operation at a time',
  );
  expect(notesOf('size=1m\nioengine=psync\niodepth=1')['iodepth']).toBe('converted: 1 in flight a worker');
});

test('11: stonewall starts a group', () => {
  const imported = accepted(importFixture('trap-11-stonewall'));
  expect(imported.groups).toEqual([
    { start: 'first', line: 2, sections: [{ section: 'first', line: 2, workload: 'first', newGroup: false }] },
    { start: 'stonewall', line: 6, sections: [{ section: 'second', line: 6, workload: 'second', newGroup: false }] },
    { start: 'stonewall', line: 11, sections: [{ section: 'third', line: 11, workload: 'third', newGroup: true }] },
  ]);
});

test('12: comments start with ; or #, in fio also at the end of a line', () => {
  expect(sectionsOf('trap-12-comments')).toMatchObject({ comments: { access: 'sequential', size: '16MiB' } });
});

test('12: what stands in a comment behind a value is said to be dropped', () => {
  const imported = accepted(importText('[a]\nsize=1m\nrw=read\ndescription=one ; two # three\n'));
  expect(imported.workloads[0]?.words.description).toBe('one');
  expect(notesAt(imported, 4)).toEqual([
    'converted: as it is',
    'idle: the rest of the line, "; two # three", is a comment for fio and dropped',
  ]);
  expect(notesAt(imported, 3)).toHaveLength(1);
});

test('13: the sequence is the same in each run, and another seed is another sequence', () => {
  expect(pick(sectionsOf('trap-13-seeds'), 'seed')).toEqual({ repeated: {}, seeded: { seed: 42 }, 'not-repeated': {} });
  expect(notesAt(importFixture('trap-13-seeds'), 15)).toEqual([
    'recorded: no effect, each run has the same sequence, since its data set goes with the seed; another: --set seed=N',
  ]);
});

test('13: randseed decides whatever randrepeat says', () => {
  expect(notesOf('size=1m\nrandrepeat=0\nrandseed=7')['randrepeat']).toBe('replaced: replaced by randseed in line 4');
  expect(notesOf('size=1m\nrandrepeat=1')['randrepeat']).toBe('converted: each run has the same sequence');
});

describe('14: files are laid out before the run', () => {
  const assumed = (section: string) => {
    const workload = importFixture('trap-14-layout').workloads.find((one) => one.section === section);
    return workload?.notes.filter(({ outcome }) => outcome === 'assumed').map(({ text }) => text);
  };
  const difference = 'fio writes to files that it only makes, where overwrite is not given';

  test('in full for reads or with overwrite, else they are only made, and that is said', () => {
    expect(pick(sectionsOf('trap-14-layout'), 'prewrite')).toEqual({
      reads: {},
      writes: { prewrite: false },
      overwrites: { prewrite: true },
    });
    expect(assumed('writes')).toContain(difference);
    expect(assumed('reads')).not.toContain(difference);
    expect(assumed('overwrites')).not.toContain(difference);
  });
});
