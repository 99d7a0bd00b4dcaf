// Formats TypeScript, scripts, YAML, JSON and Markdown by prettier and C++ by clang-format-19; --check only looks.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled, root, run } from './process.mjs';

const check = process.argv.includes('--check');
const clangFormat = 'clang-format-19';
const patterns = [
  '{src,test,bench}/**/*.ts',
  'scripts/**/*.mjs',
  'workloads/**/*.yaml',
  '{docs,test,results}/**/*.md',
  '*.{ts,js,md}',
  '{package,tsconfig,tsconfig.test,tsconfig.client,.prettierrc}.json',
];

function formatText() {
  const program = join(root, 'node_modules/prettier/bin/prettier.cjs');
  const options = ['--no-error-on-unmatched-pattern', '--log-level', 'warn'];
  return run(process.execPath, [program, check ? '--check' : '--write', ...options, ...patterns]);
}

function formatNative() {
  if (!isInstalled(clangFormat)) {
    console.log(`SKIPPED the format of native/: ${clangFormat} is not installed (Debian: ${clangFormat})`);
    return true;
  }
  const files = readdirSync(join(root, 'native'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(h|cpp)$/.test(name))
    .map((name) => join('native', name));
  return run(clangFormat, [...(check ? ['--dry-run', '--Werror'] : ['-i']), ...files]);
}

const passed = [formatText(), formatNative()];
process.exitCode = passed.every(Boolean) ? 0 : 1;
