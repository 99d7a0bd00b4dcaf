// What a slip of the hand on the command line is answered with: the word, what was meant, and exit code 2.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Workplace } from '../helpers/cli.js';
import { type KnownOptions, wrongValues, wrongWords } from '../../src/cli/wrong-words.js';

const run = (...args: string[]) => new Workplace().run(...args);

test.each([
  { args: ['runn', 'quick'], says: '"runn" is no command. Did you mean run?' },
  { args: ['xyz'], says: '"xyz" is no command.' },
  {
    args: ['fit', 'unet3d', '--acclerator=h100'],
    says: '--acclerator is no option of `ioproof fit`. Did you mean --acc',
  },
  {
    args: ['run', 'quick', '--no-countrs'],
    says: '--no-countrs is no option of `ioproof run`. Did you mean --counters?',
  },
  { args: ['list', 'more'], says: '"more" is one word too many.' },
  { args: ['run', 'quick', '--mount'], says: '--mount: its value is missing.' },
  { args: ['run', 'quick', '--repeat', 'x'], says: '--repeat "x": must be a number.' },
  { args: ['watch', '--port=x'], says: '--port "x": must be a number.' },
  { args: ['run', 'quick', '--out', 'a', '--out', 'b'], says: '--out: is given twice; give it once.' },
  { args: ['plan', 'quick', '--json=1'], says: '--json=1: takes no value.' },
  { args: ['report', 'x', '--format', 'htm'], says: 'mdtest. Did you mean html?' },
  {
    args: ['schema', 'rum'],
    says: 'document "rum": must be run, report, compare, acceptance, history, verify, doctor. Did you mean run?',
  },
  { args: ['import', 'fio'], says: '<job> is missing: ioproof import fio <job>' },
  { args: ['import'], says: '<format> is missing: ioproof import <format>' },
])('$args', ({ args, says }) => {
  const place = new Workplace();
  const { exitCode, stdout, stderr } = place.run(...args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr).toMatch(/See `ioproof .*--help`\.\n$/);
  expect(readdirSync(place.path())).toEqual([]);
});

describe('words that are right', () => {
  const options: KnownOptions = {
    key: { mount: true, repeat: true, json: true, o: true },
    array: ['mount'],
    boolean: ['json'],
    number: ['repeat'],
  };

  test('are left alone: an option of many values, a switch with its own, a number', () => {
    const words = ['--mount', 'a=1', '--mount', 'b=2', '--json=true', '--repeat', '3', '-o', 'x'];
    expect(wrongValues({ mount: ['a=1', 'b=2'], json: true, repeat: 3, o: 'x' }, { words, options })).toEqual([]);
  });

  test('and what the parser says otherwise stays as it is', () => {
    expect(wrongWords('Name a command.', { words: [], commands: ['run'], options })).toBe('Name a command.');
  });
});

test('help is a word, too, and -h is --help', () => {
  const { stdout } = run('plan', '--help');
  expect(stdout).toContain('ioproof plan <workloads..>');
  expect(run('help', 'plan')).toMatchObject({ exitCode: 0, stdout });
  expect(run('plan', '-h')).toMatchObject({ exitCode: 0, stdout });
  expect(run('help').stdout).toBe(run('--help').stdout);
});

describe('completion', () => {
  const offered = (...words: string[]) => {
    const { exitCode, stdout } = run('--get-yargs-completions', 'ioproof', ...words);
    expect(exitCode).toBe(0);
    return stdout.trimEnd().split('\n');
  };

  test('is a script for the shell', () => {
    expect(run('completion')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run('completion').stdout).toContain('complete -o bashdefault -o default');
  });

  test('offers commands, options, choices, and the built-in workloads where a workload is named', () => {
    expect(offered('')).toEqual(expect.arrayContaining(['run', 'accept', 'history']));
    expect(offered('run', 'quick', '--')).toEqual(expect.arrayContaining(['--mount', '--repeat']));
    expect(offered('run', 'quick', '--')).not.toContain('unet3d');
    expect(offered('report', 'x', '--format', '')).toEqual(expect.arrayContaining(['html', 'junit']));
    expect(offered('plan', 'rand')).toEqual(['random-read-4k', 'random-write-4k']);
    expect(offered('report', '')).not.toContain('unet3d');
  });
});
