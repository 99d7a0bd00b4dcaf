// Runs vitest with the addon built under AddressSanitizer and UBSan: test files are named on the command line;
// --build instead of them: builds only.
import { join } from 'node:path';
import { capture, isInstalled, root, run } from './process.mjs';

/** That of the native tests under the same sanitizers, with the same flags: what both test is compiled once. */
const directory = join(root, 'build-native-asan');
const configuration = 'RelWithDebInfo';

/** Node itself is not built with the sanitizer, so its run-time library must come first by LD_PRELOAD. */
function sanitizerLibrary() {
  return capture(process.env.CXX ?? 'g++', ['-print-file-name=libasan.so']).output.trim();
}

function build() {
  const options = [
    '--out',
    directory,
    '--config',
    configuration,
    '--target',
    'ioproof',
    '--CDIOPROOF_SANITIZE=address,undefined',
  ];
  return run(process.execPath, [
    join(root, 'node_modules/cmake-js/bin/cmake-js'),
    'compile',
    '--log-level',
    'warn',
    ...options,
  ]);
}

/** @param {string} library */
function test(library) {
  return run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)], {
    LD_PRELOAD: library,
    // Node keeps what it allocated until it exits: leaks are looked for in the GoogleTest binary.
    ASAN_OPTIONS: 'detect_leaks=0',
    UBSAN_OPTIONS: 'print_stacktrace=1',
    IOPROOF_ADDON: join(directory, configuration, 'ioproof.node'),
    IOPROOF_TEST_SUITE: 'addon-asan',
  });
}

const library = sanitizerLibrary();
if (!isInstalled('cmake')) {
  console.log('SKIPPED addon-asan tests: cmake is not installed (Debian: cmake)');
} else if (!library.startsWith('/')) {
  console.log('SKIPPED addon-asan tests: libasan is not installed (RHEL: libasan libubsan)');
} else {
  process.exitCode = build() && (process.argv[2] === '--build' || test(library)) ? 0 : 1;
}
