// Builds and runs the GoogleTest binary, with --sanitize=address,undefined or --sanitize=thread under those sanitizers.
// --build: builds only. Says why and ends well when cmake or GoogleTest is not installed: the tests in vitest cover the
// addon all the same.
import { mkdirSync } from 'node:fs';
import { availableParallelism, machine } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runSuites } from './native-suites.mjs';
import { capture, isInstalled, reportFile, root, run } from './process.mjs';

const { values } = parseArgs({
  options: { sanitize: { type: 'string', default: '' }, build: { type: 'boolean', default: false } },
});
const { sanitize } = values;
const names = new Map([
  ['', 'native'],
  ['address,undefined', 'native-asan'],
  ['thread', 'native-tsan'],
]);
const name = names.get(sanitize);

const environment = {
  ASAN_OPTIONS: 'detect_leaks=1:detect_stack_use_after_return=1',
  UBSAN_OPTIONS: 'print_stacktrace=1',
  TSAN_OPTIONS: 'second_deadlock_stack=1',
};

function whyNot() {
  if (!isInstalled('cmake')) return 'cmake is not installed (Debian: cmake)';
  const flags = sanitize === '' ? [] : [`-fsanitize=${sanitize}`];
  const trial = '#include <gtest/gtest.h>\n#include <gmock/gmock.h>\nint main() {}\n';
  const compiled = capture(
    process.env.CXX ?? 'g++',
    ['-std=c++20', ...flags, '-x', 'c++', '-', '-o', '/dev/null'],
    trial,
  );
  return compiled.ok
    ? ''
    : `GoogleTest ${sanitize && 'or a sanitizer '}is not installed (Debian: libgtest-dev libgmock-dev)`;
}

/**
 * Runs a program while no other one is at work in the directory: two builds at once would spoil each other.
 * @param {string} directory
 * @param {string} program
 * @param {string[]} args
 */
function runAlone(directory, program, args) {
  if (!isInstalled('flock')) return run(program, args);
  mkdirSync(directory, { recursive: true });
  return run('flock', [join(directory, '.lock'), program, ...args]);
}

/** @param {string} directory */
function build(directory) {
  const generator = isInstalled('ninja') ? ['-G', 'Ninja'] : [];
  const options = ['-DIOPROOF_TESTS=ON', `-DIOPROOF_SANITIZE=${sanitize}`];
  return (
    runAlone(directory, 'cmake', ['-S', '.', '-B', directory, ...generator, ...options, '--log-level=WARNING']) &&
    runAlone(directory, 'cmake', [
      '--build',
      directory,
      '--target',
      'ioproof_native_tests',
      '--parallel',
      String(availableParallelism()),
    ])
  );
}

/** ThreadSanitizer of older compilers cannot place its shadow memory where the kernel randomizes addresses widely. */
function launcher() {
  const fixed = ['setarch', machine(), '-R'];
  const [program = '', ...args] = fixed;
  return sanitize === 'thread' && capture(program, [...args, 'true']).ok ? fixed : [];
}

/** @param {string} directory */
function test(directory) {
  return runSuites({
    command: [...launcher(), join(directory, 'ioproof_native_tests')],
    cwd: directory,
    env: environment,
    report: reportFile(`${name ?? ''}.xml`),
    parallel: availableParallelism(),
  });
}

if (name === undefined) {
  console.error(`--sanitize=${sanitize}: give one of "address,undefined" and "thread".`);
  process.exit(2);
}
const reason = whyNot();
if (reason === '') {
  const directory = join(root, `build-${name}`);
  process.exitCode = build(directory) && (values.build || (await test(directory))) ? 0 : 1;
} else {
  console.log(`SKIPPED ${name} tests: ${reason}`);
}
