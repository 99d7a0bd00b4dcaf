// Combinations that cannot work: each is refused with its values and what to do, and its neighbour is allowed.
import { describe, expect, test } from 'vitest';
import { block, files, problemsOf } from './loading.js';

const blockHead = 'name: b\nkind: block\n';
const filesHead = 'name: f\nkind: files\nfiles: 100\nfileSize: 64KiB\n';

describe('block', () => {
  test.each<[string, string]>([
    [
      'engine: sync\nqueueDepth: 32',
      '4:13 queueDepth: must be 1 with engine "sync" but is 32. Raise "workers" instead, or use engine "io_uring".',
    ],
    [
      'engine: mmap\nqueueDepth: 2',
      '4:13 queueDepth: must be 1 with engine "mmap" but is 2. Raise "workers" instead, or use engine "io_uring".',
    ],
    ['engine: mmap\ndirect: true', '4:9 direct: cannot be true with engine "mmap". Set "direct: false".'],
    ['engine: null\ndirect: true', '4:9 direct: cannot be true with engine "null". Set "direct: false".'],
    [
      'blockSize: 1000\nsize: 1000000',
      '3:12 blockSize: must be a multiple of 512B with "direct: true" but is 1000B. Use 1KiB, or set "direct: false".',
    ],
    [
      'queueDepth: 4\nbatch: 5',
      '4:8 batch: must be at most queueDepth, 4, but is 5. Lower "batch" or raise "queueDepth".',
    ],
    [
      'engine: null\ndropCache: true',
      '4:12 dropCache: cannot be true with engine "null", which has no files. Remove it.',
    ],
    ['engine: libaio\nsqPoll: true', '4:9 sqPoll: needs engine "io_uring" but it is "libaio". Set "engine: io_uring".'],
    ['engine: sync\nioPoll: true', '4:9 ioPoll: needs engine "io_uring" but it is "sync". Set "engine: io_uring".'],
    ['ioPoll: true\ndirect: false', '3:9 ioPoll: needs "direct: true". Set "direct: true", or remove it.'],
    [
      'nullEngine: {failEvery: 3}',
      '3:13 nullEngine: has no effect with engine "auto". Remove it, or set "engine: null".',
    ],
    [
      'runtime: null',
      '3:10 runtime: is null, and so are "passes", "ioSize" and "operationLimit", so that the workload never ends. Give "runtime: 30s" or "passes: 1".',
    ],
    [
      'passes: 1\nramp: 1s',
      '4:7 ramp: needs a "runtime", since otherwise the end could come before it is over. Give "runtime: 30s", or remove it.',
    ],
    ['fsync: end', '3:8 fsync: is "end", but the workload writes nothing. Set "fsync: none", or lower "readPercent".'],
    [
      'files: 3\nsize: 8KiB',
      '4:7 size: 8KiB is less than one block of 4KiB in each of 3 files. Give at least 12KiB, or lower "files" or "blockSize".',
    ],
    [
      'blockSize: 1MiB\nsize: {percentOfFree: 4, atMost: 1000}',
      '4:7 size: atMost 1000B is less than one block of 1MiB in each of 1 file. Give at least 1MiB, or lower "files" or "blockSize".',
    ],
    ['size: 10000', '3:7 size: 10000B is not a whole number of blocks of 4KiB in each of 1 file. Use 8KiB or 12KiB.'],
    [
      'workers: 2\nsize: 12KiB',
      '4:7 size: 12KiB is not a whole number of blocks of 4KiB in each of 2 files. Use 8KiB or 16KiB.',
    ],
    [
      'files: 65536\nblockSize: 1GiB',
      '3:8 size: 1GiB is less than one block of 1GiB in each of 65536 files. Give at least 64TiB, or lower "files" or "blockSize".',
    ],
  ])('%j is refused', (lines, message) => {
    expect(problemsOf(`${blockHead}${lines}\n`)).toEqual([`w.yaml:${message}`]);
  });

  test.each([
    'engine: sync\nqueueDepth: 1\nworkers: 32',
    'engine: io_uring\nqueueDepth: 32',
    'engine: mmap\ndirect: false',
    'blockSize: 1000\nsize: 1000000\ndirect: false',
    'blockSize: 512\nsize: 512',
    'queueDepth: 4\nbatch: 4',
    'engine: null\nqueueDepth: 64\nnullEngine: {failEvery: 3}',
    'engine: sync\nnullEngine: {failEvery: 0}',
    'sqPoll: true\nioPoll: true',
    'engine: io_uring\nsqPoll: true\nioPoll: true',
    'runtime: null\npasses: 1',
    'runtime: null\nioSize: 1MiB',
    'runtime: null\noperationLimit: 1',
    'fsync: end\nreadPercent: 99',
    'size: {percentOfFree: 4, atMost: 10000}',
    'workers: 2\nsize: 16KiB',
  ])('%j is allowed', (lines) => {
    expect(block(lines).kind).toBe('block');
  });

  test('several at once are all told', () => {
    const lines = 'engine: sync\nqueueDepth: 4\nsqPoll: true\nfsync: end\nsize: 10000';
    expect(problemsOf(`${blockHead}${lines}\n`).map((line) => line.split(': ')[0])).toEqual([
      'w.yaml:4:13 queueDepth',
      'w.yaml:5:9 sqPoll',
      'w.yaml:6:8 fsync',
      'w.yaml:7:7 size',
    ]);
  });
});

describe('files', () => {
  test.each<[string, string]>([
    ['operations: []', '[] has no operations. Write a chain such as [open, read, close].'],
    [
      'operations: [read]',
      '[read] has "read" in place 1, but no file is open there. Put "open" or "create" before it.',
    ],
    [
      'operations: [fsync]',
      '[fsync] has "fsync" in place 1, but no file is open there. Put "open" or "create" before it.',
    ],
    [
      'operations: [close]',
      '[close] has "close" in place 1, but no file is open there. Put "open" or "create" before it.',
    ],
    ['operations: [open, read]', '[open, read] leaves the file open. End with "close".'],
    [
      'operations: [open, close, write]',
      '[open, close, write] has "write" in place 3, but no file is open there. Put "open" or "create" before it.',
    ],
    [
      'operations: [open, open, close]',
      '[open, open, close] has "open" in place 2, but the file is still open there. Put "close" before it.',
    ],
    [
      'operations: [open, unlink, close]',
      '[open, unlink, close] has "unlink" in place 2, but the file is still open there. Put "close" before it.',
    ],
    [
      'operations: [unlink, stat]',
      '[unlink, stat] has "stat" in place 2, but the file is unlinked there. Put "create" before it, or "unlink" last.',
    ],
    [
      'operations: [create, read, close]',
      '[create, read, close] has "read" in place 2, but the created file is empty there. Put "write" before it.',
    ],
    [
      'operations: [create, close, open, read, close]',
      '[create, close, open, read, close] has "read" in place 4, but the created file is empty there. Put "write" before it.',
    ],
    [
      'operations: [rmdir]',
      '[rmdir] has "rmdir" in place 1, but the name made last is no directory there. Put "mkdir" before it.',
    ],
    [
      'operations: [mkdir, symlink, rmdir]',
      '[mkdir, symlink, rmdir] has "rmdir" in place 3, but the name made last is no directory there. Put "mkdir" before it.',
    ],
    [
      'operations: [mkdir, mkdir]',
      '[mkdir, mkdir] has "mkdir" in place 2, but the chain has made a directory before there. Put "rmdir" before it.',
    ],
    [
      'operations: [mkdir, unlink]',
      '[mkdir, unlink] has "unlink" in place 2, but the name made last is a directory there. Put "rmdir" before it.',
    ],
    [
      'operations: [mkdir, open, close]',
      '[mkdir, open, close] has "open" in place 2, but the name made last is a directory there. Put "rmdir" before it.',
    ],
    [
      'operations: [symlink, open, close]',
      '[symlink, open, close] has "open" in place 2, but the name made last is a symbolic link there. Put "unlink" before it.',
    ],
    [
      'operations: [link, create, close]',
      '[link, create, close] has "create" in place 2, but the name made last is a hard link there. Put "unlink" before it.',
    ],
    [
      'operations: [link, symlink, link]',
      '[link, symlink, link] has "link" in place 3, but the chain has made a hard link before there. Put "unlink" before it.',
    ],
    [
      'operations: [open, rename, close]',
      '[open, rename, close] has "rename" in place 2, but the file is still open there. Put "close" before it.',
    ],
    [
      'operations: [unlink, rename]',
      '[unlink, rename] has "rename" in place 2, but the file is unlinked there. Put "create" before it, or "unlink" last.',
    ],
    [
      'operations: [link, unlink, unlink, stat]',
      '[link, unlink, unlink, stat] has "stat" in place 4, but the file is unlinked there. Put "create" before it, or "unlink" last.',
    ],
    [
      'operations: [getxattr]',
      '[getxattr] has "getxattr" in place 1, but nothing has the attribute there. Put "setxattr" before it.',
    ],
    [
      'operations: [setxattr, mkdir, getxattr]',
      '[setxattr, mkdir, getxattr] has "getxattr" in place 3, but nothing has the attribute there. Put "setxattr" before it.',
    ],
  ])('%s is refused', (lines, message) => {
    expect(problemsOf(`${filesHead}${lines}\n`)).toEqual([`w.yaml:5:13 operations: ${message}`]);
  });

  test.each([
    '[open, close]',
    '[stat]',
    '[open, stat, read, read, close, stat]',
    '[create, close]',
    '[create, write, fsync, close]',
    '[create, write, close, open, read, close, unlink]',
    '[unlink, create, write, close]',
    '[open, write, close]',
    '[unlink]',
    '[mkdir]',
    '[mkdir, stat, rename, setxattr, getxattr, setattr, rmdir]',
    '[create, write, close, rename, stat, unlink]',
    '[rename]',
    '[rename, open, read, close, rename]',
    '[readdir]',
    '[link, open, read, close, unlink]',
    '[symlink, stat, rename, unlink]',
    '[link, symlink, unlink, unlink, unlink]',
    '[setxattr, link, getxattr, unlink]',
    '[open, setattr, setxattr, getxattr, readdir, close]',
    '[unlink, mkdir, rmdir, create, close]',
  ])('the chain %s is allowed', (operations) => {
    expect(files(`operations: ${operations}`).operations.length).toBeGreaterThan(0);
  });

  test.each<[string, string]>([
    ['operations: [unlink]\nepochs: 2', 'operations: unlink every file, so that only one epoch can run.'],
    ['operations: [stat, unlink]\nruntime: 5s', 'operations: unlink every file, so that only one epoch can run.'],
    ['operations: [unlink]\naccess: random', 'operations: unlink files that random access may want again.'],
    [
      'operations: [mkdir]\nepochs: 2',
      'operations: leave a directory for each file, so that only one epoch can run. Remove with "rmdir" or "unlink" what',
    ],
    [
      'operations: [create, close, link, symlink]\nruntime: 5s',
      'operations: leave a hard link and a symbolic link for each file, so that only one epoch can run.',
    ],
    [
      'operations: [rename, rename]\naccess: random',
      'operations: change names, and random access may draw a file whose chain is not done. Use "access: permutation".',
    ],
    ['operations: [create, close, unlink]\naccess: random', 'operations: change names, and random access may draw'],
    ['operations: [mkdir, rmdir]\naccess: random', 'operations: change names, and random access may draw'],
    [
      'operations: [create, write, close]\nfileSize: 1000',
      'fileSize: must be a multiple of 512B to be written with "direct: true" but is 1000B. Use 1KiB, or set "direct: false".',
    ],
    [
      'epochs: null',
      'epochs: is null, and "runtime" too, so that the workload never ends. Give "epochs: 1" or "runtime: 30s".',
    ],
  ])('%j is refused', (lines, message) => {
    const text = lines.includes('fileSize') ? filesHead.replace(/fileSize.*\n/, '') : filesHead;
    const [first, ...others] = problemsOf(`${text}${lines}\n`);
    expect(first).toContain(` ${message}`);
    expect(others).toEqual([]);
  });

  test('files of any size can be read, and written without direct', () => {
    expect(files('', ['fileSize=1000']).fileSize).toBe(1000);
    expect(files('operations: [create, write, close]\ndirect: false', ['fileSize=1000']).direct).toBe(false);
  });

  test('one epoch may unlink', () => {
    expect(files('operations: [unlink]').epochs).toBe(1);
    expect(files('operations: [create, close, unlink]\nepochs: 5').epochs).toBe(5);
  });

  test('what a chain removes or renames can be made or renamed again', () => {
    for (const chain of ['[mkdir, rmdir]', '[rename]', '[link, unlink]', '[create, close, rename]', '[setxattr]']) {
      expect(files(`operations: ${chain}\nruntime: 5s`).epochs).toBeNull();
    }
  });

  test('names that stay as they are can be drawn at random', () => {
    for (const chain of ['[readdir]', '[setattr, setxattr, getxattr]', '[create, close]']) {
      expect(files(`operations: ${chain}\nruntime: 5s\naccess: random`).access).toBe('random');
    }
  });
});

describe('engine mmap with files that chains open', () => {
  const text = (more: string) => `name: f\nkind: files\nfiles: 100\nfileSize: 64KiB\nengine: mmap\n${more}\n`;

  test('reads them', () => {
    expect(files('engine: mmap\noperations: [open, read, close]')).toMatchObject({ engine: 'mmap', direct: false });
  });

  test.each(['operations: [create, write, close]', 'mix: [{percent: 100, operations: [create, write, close]}]'])(
    'does not write them: %s',
    (more) => {
      expect(problemsOf(text(more))).toEqual([
        expect.stringMatching(/^w\.yaml:5:9 engine: is "mmap", which only reads files that chains open/),
      ]);
    },
  );
});
