// npm run test:servers: tests against servers that take long or want packages which npm test does without (test/on-demand/).
import { join } from 'node:path';
import { root, run } from './process.mjs';

process.env['IOPROOF_TEST_ON_DEMAND'] = '1';
const filters = process.argv.slice(2);
const folder = filters.length > 0 ? filters : ['test/on-demand/'];

/**
 * @param {string} script
 * @param {string[]} [args]
 */
const node = (script, args = []) => run(process.execPath, [join(root, script), ...args]);

const passed =
  node('scripts/install.mjs') &&
  node('scripts/build.mjs') &&
  node('node_modules/vitest/vitest.mjs', ['run', ...folder]);
process.exitCode = passed ? 0 : 1;
