// Plans an imported workload file as if it had been written and named on the command line.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IoproofError } from '../../errors.js';
import { planFrom, type Planning, type PlanningArguments } from './plan.js';

export interface ImportedText {
  /** The workload file. */
  text: string;
  /** What it comes from, as problems name it. */
  name: string;
  /** Command that prints the workload file. */
  command: string;
}

/** Throws as `planFrom` does; lines in problems are those of the workload file that the command prints. */
export async function planText(source: ImportedText, options: Omit<PlanningArguments, 'workloads'>): Promise<Planning> {
  const directory = mkdtempSync(join(tmpdir(), 'ioproof-import-'));
  const file = join(directory, 'workload.yaml');
  try {
    writeFileSync(file, source.text);
    return await planFrom({ ...options, workloads: [file] });
  } catch (error) {
    throw error instanceof IoproofError ? renamed(error, file, source) : error;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Nobody can open the file any more. */
function renamed(error: IoproofError, file: string, { name, command }: ImportedText): IoproofError {
  if (!error.message.includes(file)) return error;
  const { code, exitCode, details, advice } = error;
  const where = `Lines are those of the workload file that \`${command}\` prints.`;
  return new IoproofError(code, error.message.replaceAll(file, `${name} (imported)`), {
    advice: [advice, where].filter((text) => text !== '').join('\n'),
    exitCode,
    details,
    cause: error,
  });
}
