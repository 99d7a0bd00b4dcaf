// From a directory to a workload file: walks it, with progress on a terminal, and tells what could not be read.
import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { exitCodes, IoproofError, messageOf } from '../../errors.js';
import { workloadName } from '../../fio/names.js';
import { namingFields } from '../../spec/shared-fields.js';
import type { TreeFacts } from '../../tree/tree-facts.js';
import { unreadableLines } from '../../tree/tree-words.js';
import { walkTree } from '../../tree/walk-tree.js';
import { writeTree } from '../../tree/workload-yaml.js';

export interface TreeArguments {
  directory: string;
  name: string | undefined;
  crossMounts: boolean;
}

const progressMs = 200;

/** The text of the workload file. Throws IoproofError: no directory, no file in it, nothing that could be read. */
export async function readTree({ directory, name, crossMounts }: TreeArguments): Promise<string> {
  const names = { source: directory, name: name ?? workloadName(basename(resolve(directory))) };
  requireName(names.name);
  const device = deviceOf(directory);
  const told = progress();
  let facts: TreeFacts;
  try {
    facts = await walkTree(directory, { crossMounts, device, onProgress: told.tell });
  } catch (error) {
    throw notReadable(directory, error);
  } finally {
    told.clear();
  }
  for (const line of unreadableLines(facts)) process.stderr.write(`${directory}: ${line}\n`);
  if (facts.files === 0) throw withoutFiles(directory, facts);
  return writeTree(facts, names);
}

function requireName(name: string): void {
  if (namingFields.name.schema.safeParse(name).success) return;
  throw usage('USAGE', `--name "${name}": must be a-z, 0-9, ".", "_" and "-", starting with a letter or digit.`, '');
}

/** A link that the user names is followed; those in the directory are not. */
function deviceOf(directory: string): number {
  let status;
  try {
    status = statSync(directory);
  } catch (error) {
    throw notReadable(directory, error);
  }
  if (status.isDirectory()) return status.dev;
  const advice = 'Give the directory that holds the files.';
  throw usage('TREE_NOT_A_DIRECTORY', `"${directory}" is not a directory.`, advice);
}

function withoutFiles(directory: string, { directories, unreadable, leftOut }: TreeFacts): IoproofError {
  if (unreadable.size > 0) {
    const message = `"${directory}" has no file that could be read, and entries that could not.`;
    return new IoproofError('TREE_NOT_READABLE', message, { advice: 'Run it as a user who may read the directory.' });
  }
  const others = [...leftOut].map(([kind, count]) => `${count} × ${kind}`);
  const found = [`directories: ${directories}`, ...others].join(', ');
  return usage('TREE_WITHOUT_FILES', `"${directory}" has no files (${found}).`, 'Give a directory with files.');
}

function notReadable(directory: string, cause: unknown): IoproofError {
  const advice = 'Give a directory that exists and that you may read.';
  return usage('TREE_NOT_READABLE', `"${directory}" cannot be read: ${messageOf(cause)}`, advice, cause);
}

function usage(code: string, message: string, advice: string, cause?: unknown): IoproofError {
  return new IoproofError(code, message, { advice, exitCode: exitCodes.usage, cause });
}

/** A line on the terminal that is written over; nothing where standard error is none. */
function progress(): { tell: (facts: TreeFacts) => void; clear: () => void } {
  if (!process.stderr.isTTY) return { tell: () => undefined, clear: () => undefined };
  let last = 0;
  return {
    tell: ({ files, directories }) => {
      const now = performance.now();
      if (now - last < progressMs) return;
      last = now;
      process.stderr.write(`\r${files} files in ${directories} directories\u001b[K`);
    },
    clear: () => {
      process.stderr.write('\r\u001b[K');
    },
  };
}
