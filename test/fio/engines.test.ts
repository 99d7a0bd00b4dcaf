// What the I/O engines of fio become, and how --engine replaces them.
import { describe, expect, test } from 'vitest';
import { engineChoices, engineRefusals } from '../../src/fio/engines.js';
import { engines } from '../../src/spec/workload.js';
import { notesOf, problemsOf, wordsOf } from './importing.js';

describe('an engine', () => {
  test.each([
    ['sync', 'sync', 1],
    ['psync', 'sync', 1],
    ['pvsync', 'sync', 1],
    ['pvsync2', 'sync', 1],
    ['mmap', 'mmap', 1],
    ['posixaio', 'auto', 8],
    ['libaio', 'libaio', 8],
    ['io_uring', 'io_uring', 8],
    ['null', 'null', 8],
  ])('%s becomes %s with a depth of %i', (engine, expected, depth) => {
    expect(wordsOf(`rw=read\nsize=1m\niodepth=8\nioengine=${engine}`)).toMatchObject({
      engine: expected,
      queueDepth: depth,
    });
  });

  test('without O_DIRECT gets no direct, which is said', () => {
    const lines = 'rw=read\nsize=1m\ndirect=1\nioengine=';
    expect(wordsOf(`${lines}null`)).toMatchObject({ direct: false });
    expect(notesOf(`${lines}null`)['direct']).toBe('idle: engine null has no O_DIRECT');
    expect(notesOf(`${lines}libaio`, { engine: 'mmap' })['direct']).toBe('idle: engine mmap has no O_DIRECT');
  });

  test('cufile does one operation at a time past the page cache, whatever the job says, which is told', () => {
    const lines = 'rw=read\nsize=1m\nioengine=libcufile\niodepth=8';
    const by = { engine: 'cufile' } as const;
    expect(wordsOf(`${lines}\ndirect=0`, by)).toMatchObject({ engine: 'cufile', direct: true, queueDepth: 1 });
    expect(notesOf(`${lines}\ndirect=0`, by)['direct']).toBe(
      'recorded: no effect, past the page cache, since engine cufile, by --engine, has no other way',
    );
    expect(notesOf(`${lines}\ndirect=1`, by)['direct']).toBe('converted: past the page cache');
    expect(wordsOf(lines, { engine: 'gpu-copy' })).toMatchObject({ engine: 'gpu-copy', direct: false, queueDepth: 8 });
  });

  test('mmap is refused with direct, which fio makes something else of', () => {
    expect(problemsOf('size=1m\nioengine=mmap\ndirect=1')).toEqual([
      'job.fio:4:1 direct: makes fio sync each block of a mapping and drop it from memory, which has no counterpart here. Write direct=0, or import with --engine.',
    ]);
    expect(wordsOf('rw=write\nsize=1m\nioengine=mmap\nsync=1')).not.toHaveProperty('sync');
  });

  test.each([
    [
      'rbd',
      'job.fio:4:1 ioengine: "rbd" speaks to a storage service, not to the files of a mount. Mount it, and import a job that uses files.',
    ],
    [
      'filecreate',
      'job.fio:4:1 ioengine: "filecreate" times operations on file names, which is a workload of kind "files". Write "kind: files" with "operations: [create, close]".',
    ],
    [
      'external:/x/spdk.so',
      'job.fio:4:1 ioengine: "external:/x/spdk.so" loads a library that is not part of ioproof. Name another with --engine, such as --engine io_uring.',
    ],
    [
      'vsync',
      'job.fio:4:1 ioengine: "vsync" joins neighbouring blocks into one operation, so that it counts other operations. Name another with --engine, such as --engine io_uring.',
    ],
    [
      'libcufile',
      'job.fio:4:1 ioengine: "libcufile" reads into GPU memory, which the import does not take over. Name the way there: --engine cufile, or --engine gpu-copy.',
    ],
    ['exec', 'job.fio:4:1 ioengine: "exec" runs a program, which a job file must not do. Remove the section.'],
  ])('%s is refused', (engine, problem) => {
    expect(problemsOf(`rw=read\nsize=1m\nioengine=${engine}`)).toEqual([problem]);
  });

  test('that nobody knows is refused with the engines of fio', () => {
    expect(problemsOf('size=1m\nioengine=aio')[0]).toMatch(
      /^job\.fio:3:1 ioengine: "aio" is not an I\/O engine of fio\. Its engines are io_uring, libaio, /,
    );
  });

  test('is replaced by that of --engine, where the operations are the same', () => {
    const lines = 'rw=read\nsize=1m\niodepth=8\nioengine=';
    expect(wordsOf(`${lines}libaio`, { engine: 'io_uring' })).toMatchObject({ engine: 'io_uring', queueDepth: 8 });
    expect(wordsOf(`${lines}libaio`, { engine: 'io_uring' })).not.toHaveProperty('registerBuffers');
    expect(wordsOf(`${lines}libaio`, { engine: 'sync' })).toMatchObject({ engine: 'sync', queueDepth: 1 });
    expect(wordsOf(`${lines}windowsaio`, { engine: 'libaio' })).toMatchObject({ engine: 'libaio', queueDepth: 8 });
    expect(notesOf(`${lines}libaio`, { engine: 'io_uring' })).toMatchObject({
      ioengine: 'converted: engine io_uring, by --engine',
    });
    expect(problemsOf(`${lines}rbd`, { engine: 'io_uring' })).toHaveLength(1);
  });

  test('without the switches of io_uring refuses them, unless --engine took them away', () => {
    expect(problemsOf('size=1m\nioengine=pvsync2\nhipri')).toEqual([
      'job.fio:4:1 hipri: has no counterpart in engine sync. Remove it, or import with --engine io_uring.',
    ]);
    expect(problemsOf('size=1m\nioengine=io_uring\nhipri', { engine: 'libaio' })).toEqual([]);
  });
});

test('every engine of fio becomes one that workloads have, or is refused', () => {
  for (const { engine } of Object.values(engineChoices)) expect(engines).toContain(engine);
  for (const name of Object.keys(engineRefusals)) {
    expect(engineChoices).not.toHaveProperty([name]);
    expect(problemsOf(`size=1m\nioengine=${name}`)).toHaveLength(1);
    const replaced = problemsOf(`size=1m\nioengine=${name}`, { engine: 'sync' });
    expect({ name, replaced }).toEqual({
      name,
      replaced: engineRefusals[name]?.replaceable ? [] : [expect.any(String)],
    });
  }
});
