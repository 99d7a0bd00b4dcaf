// The environment of a cuFile process: its mode, its log, and a copy of the configuration that says the same.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileNameOf, prepareCufile, withCompat } from '../../src/run/cufile-environment.js';
import { temporaryDirectory } from '../helpers/temporary.js';

const configuration = `{
  // "allow_compat_mode": true says a comment
  "logging": { "level": "ERROR", "note": "\\"allow_compat_mode\\": true" }, /* "force_compat_mode": true */
  "properties": {
    "allow_compat_mode" : true, // kept
    "force_compat_mode": true,
    "use_pci_p2pdma": true
  }
}
`;

test.each([
  ['refuse', 'false', 'false'],
  ['allow', 'true', 'false'],
  ['force', 'true', 'true'],
] as const)('%s: allowed %s, forced %s', (compat, allowed, forced) => {
  const folder = join(temporaryDirectory(), 'run', 'cufile');
  const source = join(temporaryDirectory(), 'cufile.json');
  writeFileSync(source, configuration);
  const { environment, logPath } = prepareCufile(folder, 'read/a/1', compat, {
    PATH: '/bin',
    CUFILE_ENV_PATH_JSON: source,
  });
  expect(environment).toEqual({
    PATH: '/bin',
    CUFILE_LOGFILE_PATH: join(folder, 'read+a+1.log'),
    CUFILE_LOGGING_LEVEL: 'INFO',
    CUFILE_ALLOW_COMPAT_MODE: allowed,
    CUFILE_FORCE_COMPAT_MODE: forced,
    CUFILE_ENV_PATH_JSON: join(folder, 'read+a+1.json'),
  });
  expect(logPath).toBe(environment['CUFILE_LOGFILE_PATH']);
  const copy = readFileSync(join(folder, 'read+a+1.json'), 'utf8');
  expect(copy).toBe(
    configuration
      .replace('"allow_compat_mode" : true', `"allow_compat_mode" : ${allowed}`)
      .replace('"force_compat_mode": true,', `"force_compat_mode": ${forced},`),
  );
  expect(readFileSync(source, 'utf8')).toBe(configuration);
});

test('without a configuration that can be read none is named, and cuFile finds what it finds', () => {
  const folder = temporaryDirectory();
  const outer = { CUFILE_ENV_PATH_JSON: join(folder, 'missing.json'), CUFILE_LOGGING_LEVEL: 'TRACE' };
  const { environment } = prepareCufile(folder, 'a', 'refuse', outer);
  expect(environment).toMatchObject(outer);
  expect(existsSync(join(folder, 'a.json'))).toBe(false);
});

test('a configuration without these keys stays as it is', () => {
  expect(withCompat('{"properties": {}}', 'refuse')).toBe('{"properties": {}}');
});

test('names of steps become names of files, each its own', () => {
  expect(fileNameOf('read@blockSize=4 KiB,direct=true/here/1')).toBe('read@blockSize=4_KiB,direct=true+here+1');
  const long = `${'x'.repeat(300)}/here/`;
  expect(fileNameOf(`${long}1`)).toHaveLength(200);
  expect(fileNameOf(`${long}1`)).not.toBe(fileNameOf(`${long}2`));
});
