// `--scale`: fewer files of the same sizes for kinds `files` and `training`, smaller ones for checkpoints, models and caches.
import { exitCodes, IoproofError } from '../errors.js';
import { isRawMap, type RawMap } from './raw-map.js';
import { parseBytes, UnitError } from './units.js';
import { publishedTraining, usualAccelerator } from './training-models.js';
import { type Accelerator, accelerators, type Kind, type TrainingModel, trainingModels } from './workload.js';

const scaledKinds: readonly Kind[] = ['files', 'training', 'checkpoint', 'model-load', 'kv-cache'];
const inWords = scaledKinds.map((kind) => `"${kind}"`).join(', ');

/** Throws USAGE for a factor that is not above 0 up to 1. */
export function requireScale(scale: number): void {
  if (scale > 0 && scale <= 1) return;
  throw usage(`--scale ${scale}: must be above 0 up to 1, for example 0.01.`);
}

/** Throws USAGE where a factor would change nothing. */
export function requireFiles(scale: number, kindsThere: readonly Kind[]): void {
  if (scale === 1 || kindsThere.length === 0 || kindsThere.some((kind) => scaledKinds.includes(kind))) return;
  throw usage(
    `--scale ${scale}: is for workloads of kinds ${inWords}, and no workload is of these.`,
    'Use --set size=… for workloads of kind "block".',
  );
}

/**
 * The map with its numbers of files, also swept ones, multiplied; at least one file each. Of a checkpoint, the factor on
 * its sizes is multiplied. Whatever is wrong stays so. Throws USAGE where the number follows from what nobody knows yet.
 */
export function scaleFiles(raw: RawMap, scale: number): RawMap {
  if (scale === 1) return raw;
  if (raw['kind'] === 'training') return scaleTraining(raw, scale);
  if (raw['kind'] === 'checkpoint' || raw['kind'] === 'model-load') return scaleState(raw, scale);
  if (raw['kind'] === 'kv-cache') return scaleCache(raw, scale);
  return raw['kind'] === 'files' ? scaleGiven(raw, scale) : raw;
}

/** What is wrong stays so: the check tells. A tier in memory shrinks with what it holds. */
function scaleCache(raw: RawMap, scale: number): RawMap {
  const { scale: given = 1, cpuMemory, sweep } = raw;
  const swept = isRawMap(sweep) ? sweep : {};
  const multiplied = (value: unknown) => (typeof value === 'number' ? value * scale : value);
  const all = (value: unknown) => (Array.isArray(value) ? value.map(multiplied) : value);
  const memory = typeof cpuMemory === 'string' || typeof cpuMemory === 'number' ? scaledBytes(cpuMemory, scale) : null;
  return {
    ...raw,
    ...(Object.hasOwn(swept, 'scale')
      ? { sweep: { ...swept, scale: all(swept['scale']) } }
      : { scale: multiplied(given) }),
    ...(memory === null ? {} : { cpuMemory: memory }),
  };
}

/** Null for what is no number of bytes. */
function scaledBytes(value: string | number, scale: number): number | null {
  try {
    return Math.round((typeof value === 'number' ? value : parseBytes(value)) * scale);
  } catch (error) {
    if (error instanceof UnitError) return null;
    throw error;
  }
}

/** Of a training, the number may be that of the model, and there may be files for evaluation. */
function scaleTraining(raw: RawMap, scale: number): RawMap {
  const { sweep, evalFiles } = raw;
  const swept = isRawMap(sweep) ? sweep : {};
  const files = raw['files'] ?? (Object.hasOwn(swept, 'files') ? undefined : publishedFiles(raw, swept, scale));
  if (files === 'official' || (Array.isArray(swept['files']) && swept['files'].includes('official'))) {
    throw usage(
      `--scale ${scale}: cannot lower "files: official", which the rules ask for.`,
      'Give a number of files.',
    );
  }
  const given: RawMap = { ...raw, ...(files === undefined ? {} : { files }) };
  const scaled = scaleGiven(given, scale);
  return typeof evalFiles === 'number' && evalFiles > 0
    ? { ...scaled, evalFiles: scaledAmount(evalFiles, scale) }
    : scaled;
}

/** Undefined where there is none, so that the check tells. */
function publishedFiles(raw: RawMap, swept: RawMap, scale: number): number | undefined {
  const { model } = raw;
  if (Object.hasOwn(swept, 'model') || Object.hasOwn(swept, 'accelerator')) {
    throw usage(
      `--scale ${scale}: the number of files follows from what is swept, so that there is none to lower.`,
      'Give "files", for example by --set files=1000.',
    );
  }
  if (!isOneOf(trainingModels, model) || model === 'custom') return undefined;
  const accelerator = raw['accelerator'] ?? usualAccelerator(model);
  return isOneOf(accelerators, accelerator) ? filesOf(model, accelerator) : undefined;
}

function filesOf(model: TrainingModel, accelerator: Accelerator): number {
  return publishedTraining({ model, accelerator }).files;
}

function isOneOf<T extends string>(choices: readonly T[], value: unknown): value is T {
  return (choices as readonly unknown[]).includes(value);
}

/** All tensors are as many times smaller, also where the factor is swept. */
function scaleState(raw: RawMap, scale: number): RawMap {
  const { scale: given = 1, sweep } = raw;
  const scaled = (factor: unknown) => (typeof factor === 'number' ? factor * scale : factor);
  if (!isRawMap(sweep) || !Array.isArray(sweep['scale'])) return { ...raw, scale: scaled(given) };
  return { ...raw, sweep: { ...sweep, scale: sweep['scale'].map(scaled) } };
}

function scaleGiven(raw: RawMap, scale: number): RawMap {
  const { files, sweep } = raw;
  const scaled: RawMap = files === undefined ? raw : { ...raw, files: scaledAmount(files, scale) };
  if (!isRawMap(sweep) || !Array.isArray(sweep['files'])) return scaled;
  const swept = sweep['files'].map((amount: unknown) => scaledAmount(amount, scale));
  return { ...scaled, sweep: { ...sweep, files: swept } };
}

/** A share of the free space becomes as many times smaller, and so does its limit. */
function scaledAmount(amount: unknown, scale: number): unknown {
  if (typeof amount === 'number') return Number.isInteger(amount) ? Math.max(1, Math.round(amount * scale)) : amount;
  if (!isRawMap(amount)) return amount;
  const { percentOfFree, atMost } = amount;
  const percent = typeof percentOfFree === 'number' ? percentOfFree * scale : percentOfFree;
  return { ...amount, percentOfFree: percent, atMost: scaledAmount(atMost, scale) };
}

function usage(message: string, advice?: string): IoproofError {
  const more = advice === undefined ? {} : { advice };
  return new IoproofError('USAGE', message, { ...more, exitCode: exitCodes.usage });
}
