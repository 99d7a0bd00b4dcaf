// npm test: brings the builds up to date, then runs vitest, then the native tests. Arguments go to vitest, which then runs alone.
import { join } from 'node:path';
import { root, run } from './process.mjs';

const filters = process.argv.slice(2);

/**
 * @param {string} script
 * @param {string[]} [args]
 */
const node = (script, args = []) => run(process.execPath, [join(root, script), ...args]);

const built = node('scripts/install.mjs') && node('scripts/build.mjs');
// Both suites run even when one fails, so that one run shows everything.
const passed = [
  built && node('node_modules/vitest/vitest.mjs', ['run', ...filters]),
  filters.length > 0 || node('scripts/native-tests.mjs'),
];
process.exitCode = passed.every(Boolean) ? 0 : 1;
