// Saved runs as people name them on the command line: a folder, a run.json, or the id of a run in the results folder.
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, IoproofError } from '../../errors.js';
import { readRun, recordFileName, recordFileOf } from '../../result/read-run.js';
import type { RunRecord } from '../../result/schema.js';
import { nearest } from '../../spec/nearest.js';
import { allChecks } from '../checks.js';

export interface SavedRun {
  /** As the user named it. */
  word: string;
  /** Folder or run.json. */
  path: string;
  record: RunRecord;
}

/**
 * All runs, in the order of the words. Throws with exit code 2 and all that is wrong at once: what is no run of this tool, a
 * run that is named twice (RUN_TWICE), two runs with one id (RUN_ID_TWICE).
 */
export async function readRuns(words: readonly string[], outDirectory: string): Promise<SavedRun[]> {
  const ids = new Map<string, string>();
  const paths = runPaths(words, outDirectory);
  const checks = paths.map((pathOf, at) => () => {
    const path = pathOf();
    const word = words[at] ?? path;
    const record = readRun(path);
    const other = ids.get(record.run.id);
    if (other !== undefined) throw oneId(record.run.id, other, word);
    ids.set(record.run.id, word);
    return { word, path, record };
  });
  return allChecks(checks);
}

/** What gives the path of each word, in their order: as `runPath`, and throws RUN_TWICE for a run that was named before. */
export function runPaths(words: readonly string[], outDirectory: string): (() => string)[] {
  const files = new Map<string, string>();
  return words.map((word) => () => {
    const path = runPath(word, outDirectory);
    const file = realFile(path);
    const same = files.get(file);
    if (same !== undefined) throw twice(word, same);
    files.set(file, word);
    return path;
  });
}

/** The path that a word means: itself where it is there, else the run of that id. Throws RUN_UNKNOWN with exit code 2. */
export function runPath(word: string, outDirectory: string): string {
  if (existsSync(word)) return word;
  const saved = join(outDirectory, word);
  if (/^[^/]+$/.test(word) && existsSync(join(saved, recordFileName))) return saved;
  const meant = nearest(word, runIds(outDirectory));
  throw new IoproofError('RUN_UNKNOWN', `"${word}" is neither a file nor a run in "${outDirectory}".`, {
    advice: meant === null ? 'Give the folder of a run, its run.json, or its id.' : `Did you mean ${meant}?`,
    exitCode: exitCodes.usage,
    details: { word, outDirectory },
  });
}

/** Ids of the runs in a results folder, oldest first; none where there is no such folder. */
export function runIds(outDirectory: string): string[] {
  if (!existsSync(outDirectory)) return [];
  const entries = readdirSync(outDirectory, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function realFile(path: string): string {
  const file = recordFileOf(path);
  return existsSync(file) ? realpathSync.native(file) : file;
}

function twice(word: string, first: string): IoproofError {
  const how = word === first ? 'twice' : `as "${first}", too`;
  return new IoproofError('RUN_TWICE', `"${word}" is named ${how}: a run is no repeat of itself.`, {
    advice: 'Name each run once.',
    exitCode: exitCodes.usage,
    details: { word, first },
  });
}

function oneId(id: string, first: string, second: string): IoproofError {
  return new IoproofError('RUN_ID_TWICE', `"${first}" and "${second}" are both run ${id}.`, {
    advice: 'One is a copy of the other: name one of them.',
    exitCode: exitCodes.usage,
    details: { id, first, second },
  });
}
