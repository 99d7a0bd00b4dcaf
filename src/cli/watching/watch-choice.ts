// Which run a watch is of: the one that was named, else the newest that goes on, else the newest.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, IoproofError } from '../../errors.js';
import { readRun, recordFileName, recordFileOf } from '../../result/read-run.js';
import { eventsFileName } from '../../result/store.js';
import { staleSeconds } from '../../watch/watch.js';
import { runIds, runPath } from '../reading/run-paths.js';

/** Older runs that have no end are not looked for. */
const mostLooked = 20;

/**
 * Folder or run.json of the run that a word means; a folder may be empty still. Throws RUN_UNKNOWN, WATCH_RESULTS where it
 * is a folder of results, or what `readRun` throws, all with exit code 2.
 */
export function namedRun(word: string, outDirectory: string): string {
  const path = existsSync(join(outDirectory, word, eventsFileName))
    ? join(outDirectory, word)
    : runPath(word, outDirectory);
  const file = recordFileOf(path);
  if (existsSync(file)) {
    readRun(path);
    return path;
  }
  if (runIds(path).some((id) => isRun(join(path, id)))) {
    throw new IoproofError('WATCH_RESULTS', `"${word}" is a folder of results, not of a run.`, {
      advice: `Name one of its runs, or watch the newest: ioproof watch --out ${word}`,
      exitCode: exitCodes.usage,
      details: { word },
    });
  }
  return path;
}

/** The newest run of a results folder that goes on, else its newest; null while there is none. Throws RESULTS_MISSING. */
export function newestRun(outDirectory: string, nowMs: number): string | null {
  if (!existsSync(outDirectory)) {
    throw new IoproofError('RESULTS_MISSING', `There is no folder of results "${outDirectory}".`, {
      advice: 'Name it with --out, name a run, or start one first.',
      exitCode: exitCodes.usage,
      details: { outDirectory },
    });
  }
  const paths = runIds(outDirectory)
    .map((id) => join(outDirectory, id))
    .filter(isRun)
    .reverse();
  return paths.slice(0, mostLooked).find((path) => goesOn(path, nowMs)) ?? paths[0] ?? null;
}

function isRun(path: string): boolean {
  return existsSync(join(path, eventsFileName)) || existsSync(join(path, recordFileName));
}

/** A record that cannot be read is of no run that could be shown. */
function goesOn(path: string, nowMs: number): boolean {
  try {
    // Looked at first: it costs next to nothing, and most runs are old.
    const written = statSync(join(path, eventsFileName), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (nowMs - written >= staleSeconds * 1000) return false;
    const file = join(path, recordFileName);
    return !existsSync(file) || readRun(file).run.endedAt === null;
  } catch {
    return false;
  }
}
