// The installed fio says the same of amounts, of options and of job files.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type KbBase, parseFioBytes, parseFioTime } from '../../src/fio/fio-units.js';
import { type IniOption, parseIni } from '../../src/fio/ini.js';
import { adviceForUnknown, optionTable } from '../../src/fio/option-table.js';
import type { Problem } from '../../src/spec/problems.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { environment, fixtureNames, fixturePath } from './importing.js';

function fio(...options: string[]): string {
  const env = { ...process.env, ...environment.variables };
  const { stdout, stderr } = spawnSync('fio', options, { encoding: 'utf8', env, cwd: tmpdir() });
  return stdout + stderr;
}

const version = spawnSync('fio', ['--version'], { encoding: 'utf8' });
const missing = version.error === undefined ? '' : 'there is no fio';

function skipped(reason: string): string {
  return reason === '' ? '' : ` (skipped: ${reason})`;
}

function withFio(title: string, body: () => void): void {
  test.skipIf(missing !== '')(title + skipped(missing), body);
}

/** What fio reads from values of one option, in one file; undefined from the first one on that it refuses. */
function readByFio(option: string, values: readonly string[], others = ''): (bigint | undefined)[] {
  const file = join(temporaryDirectory(), 'job.fio');
  writeFileSync(file, values.map((value, index) => `[s${index}]\n${others}${option}=${value}\n`).join(''));
  const output = fio('--parse-only', '--debug=parse', file);
  const found = [...output.matchAll(new RegExp(`__handle_option=${option}, .*\\n.*ret=0, out=(\\d+)`, 'g'))];
  return values.map((_, index) => (found[index] === undefined ? undefined : BigInt(found[index][1] ?? '')));
}

/** Whether the installed fio has what a test needs; otherwise the reason why not, for its title. */
function need(why: string, has: () => boolean): string {
  return missing === '' && !has() ? why : missing;
}

const noArithmetic = need('this fio is built without arithmetic', () => {
  return !fio('--parse-only', '--name=a', '--bs=(4*1024)').includes('failed parsing');
});
const noUring = need('this fio is built without io_uring', () => fio('--enghelp').includes('\tio_uring\n'));

/** Options of all sections in order as fio's command line, each as it is written and under fio's first name for it. */
function commandLine(file: string): string[][] {
  const problems: Problem[] = [];
  const sections = parseIni({ text: readFileSync(file, 'utf8'), file, environment }, problems);
  expect(problems).toEqual([]);
  // Each [global] repeats those before it.
  let globals: IniOption[] = [];
  return sections.flatMap(({ name, isGlobal, options }) => {
    if (!isGlobal) return [[`--name=${name}`], ...options.map(spellings)];
    globals = [...globals, ...options];
    return globals.map(spellings);
  });
}

function spellings({ word, value }: IniOption): string[] {
  const shown = value === null ? '' : word === 'description' ? `="${value}"` : `=${value}`;
  return [`--${word}${shown}`, `--${optionTable.get(word)?.name ?? word}${shown}`];
}

/** What is left of fio's command line without the options of the file. */
function leftOver(name: string): string {
  const output = fio('--parse-only', '--showcmd', fixturePath(name));
  expect(output).toMatch(/^fio --/);
  let left = ` ${output.trim().slice('fio '.length)} `;
  for (const options of commandLine(fixturePath(name))) {
    const found = options.find((option) => left.includes(` ${option} `));
    if (found === undefined) throw new Error(`${name}: fio has no ${options.join(' or ')} in ${left}`);
    left = left.replace(` ${found} `, ' ');
  }
  return left.trim();
}

describe('fio', () => {
  const amounts =
    '0 1 512 512b 4k 4K 4kb 4kB 4KB 4ki 4Ki 4kib 4KiB 7m 7mi 7Mi 7MiB 7mb 3g 3gi 3GiB 2t 2Ti 2TiB 1p 0x1000 0xff'.split(
      ' ',
    );

  withFio('reads amounts alike', () => {
    for (const kbBase of [1024, 1000] as KbBase[]) {
      const ours = amounts.map((text) => BigInt(parseFioBytes(text, kbBase)));
      expect(readByFio('size', amounts, `kb_base=${kbBase}\n`)).toEqual(ours);
    }
  });

  withFio('reads times alike', () => {
    const times = '0 1 90 90s 90S 5m 5M 2h 3d 250ms 250MS 250msec 40us 40usec'.split(' ');
    const microseconds = (unit: 's' | 'us') => times.map((text) => BigInt(parseFioTime(text, unit) / 1000));
    expect(readByFio('runtime', times)).toEqual(microseconds('s'));
    expect(readByFio('thinktime', times)).toEqual(microseconds('us'));
  });

  withFio('reads something else than what is meant from amounts that are refused', () => {
    expect(readByFio('size', ['1.5g', '4x', '4kk', ' 4k'])).toEqual([1n, 4n, 4096n, 4n]);
    expect(readByFio('runtime', ['10sec', '10min', '1.5h', '1m30s'])).toEqual([10n, 10n, 1_000_000n, 1n]);
  });

  test.skipIf(noUring !== '')(`takes every fixture, and the same options from it${skipped(noUring)}`, () => {
    for (const name of fixtureNames().filter((each) => each !== 'arithmetic')) {
      expect({ name, left: leftOver(name) }).toEqual({ name, left: '' });
    }
  });

  test.skipIf(noArithmetic !== '')(`calculates alike${skipped(noArithmetic)}`, () => {
    const texts = ['(4*1024)', '(4k)', '(2+4k)', '(10/3)', '(8/2k)', '(2^10)', '(7%4)', '(1.5*1k)', '(4KiB)'];
    expect(readByFio('size', texts)).toEqual(texts.map((text) => BigInt(parseFioBytes(text, 1024))));
    const times = ['(60)', '(1m)', '(1m+30s)'];
    expect(readByFio('runtime', times)).toEqual(times.map((text) => BigInt(parseFioTime(text, 's') / 1000)));
  });

  withFio('has no option that the table does not have', () => {
    const options = fio('--cmdhelp=all').matchAll(/^([a-z][\w-]*)\s*:/gm);
    const names = [...options].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(150);
    expect(names.filter((name) => !optionTable.has(name))).toEqual([]);
    expect(adviceForUnknown('no-option-at-all')).not.toBe('');
  });

  withFio('has no option of an engine that the table does not have', () => {
    const engines = [...fio('--enghelp').matchAll(/^\t(\S+)$/gm)].map(([, name = '']) => name);
    expect(engines).toContain('libaio');
    const names = engines.flatMap((engine) =>
      [...fio(`--enghelp=${engine}`).matchAll(/^(\w[\w-]*)\s*: /gm)].map(([, name = '']) => name),
    );
    expect(names).toContain('hipri');
    expect(names.filter((name) => !optionTable.has(name))).toEqual([]);
  });
});
