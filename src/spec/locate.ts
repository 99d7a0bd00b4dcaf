// Finds the file that a workload name stands for, and reads its text.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { exitCodes, IoproofError, messageOf, systemCode } from '../errors.js';
import { nearest } from './nearest.js';
import type { Problems } from './problems.js';

export interface Directories {
  /** Directory that relative files start from. */
  cwd: string;
  /** Directory of the built-in workloads. */
  builtinDirectory: string;
}

/** A text with the name that messages give it. */
export interface TextFile {
  source: string;
  text: string;
}

/** Bytes above which a file cannot be a workload file, but is data given by mistake. */
const maxBytes = 1024 * 1024;

/** Names of the built-in workloads, sorted. Throws BUILTIN_WORKLOADS_MISSING. */
export function builtinNames(builtinDirectory: string): string[] {
  try {
    const files = readdirSync(builtinDirectory).filter((file) => file.endsWith('.yaml'));
    return files.map((file) => file.slice(0, -'.yaml'.length)).sort();
  } catch (error) {
    throw new IoproofError('BUILTIN_WORKLOADS_MISSING', `cannot read ${builtinDirectory}: ${messageOf(error)}`, {
      advice: 'Install ioproof again; its folder "workloads" is missing.',
      exitCode: exitCodes.failed,
      cause: error,
    });
  }
}

/** A path; anything else is the name of a built-in workload. */
export function isWorkloadFile(nameOrFile: string): boolean {
  return nameOrFile.includes('/') || /\.ya?ml$/.test(nameOrFile);
}

/** The text behind a name of a built-in workload, or behind a path; null adds a problem. */
export function readWorkloadText(nameOrFile: string, directories: Directories, problems: Problems): TextFile | null {
  const refuse = (what: string, advice: string) => {
    problems.add({ file: nameOrFile, line: null, column: null, key: '', what, advice });
    return null;
  };
  if (isWorkloadFile(nameOrFile)) return readText(resolve(directories.cwd, nameOrFile), nameOrFile, refuse);
  const names = builtinNames(directories.builtinDirectory);
  if (!names.includes(nameOrFile))
    return refuse('is not a built-in workload', adviceForName(nameOrFile, names, directories));
  const path = join(directories.builtinDirectory, `${nameOrFile}.yaml`);
  return readText(path, shortest(path, directories.cwd), refuse);
}

type Refuse = (what: string, advice: string) => null;

function readText(path: string, source: string, refuse: Refuse): TextFile | null {
  try {
    const status = statSync(path);
    if (status.isDirectory()) return refuse('is a folder, not a workload file', 'Name a file in it');
    if (status.size > maxBytes)
      return refuse(`has ${status.size} bytes, too many for a workload file`, 'Check the path');
    return { source, text: readFileSync(path, 'utf8') };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return refuse('does not exist', 'Check the path');
    return refuse(`cannot be read: ${messageOf(error)}`, 'Check the path and its permissions');
  }
}

function adviceForName(name: string, names: readonly string[], { cwd }: Directories): string {
  if (statSync(resolve(cwd, name), { throwIfNoEntry: false })?.isFile()) return `To use the file, write "./${name}"`;
  const near = nearest(name, names);
  const choices = `The names are ${names.join(', ')}; a file is given by its path, like ./${name || 'my-workload'}.yaml`;
  return near === null ? choices : `Did you mean "${near}"? ${choices}`;
}

function shortest(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
}
