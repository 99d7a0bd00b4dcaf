// How a job file is split into sections and options.
import { describe, expect, test } from 'vitest';
import { parseIni } from '../../src/fio/ini.js';
import { formatProblem, type Problem } from '../../src/spec/problems.js';
import { environment } from './importing.js';

function parsed(text: string) {
  const problems: Problem[] = [];
  const sections = parseIni({ text, file: 'j.fio', environment }, problems);
  return { sections, problems: problems.map(formatProblem) };
}

/** The one option of a section that starts with this line. */
function option(line: string) {
  const { sections, problems } = parsed(`[a]\n${line}\n`);
  const found = sections[0]?.options[0];
  return { word: found?.word, value: found?.value, problems };
}

describe('a job file', () => {
  test('has sections with options, each with its line and column', () => {
    const { sections, problems } = parsed('[global]\nrw=read\n\n[job one]\n  thread\nsize=1g\r\n');
    expect(problems).toEqual([]);
    expect(sections).toEqual([
      {
        name: 'global',
        isGlobal: true,
        file: 'j.fio',
        line: 1,
        options: [{ word: 'rw', value: 'read', dropped: '', file: 'j.fio', line: 2, column: 1 }],
        unreadable: [],
      },
      {
        name: 'job one',
        isGlobal: false,
        file: 'j.fio',
        line: 4,
        options: [
          { word: 'thread', value: null, dropped: '', file: 'j.fio', line: 5, column: 3 },
          { word: 'size', value: '1g', dropped: '', file: 'j.fio', line: 6, column: 1 },
        ],
        unreadable: [],
      },
    ]);
  });

  test('may start with a byte order mark, and may have no end of line', () => {
    expect(parsed('\uFEFF[a]\nrw=read').sections[0]?.options).toMatchObject([{ word: 'rw', value: 'read' }]);
  });

  test('compares six letters of [global], as fio does', () => {
    expect(parsed('[global-2]\n[globe]').sections.map(({ isGlobal }) => isGlobal)).toEqual([true, false]);
  });

  test.each([
    ['rw=read', { word: 'rw', value: 'read' }],
    ['bs =4k', { word: 'bs', value: '4k' }],
    ['bs= 4k', { word: 'bs', value: ' 4k' }],
    ['description=a = b', { word: 'description', value: 'a = b' }],
    ['rw=', { word: 'rw', value: '' }],
    ['rw=read ; comment', { word: 'rw', value: 'read' }],
    ['rw=read # comment', { word: 'rw', value: 'read' }],
    ['# rw=read', { word: undefined, value: undefined }],
    ['  ; rw=read', { word: undefined, value: undefined }],
  ])('reads %j', (line, expected) => {
    expect(option(line)).toEqual({ ...expected, problems: [] });
  });

  test('is not cut by a comment inside of a word without a sign of it', () => {
    expect(option('filename=/mnt/a#b').problems).toEqual([
      'j.fio:2:1 filename: is cut by fio at "#", which starts a comment, so that "filename=/mnt/a" is left. Put a blank before a comment; no value can have this sign.',
    ]);
  });
});

describe('what an import cannot follow', () => {
  test.each([
    ['rw=read\n', 'j.fio:1:1 rw: stands before the first section. Write [global] or the name of a job above it.'],
    ['[a\n', 'j.fio:1:1: "[a" is not a section. Write [name].'],
    ['[]\n', 'j.fio:1:1: "[]" is not a section. Write [name].'],
    [
      '[a]\ninclude other.fio\n',
      'j.fio:2:1 include: reads another file, which an import does not: it must stand for itself. Put the lines of that file here.',
    ],
    [
      '[a]\nsize={{ size }}\n',
      'j.fio:2:1 size: is part of a template. Fill in the template first, and import what it gives.',
    ],
    ['[a]\n{% if x %}\n', 'j.fio:2:1 {%: is part of a template. Fill in the template first, and import what it gives.'],
    [
      '[a]\nsize=${MISSING}\n',
      'j.fio:2:1 size: needs the environment variable MISSING, which is not set. Set it: MISSING=… ioproof ….',
    ],
    [
      '[a]\nfilename=/mnt/$ncpus\n',
      'j.fio:2:1 filename: has a keyword and calculates with something else than whole numbers and + * / % ^. Write the result as one number.',
    ],
  ])('is refused: %j', (text, problem) => {
    expect(parsed(text).problems).toEqual([problem]);
  });

  test('does not hide the rest', () => {
    const { sections, problems } = parsed('rw=read\n[a]\ninclude x\nsize=${NO}\nbs=4k\n');
    expect(problems).toHaveLength(3);
    expect(sections[0]?.unreadable).toEqual(['include', 'size']);
    expect(sections[0]?.options).toMatchObject([{ word: 'bs', line: 5 }]);
  });
});

describe('variables and keywords', () => {
  test.each([
    ['ioengine=${ENGINE}', 'libaio'],
    ['rw=${MODE}read', 'randread'],
    ['description=<${EMPTY}>', '<>'],
    ['description=$ENGINE ${ENGINE} $jobname', '$ENGINE libaio $jobname'],
    ['numjobs=$ncpus', '2'],
    ['bs=$pagesize,8k', '4096,8k'],
    ['size=8*$mb_memory', '64000'],
    ['size=($mb_memory+8)/3', '2669'],
    ['numjobs=2*8', '2*8'],
  ])('in %j give %j', (line, value) => {
    expect(option(line)).toMatchObject({ value, problems: [] });
  });

  test('can hold an option as a whole', () => {
    const problems: Problem[] = [];
    const variables = { OPTION: 'rw=write' };
    const [section] = parseIni(
      { text: '[a]\n${OPTION}', file: 'j', environment: { ...environment, variables } },
      problems,
    );
    expect(section?.options).toMatchObject([{ word: 'rw', value: 'write' }]);
  });
});
