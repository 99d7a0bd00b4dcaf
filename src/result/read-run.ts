// Reads a run.json of this or an older version of the tool, and says clearly why one cannot be read.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { IoproofError, exitCodes, messageOf } from '../errors.js';
import { runSchema, schemaVersion, type RunRecord } from './schema.js';

export const recordFileName = 'run.json';
const mostProblems = 5;

/**
 * Reads the record of a run; `path` is its run.json or the folder of it. Fields that this version does not know are kept.
 * Throws RUN_NOT_READABLE, RUN_NOT_JSON, RUN_VERSION or RUN_INVALID, all with exit code 2.
 */
export function readRun(path: string): RunRecord {
  const { file, content } = readRecordFile(path);
  const document = parseJson(file, content);
  checkVersion(file, document);
  const checked = runSchema.safeParse(document);
  if (checked.success) return document as RunRecord;

  const problems = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const more = problems.length > mostProblems ? `; and ${problems.length - mostProblems} more` : '';
  const what = `is not a valid record: ${problems.slice(0, mostProblems).join('; ')}${more}`;
  throw readError('RUN_INVALID', file, what, 'Check the file with the schema that "ioproof schema run" prints.');
}

/** The run.json that a path means: itself, or the one in the folder. */
export function recordFileOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? join(path, recordFileName) : path;
}

function readRecordFile(path: string): { file: string; content: string } {
  let file = path;
  try {
    file = recordFileOf(path);
    return { file, content: readFileSync(file, 'utf8') };
  } catch (cause) {
    const advice = 'Give the path of a run.json or of the folder of a run.';
    throw readError('RUN_NOT_READABLE', file, `cannot be read: ${messageOf(cause)}`, advice, cause);
  }
}

function parseJson(file: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    const advice = 'Give the path of a run.json; it may have been cut in a copy.';
    throw readError('RUN_NOT_JSON', file, `is not JSON: ${messageOf(cause)}`, advice, cause);
  }
}

function checkVersion(file: string, document: unknown): void {
  const versioned = typeof document === 'object' && document !== null && 'schemaVersion' in document;
  const found = versioned ? document.schemaVersion : null;
  if (found === schemaVersion) return;
  const newer = typeof found === 'number' && found > schemaVersion;
  const advice = newer ? 'Read it with a newer ioproof.' : 'Give the run.json of a run of ioproof.';
  const version = found === null ? 'no schemaVersion' : `schemaVersion ${JSON.stringify(found)}`;
  const what = `has ${version}, but this ioproof reads ${schemaVersion}`;
  throw readError('RUN_VERSION', file, what, advice);
}

function readError(code: string, file: string, what: string, advice: string, cause?: unknown): IoproofError {
  return new IoproofError(code, `"${file}" ${what}`, { advice, exitCode: exitCodes.usage, details: { file }, cause });
}
