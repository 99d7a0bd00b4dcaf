// Compiles the C++ addon to build/Release/ioproof.node; when a tool is missing, one sentence says which and how to get it.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { builtForNpx, capture, isInstalled, root, run } from './process.mjs';

const addon = join(root, 'build', 'Release', 'ioproof.node');
const verbose = process.argv.includes('--verbose');
const compiler = process.env.CXX ?? 'g++';

/**
 * Ends the installation with one sentence.
 * @param {string} sentence
 * @returns {never}
 */
function fail(sentence) {
  console.error(`ioproof: ${sentence}`);
  process.exit(1);
}

/** Names of missing tools with the packages that bring them. */
function missingTools() {
  const tools = [
    { name: compiler, debian: 'g++', redHat: 'gcc-c++' },
    { name: process.env.MAKE ?? 'make', debian: 'make', redHat: 'make' },
    { name: process.env.npm_config_python ?? process.env.PYTHON ?? 'python3', debian: 'python3', redHat: 'python3' },
  ];
  return tools.filter(({ name }) => !isInstalled(name.split(' ')[0] ?? name));
}

function requireTools() {
  const missing = missingTools();
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(' and ');
    const debian = missing.map((tool) => tool.debian).join(' ');
    const redHat = missing.map((tool) => tool.redHat).join(' ');
    fail(
      `the C++ addon cannot be compiled because ${names} ${missing.length > 1 ? 'are' : 'is'} missing: install with ` +
        `"apt-get install ${debian}" (Debian, Ubuntu) or "dnf install ${redHat}" (RHEL, Rocky, Alma) and run npm again.`,
    );
  }
  const [program = compiler, ...flags] = compiler.split(' ');
  const trial = '#include <bit>\n#include <concepts>\n#include <span>\nint main() { return std::popcount(0u); }\n';
  if (!capture(program, [...flags, '-std=c++20', '-fsyntax-only', '-x', 'c++', '-'], trial).ok) {
    fail(
      `the C++ addon cannot be compiled because ${compiler} does not know C++20 (g++ 10 or newer does): install it with ` +
        '"apt-get install g++" (Debian 11, Ubuntu 22.04) or "dnf install gcc-toolset-12-gcc-c++" (RHEL 8), point CXX at it ' +
        'and run npm again.',
    );
  }
}

/** Our own node-gyp, or npm's where ioproof is installed as a package without its development dependencies. */
function nodeGyp() {
  try {
    return createRequire(import.meta.url).resolve('node-gyp/bin/node-gyp.js');
  } catch {
    return (
      process.env.npm_config_node_gyp ?? fail('node-gyp is not installed: run "npm ci" with development packages.')
    );
  }
}

/** Node's own headers beside its binary save the download of them; a configured nodedir goes first. */
function headerOptions() {
  const nodedir = join(dirname(process.execPath), '..');
  const configured = process.env.npm_config_nodedir ?? process.env.npm_package_config_node_gyp_nodedir ?? '';
  const found = ['node_api.h', 'common.gypi'].every((file) => existsSync(join(nodedir, 'include', 'node', file)));
  return configured === '' && found ? [`--nodedir=${nodedir}`] : [];
}

function compile() {
  const args = [nodeGyp(), 'configure', 'build', '--release', '--jobs=max', ...headerOptions()];
  if (verbose) return run(process.execPath, args);
  const { ok, output } = capture(process.execPath, args);
  if (!ok) console.error(output);
  return ok;
}

if (!builtForNpx(addon)) {
  requireTools();
  const started = performance.now();
  if (!compile() || !existsSync(addon)) {
    fail('the C++ addon did not compile; the output of node-gyp and the compiler stands above.');
  }
  console.log(`ioproof: C++ addon compiled in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
