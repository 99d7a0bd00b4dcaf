// Every message for a wrong key or value, with its place: what a person sees who made one mistake.
import { describe, expect, test } from 'vitest';
import { kinds } from '../../src/spec/workload.js';
import { block, problemsOf } from './loading.js';

const head = 'name: b\nkind: block\n';
const filesHead = 'name: f\nkind: files\nfiles: 100\nfileSize: 64KiB\n';
const bytesAdvice = 'Write bytes like 4096, 4KiB, 1.5GiB (powers of 1024) or 10MB (powers of 1000).';
const durationAdvice = 'Write a time with its unit (ns us ms s m h), like 500ms, 30s or 5m.';

describe('unknown keys point at the key', () => {
  test.each<[string, string]>([
    ['queuedepth: 4', 'w.yaml:3:1 queuedepth: is not a key of kind "block". Did you mean "queueDepth"?'],
    ['  queueDept: 4', 'w.yaml:3:3 queueDept: is not a key of kind "block". Did you mean "queueDepth"?'],
    ['iodepth: 4', 'w.yaml:3:1 iodepth: is not a key of kind "block". The word here is "queueDepth".'],
    ['bs: 4k', 'w.yaml:3:1 bs: is not a key of kind "block". The word here is "blockSize".'],
    ['numjobs: 4', 'w.yaml:3:1 numjobs: is not a key of kind "block". The word here is "workers".'],
    ['rw: randread', 'w.yaml:3:1 rw: is not a key of kind "block". The word here is "access and readPercent".'],
    ['ioengine: sync', 'w.yaml:3:1 ioengine: is not a key of kind "block". The word here is "engine".'],
    ['filesize: 1G', 'w.yaml:3:1 filesize: is not a key of kind "block". The word here is "size".'],
    ['nrfiles: 4', 'w.yaml:3:1 nrfiles: is not a key of kind "block". The word here is "files".'],
    ['epochs: 4', 'w.yaml:3:1 epochs: is not a key of kind "block". It belongs to kind "files"; here it is "passes".'],
    [
      'wibble: 4',
      'w.yaml:3:1 wibble: is not a key of kind "block". Remove it, or look for the right word in docs/workload-reference.md.',
    ],
    [
      'toString: 4',
      'w.yaml:3:1 toString: is not a key of kind "block". Remove it, or look for the right word in docs/workload-reference.md.',
    ],
    [
      '__proto__: 4',
      'w.yaml:3:1 __proto__: is not a key of kind "block". Remove it, or look for the right word in docs/workload-reference.md.',
    ],
    ['nullEngine: {latncy: 1s}', 'w.yaml:3:14 nullEngine.latncy: is not a key of nullEngine. Did you mean "latency"?'],
    [
      'size: {percentOfFree: 1, atMost: 1G, x: 1}',
      'w.yaml:3:38 size.x: is not a key of size. Its keys are percentOfFree, atMost.',
    ],
  ])('%s', (line, message) => {
    // The whole map moves with its first key when a line is indented.
    const indent = /^ */.exec(line)?.[0] ?? '';
    expect(problemsOf(`${head.replaceAll(/^(?=.)/gm, indent)}${line}\n`)).toEqual([message]);
  });

  test('in words of the kind at hand', () => {
    expect(problemsOf(`${filesHead}size: 1G\npasses: 1\nfilesize: 4k\n`)).toEqual([
      'w.yaml:5:1 size: is not a key of kind "files". It belongs to kind "block"; here it is "files" and "fileSize".',
      'w.yaml:6:1 passes: is not a key of kind "files". It belongs to kind "block"; here it is "epochs".',
      'w.yaml:7:1 filesize: is not a key of kind "files". The word here is "fileSize".',
    ]);
  });
});

describe('wrong values point at the value', () => {
  test.each<[string, string]>([
    [
      'queueDepth: 0',
      '3:13 queueDepth: must be a whole number from 1 to 4096 but is 0. Give a whole number in that range.',
    ],
    [
      'queueDepth: 1.5',
      '3:13 queueDepth: must be a whole number from 1 to 4096 but is 1.5. Give a whole number in that range.',
    ],
    [
      'queueDepth: .inf',
      '3:13 queueDepth: must be a whole number from 1 to 4096 but is Infinity. Give a whole number in that range.',
    ],
    ['queueDepth: "4"', '3:13 queueDepth: must be a whole number from 1 to 4096 but is "4". Remove the quotes.'],
    [
      'queueDepth: [4, [8]]',
      '3:17 queueDepth[1]: must be a whole number from 1 to 4096 but is a list. Give a whole number in that range.',
    ],
    [
      'queueDepth:',
      '3:1 queueDepth: must be a whole number from 1 to 4096 but is not given. Give a whole number in that range.',
    ],
    [
      'seed: 9007199254740992',
      '3:7 seed: must be a whole number of at least 0 but is 9007199254740992. Give a whole number in that range.',
    ],
    ['blockSize: 700TBx', `3:12 blockSize: "700TBx" has an unknown unit of bytes. ${bytesAdvice}`],
    ['blockSize: -4', `3:12 blockSize: "-4" is not an amount of bytes. ${bytesAdvice}`],
    ['blockSize: 4 KiB', `3:12 blockSize: "4 KiB" is not an amount of bytes. ${bytesAdvice}`],
    ['blockSize: 2GiB', '3:12 blockSize: must be from 1B to 1GiB but is 2GiB. Stay in that range.'],
    ['blockSize: true', `3:12 blockSize: must be an amount of bytes but is true. ${bytesAdvice}`],
    ['size: {percentOfFree: 4}', `3:7 size.atMost: must be an amount of bytes but is not given. ${bytesAdvice}`],
    [
      'size: {percentOfFree: 101, atMost: 1G}',
      '3:23 size.percentOfFree: must be from 0.001% to 100% but is 101%. Stay in that range.',
    ],
    ['runtime: 30', `3:10 runtime: "30" has no unit of time. ${durationAdvice}`],
    ['runtime:', `3:1 runtime: must be a duration but is not given. ${durationAdvice}`],
    ['interval: 10ms', '3:11 interval: must be from 100ms to 1m but is 10ms. Stay in that range.'],
    ['direct: yes', '3:9 direct: must be true or false but is "yes". Write true or false.'],
    [
      'engine: iouring',
      '3:9 engine: must be one of auto, null, sync, io_uring, libaio, mmap, cufile, gpu-copy but is "iouring". Did you mean "io_uring"?',
    ],
    [
      'engine: 4',
      '3:9 engine: must be one of auto, null, sync, io_uring, libaio, mmap, cufile, gpu-copy but is 4. Choose one of them.',
    ],
    [
      'engine:',
      '3:1 engine: must be one of auto, null, sync, io_uring, libaio, mmap, cufile, gpu-copy but is not given. Choose one of them.',
    ],
    ['cpus: 4', '3:7 cpus: must be a list of whole numbers but is 4. Write [4].'],
    [
      'cpus: [0, a]',
      '3:11 cpus[1]: must be a whole number from 0 to 65535 but is "a". Give a whole number in that range.',
    ],
    ['nullEngine: 4', '3:13 nullEngine: must be a map but is 4. Write {latency: …, failEvery: …, shortEvery: …}.'],
    ['description: 4', '3:14 description: must be text but is 4. Put it in quotes.'],
  ])('%s', (line, message) => {
    expect(problemsOf(`${head}${line}\n`)).toEqual([`w.yaml:${message}`]);
  });

  test('behind an alias, at the alias', () => {
    expect(problemsOf(`${head}workers: &many 5000\nqueueDepth: *many\n`)).toEqual([
      'w.yaml:3:16 workers: must be a whole number from 1 to 4096 but is 5000. Give a whole number in that range.',
      'w.yaml:4:13 queueDepth: must be a whole number from 1 to 4096 but is 5000. Give a whole number in that range.',
    ]);
  });

  test('with Windows line ends and a byte order mark', () => {
    expect(problemsOf('\uFEFFname: b\r\nkind: block\r\nworkers: x\r\n')).toEqual([
      'w.yaml:3:10 workers: must be a whole number from 1 to 4096 but is "x". Give a whole number in that range.',
    ]);
  });
});

describe('names and kinds', () => {
  test.each<[string, string[]]>([
    ['kind: block\n', ['w.yaml:1:1 name: is missing. Add it, for example "name: my-workload".']],
    ['name: f\nkind: files\nfiles: 3\n', ['w.yaml:1:1 fileSize: is missing. Add it, for example "fileSize: 64KiB".']],
    ['name: b\n', ['w.yaml:1:1 kind: is missing. Add "kind: block" or "kind: files".']],
    [
      'name: b\nkind: blocks\n',
      [`w.yaml:2:7 kind: must be one of ${[...kinds, 'scenario'].join(', ')} but is "blocks". Did you mean "block"?`],
    ],
    [
      'name: b\nkind: tape\n',
      [`w.yaml:2:7 kind: must be one of ${[...kinds, 'scenario'].join(', ')} but is "tape". Choose one of them.`],
    ],
    [
      'name: A b\nkind: block\n',
      [
        'w.yaml:1:7 name: must be text of a-z, 0-9, ".", "_" and "-", starting with a letter or digit but is "A b". Choose another.',
      ],
    ],
  ])('%j', (text, messages) => {
    expect(problemsOf(text)).toEqual(messages);
  });
});

describe('files that are no workload', () => {
  test.each<[string, RegExp]>([
    ['', /^w\.yaml:1:1: is empty\. Start with/],
    ['# only a comment\n', /^w\.yaml:\d:1: is empty\. Start with/],
    ['- a\n', /^w\.yaml:1:1: must be a map of keys but is a list\. Start with/],
    ['just text\n', /^w\.yaml:1:1: must be a map of keys but is "just text"\. Start with/],
    ['name: b\nname: c\nkind: block\n', /^w\.yaml:2:1 name: is given twice\. Remove one of the two\.$/],
    ['name: b\nkind: [block\n', /^w\.yaml:\d:\d+: is not valid YAML: .*\. Correct the YAML\.$/],
    ['name: b\n\tkind: block\n', /^w\.yaml:2:1: is not valid YAML: .*\. Indent with spaces\.$/],
    ['name: b\n---\nname: c\n', /^w\.yaml:2:1: has more than one YAML document\. Write a suite/],
    ['name: b\nkind: !secret block\n', /^w\.yaml:2:7: is not valid YAML: .*tag.*\. Correct the YAML\.$/],
    ['name: b\nkind: *other\n', /^w\.yaml:\d:\d+: .*alias.*$/],
  ])('%j', (text, message) => {
    const [first, ...others] = problemsOf(text);
    expect(first).toMatch(message);
    expect(others).toEqual([]);
  });

  test('an alias bomb is refused, not expanded', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(', ')}]`,
    );
    expect(problemsOf(`a0: &a0 x\n${levels.join('\n')}\n`)[0]).toMatch(/^w\.yaml:1:1: cannot be read: .*alias/);
  });
});

test('all problems come at once, and none that only follows from another', () => {
  const text = `name: b
kind: block
engine: sync
queueDepth: 3x2
blockSize: 1000
readPercnt: 50
fsync: end
batch: 4
workers: 0
`;
  expect(problemsOf(text).map((line) => line.split(/[:.] /)[0])).toEqual([
    'w.yaml:4:13 queueDepth',
    'w.yaml:5:12 blockSize',
    'w.yaml:6:1 readPercnt',
    'w.yaml:7:8 fsync',
    'w.yaml:9:10 workers',
  ]);
});

test('a word and its other word are not both given', () => {
  expect(problemsOf(`${filesHead}dropCache: true\ncold: false\n`)).toEqual([
    'w.yaml:6:1 cold: means dropCache, given twice. Remove one.',
  ]);
});

test('engine null is the word, not the absence of a value', () => {
  expect(block('engine: null').engine).toBe('null');
  expect(block('engine: "null"').engine).toBe('null');
});
