// docs/file-systems.md has each kind that is told apart, in the table of recognition and in that of proofs.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kindOfMagic } from '../../src/filesystem/kind-table.js';
import { fileSystemTitles } from '../../src/filesystem/kinds.js';

const text = readFileSync(new URL('../../docs/file-systems.md', import.meta.url), 'utf8');
const section = (title: string): string => text.split(/^##+ /m).find((part) => part.startsWith(title)) ?? '';
const titles = Object.entries(fileSystemTitles).filter(([kind]) => kind !== 'other');

test('each kind has a row of its own that says by what it is recognised', () => {
  const rows = section('How a mount is recognised')
    .split('\n')
    .flatMap((line) => /^\| (.+?) +\| /.exec(line)?.[1] ?? []);
  expect(rows).toEqual(['system', expect.stringMatching(/^-+$/), ...titles.map(([, title]) => title)]);
});

test.each([...kindOfMagic])('the magic number %i is told with its kind', (magic, kind) => {
  const row = section('How a mount is recognised')
    .split('\n')
    .find((line) => line.startsWith(`| ${fileSystemTitles[kind]} `));
  expect(row).toContain(`0x${magic.toString(16)}`);
});

test('each kind is told how it is proved', () => {
  const proved = section('How it is proved');
  const short = titles.map(([, title]) => (title.includes('GPFS') ? 'GPFS' : title.replace(/ \((dfuse|NFS)\)$/, '')));
  expect(short.filter((title) => !proved.includes(title))).toEqual([]);
});
