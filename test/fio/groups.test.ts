// Which sections run together in fio, and what an import does about it.
import { describe, expect, test } from 'vitest';
import type { FioNote } from '../../src/fio/note.js';
import { writeWorkloads } from '../../src/fio/write-yaml.js';
import { formatProblem } from '../../src/spec/problems.js';
import { accepted, importFixture, importText, problemsOfText } from './importing.js';

describe('sections that fio runs at the same time', () => {
  test('are refused, each with the first of them', () => {
    expect(importFixture('concurrent').problems.map(formatProblem)).toEqual([
      'concurrent.fio:8:1 [writers]: runs at the same time as [readers] of line 5 in fio, but workloads run one after another. Import with --sequential if it may wait, or add "stonewall" to [writers], or import one section alone with --section.',
      'concurrent.fio:14:1 [others]: runs at the same time as [readers] of line 5 in fio, but workloads run one after another. Import with --sequential if it may wait, or add "stonewall" to [others], or import one section alone with --section.',
    ]);
  });

  test('are refused where they differ in nothing, and where only the report is another group', () => {
    expect(problemsOfText('[a]\nrw=read\nsize=1m\n[b]\nrw=read\nsize=1m\n')).toHaveLength(1);
    expect(problemsOfText('[a]\nrw=read\nsize=1m\n[b]\nnew_group\nrw=read\nsize=1m\n')).toHaveLength(1);
  });

  test('run one after another where that is asked for, and that is said of each', () => {
    const imported = accepted(importFixture('concurrent', { sequential: true }));
    expect(imported.workloads.map(({ section }) => section)).toEqual(['readers', 'writers', 'others', 'later']);
    const text = 'fio runs it at the same time as [readers] of line 5; here it runs afterwards, by --sequential';
    const told = (notes: FioNote[]) => notes.filter((note) => note.text === text).map(({ section }) => section);
    expect(told(imported.notes)).toEqual(['writers', 'others']);
    expect(imported.workloads.map(({ notes }) => told(notes))).toEqual([[], ['writers'], ['others'], []]);
    expect(writeWorkloads(imported).split(text)).toHaveLength(3);
    expect(told(accepted(importFixture('concurrent', { sequential: true, sections: ['others'] })).notes)).toEqual([]);
  });

  test('can be imported one by one', () => {
    for (const section of ['readers', 'writers', 'others', 'later']) {
      const { workloads } = accepted(importFixture('concurrent', { sections: [section] }));
      expect(workloads.map(({ words }) => words.name)).toEqual([section]);
    }
  });

  test('are one group for each stonewall', () => {
    const { groups } = importFixture('concurrent');
    expect(groups.map(({ start, sections }) => [start, sections.map(({ section }) => section)])).toEqual([
      ['first', ['readers', 'writers', 'files', 'others']],
      ['stonewall', ['later']],
    ]);
  });
});

describe('stonewall', () => {
  test('in [global] holds for every section after it', () => {
    expect(problemsOfText('[global]\nsize=1m\nstonewall\n[a]\nrw=read\n[b]\nrw=write\n[c]\nrw=rw\n')).toEqual([]);
  });

  test('can be taken back', () => {
    expect(problemsOfText('[global]\nsize=1m\nstonewall\n[a]\nrw=read\n[b]\nstonewall=0\nrw=write\n')).toHaveLength(1);
  });
});

describe('a section that only lays out files', () => {
  test('is no workload, and its options are read all the same', () => {
    const { workloads, notes, problems } = importText('[a]\ncreate_only=1\nbs=4x\nsize=1m\n[b]\nrw=read\nsize=1m\n');
    expect(workloads.map(({ section }) => section)).toEqual(['b']);
    expect(problems).toMatchObject([{ line: 3, key: 'bs' }]);
    expect(notes.find(({ line }) => line === 4)?.text).toBe(
      'the section only lays out files, which every run does by itself',
    );
  });

  test('is not enough', () => {
    expect(problemsOfText('[a]\ncreate_only=1\nsize=1m\n')).toEqual([
      'job.fio: has only sections that lay out files. Add a section with rw and size.',
    ]);
    expect(problemsOfText('[global]\nsize=1m\n')).toEqual([
      'job.fio: has no job section. Add a section with rw and size.',
    ]);
    expect(problemsOfText('')).toEqual(['job.fio: has no job section. Add a section with rw and size.']);
  });
});

describe('names', () => {
  test.each([
    [['Rand Read 4K'], ['rand-read-4k']],
    [['-_.x'], ['x']],
    [['!!'], ['job']],
    [
      ['a', 'A', 'a'],
      ['a', 'a-2', 'a-3'],
    ],
    [
      ['a', 'a', 'a-2'],
      ['a', 'a-3', 'a-2'],
    ],
  ])('of %j are %j', (sections, names) => {
    const text = sections.map((section) => `[${section}]\nrw=read\n`).join('');
    const { workloads } = accepted(importText(`[global]\nsize=1m\nstonewall\n${text}`));
    expect(workloads.map(({ words }) => words.name)).toEqual(names);
  });

  test('of sections that are asked for but not there are refused', () => {
    expect(problemsOfText('[a]\nsize=1m\n[b]\nsize=1m\nstonewall\n', { sections: ['c', 'a'] })).toEqual([
      'job.fio [c]: is not a section of this file. Its sections are a, b.',
    ]);
  });
});
