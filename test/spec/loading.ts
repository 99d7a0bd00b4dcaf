// Loads workload texts the way the command line does, and gives what came of it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IoproofError } from '../../src/errors.js';
import { type LoadedWorkloads, loadWorkloads } from '../../src/spec/load.js';
import type {
  BlockWorkload,
  CheckpointWorkload,
  FilesWorkload,
  ModelLoadWorkload,
  TrainingWorkload,
  Workload,
} from '../../src/spec/workload.js';
import { temporaryDirectory } from '../helpers/temporary.js';

export const builtinDirectory = fileURLToPath(new URL('../../workloads', import.meta.url));

/** Loads the text as the file `w.yaml`. */
export function loadText(text: string, set: string[] = []): LoadedWorkloads {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, 'w.yaml'), text);
  return loadWorkloads('w.yaml', { set, cwd, builtinDirectory });
}

export function loadOne(text: string, set: string[] = []): Workload {
  const [workload, ...others] = loadText(text, set).workloads;
  if (workload === undefined || others.length > 0) throw new Error('the text holds not one workload');
  return workload;
}

/** A block workload with these further lines. */
export function block(lines = '', set: string[] = []): BlockWorkload {
  const workload = loadOne(`name: b\nkind: block\n${lines}`, set);
  if (workload.kind !== 'block') throw new Error('not a block workload');
  return workload;
}

/** A files workload with these further lines. */
export function files(lines = '', set: string[] = []): FilesWorkload {
  const workload = loadOne(`name: f\nkind: files\nfiles: 100\nfileSize: 64KiB\n${lines}`, set);
  if (workload.kind !== 'files') throw new Error('not a files workload');
  return workload;
}

/** The error that an action ends in. */
export function errorOf(action: () => unknown): IoproofError {
  try {
    action();
  } catch (error) {
    if (error instanceof IoproofError) return error;
    throw error;
  }
  throw new Error('there was no error');
}

/** The lines of the message that a text ends in. */
export function problemsOf(text: string, set: string[] = []): string[] {
  return errorOf(() => loadText(text, set)).message.split('\n');
}

/** A training on small samples with these further lines. */
export function training(lines = '', set: string[] = []): TrainingWorkload {
  const head = 'name: t\nkind: training\nfiles: 100\nrecordLength: 10000\nbatchSize: 4\ncomputeTime: 1ms\n';
  return trainingOf(`${head}${lines}`, set);
}

/** The training that a text holds. */
export function trainingOf(text: string, set: string[] = []): TrainingWorkload {
  const workload = loadOne(text, set);
  if (workload.kind !== 'training') throw new Error('not a training');
  return workload;
}

/** A checkpoint of a custom model with these further lines: 8 ranks with 1 MiB each where they do not say otherwise. */
export function checkpoint(lines = '', set: string[] = []): CheckpointWorkload {
  const bytes = /^(bytesPerRank|parameters|model):/m.test(lines) ? '' : 'bytesPerRank: 1MiB\n';
  return checkpointOf(`name: c\nkind: checkpoint\n${bytes}${lines}`, set);
}

/** The checkpoint that a text holds. */
export function checkpointOf(text: string, set: string[] = []): CheckpointWorkload {
  const workload = loadOne(text, set);
  if (workload.kind !== 'checkpoint') throw new Error('not a checkpoint');
  return workload;
}

/** A load of a model with these further lines; of Llama 3 8B where they do not say otherwise. */
export function modelLoad(lines = '', set: string[] = []): ModelLoadWorkload {
  const workload = loadOne(`name: m\nkind: model-load\n${lines}`, set);
  if (workload.kind !== 'model-load') throw new Error('not a load of a model');
  return workload;
}
