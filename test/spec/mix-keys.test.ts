// The keys mix, items and visits, and the operations of storms: what is read, and what is refused.
import { describe, expect, test } from 'vitest';
import { messageOf } from '../../src/errors.js';
import { walk } from '../../src/spec/chain-states.js';
import { chainsOf, type FileOperation, readsData, writesData } from '../../src/spec/workload.js';
import { files, loadText } from './loading.js';

/** The message that a files workload with these further lines ends in; empty where it is possible. */
function refusalsOf(lines: string): string {
  const text = `name: f\nkind: files\nfiles: 100\nfileSize: 64KiB\n${lines}`;
  try {
    loadText(text);
    return '';
  } catch (error) {
    return messageOf(error);
  }
}

const reading = '{percent: 50, operations: [open, read, close]}';
const half = (operations: string) => `mix: [${reading}, {percent: 50, operations: [${operations}]}]`;

describe('mix', () => {
  test('takes the place of operations', () => {
    const workload = files(`${half('stat')}\nruntime: 1s`);
    expect(workload.operations).toEqual([]);
    expect(chainsOf(workload)).toEqual([['open', 'read', 'close'], ['stat']]);
    expect([readsData(workload), writesData(workload)]).toEqual([true, false]);
    expect(workload.dropCache).toBe(true);
  });

  test('is empty where operations are given or left out', () => {
    expect(files('').mix).toEqual([]);
    expect(files('').operations).toEqual(['open', 'read', 'close']);
    expect(files('mix: []').operations).toEqual(['open', 'read', 'close']);
  });

  test.each([
    [`mix: [${reading}]`, 'percents that add up to 50, not 100'],
    [`${half('stat')}\noperations: [stat]`, 'cannot be given with "operations"'],
    [half('read'), '[read] has "read" in place 1, but no file is open there'],
    [half('mkdir'), 'leaves a directory'],
    [half('create, close'), 'leaves an empty file'],
    [`${half('stat')}\nphaseOf: p`, 'cannot be a phase'],
    [`${half('stat')}\nworkers: 2\nfileSharing: perWorker`, 'gives each worker a part of shared directories'],
    [`${half('unlink')}\nruntime: 1s`, 'sooner or later none is left'],
    [`${half('rename')}\nepochs: 2`, 'none is left after 2 epochs'],
    [`${half('stat')}\nqueueDepth: 16\nworkers: 30`, 'must be at least 1080'],
    [`${half('stat')}\naccess: sequential`, 'cannot be "sequential" with a mix'],
    [`${half('list')}\nitems: directories`, 'cannot be "directories" with a mix'],
    [`${half('stat')}\nvisits: everyWorker`, 'cannot be "everyWorker" with a mix'],
    [`mix: [{percent: 100, operations: []}]`, 'empty list'],
    [`mix: [{percent: 100}]`, 'is missing'],
  ])('%s is refused', (text, why) => {
    expect(refusalsOf(text)).toContain(why);
  });

  test.each([
    `mix: [{percent: 50, operations: [unlink]}, {percent: 50, operations: [create, write, close]}]\nruntime: 1s`,
    `${half('rename, rename')}\nruntime: 1s`,
    `${half('mkdir, rmdir')}\nruntime: 1s`,
    `${half('unlink')}\nepochs: 1`,
    half('statMissing, openMissing'),
  ])('%s is possible', (text) => {
    expect(refusalsOf(text)).toBe('');
  });
});

describe('items and visits', () => {
  test.each([
    ['items: directories\noperations: [open, close]', 'cannot be "directories" with the operation "open"'],
    ['visits: everyWorker\noperations: [unlink]', 'make or remove names'],
    ['visits: everyWorker\noperations: [create, close]', 'make or remove names'],
    [`operations: [${Array<string>(129).fill('statMissing').join(', ')}]`, 'looks for 129 names'],
  ])('%s is refused', (text, why) => {
    expect(refusalsOf(text)).toContain(why);
  });

  test('directories are read, listed and looked at by every worker', () => {
    const workload = files('items: directories\nvisits: everyWorker\noperations: [readdir, list, stat, statx]');
    expect(workload).toMatchObject({ items: 'directories', visits: 'everyWorker', dropCache: false });
  });
});

describe('a chain', () => {
  const walked = (...operations: FileOperation[]) => walk(operations);

  test('looks for what is missing without a file', () => {
    expect(walked('statMissing', 'openMissing')).toMatchObject({ needsFile: false, broken: null });
    expect(walked('statMissing', 'create', 'close')).toMatchObject({ needsFile: false, broken: null });
    expect(walked('openMissing', 'stat')).toMatchObject({ needsFile: true, broken: null });
    expect(walked('unlink', 'statMissing')).toMatchObject({ leavesFile: false, broken: null });
  });

  test('lists the directory of its file, also once the file is gone', () => {
    expect(walked('list')).toMatchObject({ needsFile: true, broken: null });
    expect(walked('open', 'list', 'statx', 'close')).toMatchObject({ broken: null });
    expect(walked('unlink', 'list')).toMatchObject({ leavesFile: false, broken: null });
  });

  test('looks at no file that is gone', () => {
    expect(walked('unlink', 'statx').broken?.what).toContain('the file is unlinked');
  });
});
