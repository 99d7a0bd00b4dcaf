// What a stream can show: the locale as it counts, and the width where a terminal does not know it.
import { afterEach, expect, test, vi } from 'vitest';
import { lookOf } from '../../src/cli/terminal.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  [{ LC_ALL: '', LC_CTYPE: '', LANG: 'C.UTF-8' }, true],
  [{ LC_ALL: 'C', LC_CTYPE: '', LANG: 'C.UTF-8' }, false],
  [{ LC_ALL: '', LC_CTYPE: 'en_GB.utf8', LANG: 'C' }, true],
  [{ LC_ALL: '', LC_CTYPE: '', LANG: '' }, false],
])('%j: Unicode %s', (environment, unicode) => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  expect(lookOf(process.stdout)).toMatchObject({ unicode });
});

test.each([
  [{ isTTY: true, columns: 120 }, 120],
  [{ isTTY: true, columns: 0 }, 72],
  [{ isTTY: false, columns: 120 }, 72],
])('%j: %i columns with COLUMNS=72', (stream, width) => {
  vi.stubEnv('COLUMNS', '72');
  expect(lookOf(stream)).toMatchObject({ width });
});
