// Builds the stand-ins of CUDA and cuFile that tests and benchmarks load; nothing is to do where they are newer than their sources.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, run } from './process.mjs';

const sources = join(root, 'native', 'test', 'standin');
const output = join(root, 'build', 'gpu-standin');

/** Paths of the libraries; `cufileOld` is of cuFile 1.0. */
export const libraries = {
  cuda: join(output, 'libcuda.so.1'),
  cufile: join(output, 'libcufile.so.0'),
  cufileOld: join(output, 'old', 'libcufile.so.0'),
};

const flags = ['-std=c++20', '-O2', '-g1', '-fPIC', '-shared', '-pthread', '-fvisibility=hidden', '-Wl,--no-undefined'];

/** @param {string[]} folders */
function sourcesIn(...folders) {
  return folders.flatMap((folder) =>
    readdirSync(join(sources, folder))
      .filter((name) => name.endsWith('.cpp'))
      .map((name) => join(sources, folder, name)),
  );
}

/** Time of the newest file that goes into the libraries. */
function newestSource() {
  const declarations = join(root, 'native', 'gpu');
  const files = [
    ...readdirSync(sources, { recursive: true, encoding: 'utf8' }).map((name) => join(sources, name)),
    ...['cuda_abi.h', 'cufile_abi.h'].map((name) => join(declarations, name)),
    fileURLToPath(import.meta.url),
  ];
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}

function upToDate() {
  const newest = newestSource();
  return Object.values(libraries).every((library) => existsSync(library) && statSync(library).mtimeMs >= newest);
}

/**
 * @param {string} library
 * @param {string} name
 * @param {string[]} args
 */
function link(library, name, args) {
  mkdirSync(dirname(library), { recursive: true });
  // Never half written for a test that builds at the same time.
  const draft = `${library}.${process.pid}`;
  const options = [...flags, `-I${join(root, 'native')}`, `-Wl,-soname,${name}`, '-o', draft, ...args];
  const linked = run(process.env.CXX ?? 'g++', options);
  if (linked) renameSync(draft, library);
  else rmSync(draft, { force: true });
  return linked;
}

/** True when the libraries are there and up to date. */
export function buildStandins() {
  if (upToDate()) return true;
  const cufile = sourcesIn('cufile');
  // Found where cuFile is, or already loaded by the same name.
  const beside = [libraries.cuda, '-Wl,-rpath,$ORIGIN'];
  const above = [libraries.cuda, '-Wl,-rpath,$ORIGIN/..', '-DSTANDIN_OLD'];
  return (
    link(libraries.cuda, 'libcuda.so.1', sourcesIn('cuda')) &&
    link(libraries.cufile, 'libcufile.so.0', [...cufile, ...sourcesIn('cufile/later'), ...beside]) &&
    link(libraries.cufileOld, 'libcufile.so.0', [...cufile, ...above])
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = buildStandins() ? 0 : 1;
