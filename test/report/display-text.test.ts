// Text is measured in columns and made safe to print.
import { expect, test } from 'vitest';
import {
  displayWidth,
  padEnd,
  padStart,
  printable,
  truncate,
  truncateMiddle,
  wrap,
} from '../../src/report/display-text.js';

test('wide characters take two columns, combining ones none', () => {
  expect(displayWidth('lustre')).toBe(6);
  expect(displayWidth('测试')).toBe(4);
  expect(displayWidth('e\u0301')).toBe(1);
  expect(displayWidth('▁█░✓│')).toBe(5);
});

test('cutting never splits a wide character and stays within the width', () => {
  expect(truncate('lustre', 6, '…')).toBe('lustre');
  expect(truncate('lustre', 5, '…')).toBe('lust…');
  expect(truncate('测试', 3, '…')).toBe('测…');
  expect(truncate('测试测', 4, '…')).toBe('测…');
  expect(truncate('lustre', 0, '…')).toBe('');
});

test('cutting in the middle keeps the end', () => {
  expect(truncateMiddle('sequential-read-1m/nvme/1', 25, '…')).toBe('sequential-read-1m/nvme/1');
  expect(truncateMiddle('sequential-read-1m/nvme/1', 18, '…')).toBe('sequen…d-1m/nvme/1');
});

test('padding counts columns', () => {
  expect(padEnd('测', 4)).toBe('测  ');
  expect(padStart('测', 4)).toBe('  测');
  expect(padEnd('too long', 3)).toBe('too long');
});

test('wrapping breaks at spaces and leaves a long path whole', () => {
  expect(wrap('read failed in /a/very/long/path now', 11)).toEqual(['read failed', 'in', '/a/very/long/path', 'now']);
  expect(wrap('', 10)).toEqual(['']);
});

test('names of others cannot move the cursor or break the line', () => {
  expect(printable('a\u001b[2Jb\r\nc\td\u202ee')).toBe('a?[2Jb c d?e');
});
