// Plans imported fio jobs as if their workload file had been written and named on the command line.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IoproofError } from '../errors.js';
import type { FioImport } from '../fio/import.js';
import { writeWorkloads } from '../fio/write-yaml.js';
import { planFrom, type Planning, type PlanningArguments } from './planning.js';

/** Throws as `planFrom` does; lines in problems are those of the workload file that `ioproof import fio` prints. */
export async function planImported(
  imported: FioImport,
  options: Omit<PlanningArguments, 'workloads'>,
): Promise<Planning> {
  const directory = mkdtempSync(join(tmpdir(), 'ioproof-fio-'));
  const file = join(directory, 'workload.yaml');
  try {
    writeFileSync(file, writeWorkloads(imported));
    return await planFrom({ ...options, workloads: [file] });
  } catch (error) {
    throw error instanceof IoproofError ? renamed(error, file, imported.source) : error;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Nobody can open the file any more. */
function renamed(error: IoproofError, file: string, job: string): IoproofError {
  if (!error.message.includes(file)) return error;
  const { code, exitCode, details, advice } = error;
  const where = `Lines are those of the workload file that \`ioproof import fio ${job}\` prints.`;
  return new IoproofError(code, error.message.replaceAll(file, `${job} (imported)`), {
    advice: [advice, where].filter((text) => text !== '').join('\n'),
    exitCode,
    details,
    cause: error,
  });
}
