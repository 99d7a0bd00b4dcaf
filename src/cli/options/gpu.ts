// Options of GPU memory and cuFile, of all commands that plan or run, and what follows from them.
import { resolve } from 'node:path';
import type { Options } from 'yargs';
import type { GpuLibraries } from '../../plan/gpu-job.js';
import type { PlannedStep } from '../../plan/planned-step.js';
import { usage } from '../usage.js';

const group = 'GPU memory and cuFile:';

const cudaLibOption = {
  group,
  type: 'string',
  requiresArg: true,
  defaultDescription: '$IOPROOF_CUDA_LIB, or that of the system',
  describe: 'Path of libcuda, for memory gpu',
} as const satisfies Options;

const cufileLibOption = {
  group,
  type: 'string',
  requiresArg: true,
  defaultDescription: '$IOPROOF_CUFILE_LIB, or that of the system',
  describe: 'Path of libcufile, for engine cufile',
} as const satisfies Options;

const gdsAllowCompatOption = {
  group,
  type: 'boolean',
  default: false,
  describe: 'Let cuFile go through the memory of the host where there is no direct path (cufileCompat: allow)',
} as const satisfies Options;

const requireGdsOption = {
  group,
  type: 'boolean',
  default: false,
  describe: 'Exit with 1 unless each cuFile step is proved to take a direct path',
} as const satisfies Options;

export const libraryOptions = {
  'cuda-lib': cudaLibOption,
  'cufile-lib': cufileLibOption,
} as const satisfies Record<string, Options>;

export const planningGpuOptions = {
  'gds-allow-compat': gdsAllowCompatOption,
  ...libraryOptions,
} as const satisfies Record<string, Options>;

export const measuringGpuOptions = {
  'gds-allow-compat': gdsAllowCompatOption,
  'require-gds': requireGdsOption,
  ...libraryOptions,
} as const satisfies Record<string, Options>;

export interface LibraryArguments {
  cudaLib?: string | undefined;
  cufileLib?: string | undefined;
}

/** As yargs gives them. */
export interface GpuArguments extends LibraryArguments {
  gdsAllowCompat?: boolean;
  requireGds?: boolean;
}

/** Where an option is not given, the environment may name the library. Names without a slash are the loader's to find. */
export function readLibraries(
  { cudaLib, cufileLib }: LibraryArguments,
  cwd: string,
  environment: NodeJS.ProcessEnv,
): GpuLibraries {
  const pathOf = (given = '') => (given.includes('/') ? resolve(cwd, given) : given);
  return {
    cudaLibrary: pathOf(cudaLib ?? environment['IOPROOF_CUDA_LIB']),
    cufileLibrary: pathOf(cufileLib ?? environment['IOPROOF_CUFILE_LIB']),
  };
}

/** Throws USAGE where a direct path is required of no step. */
export function requireCufile({ requireGds = false }: GpuArguments, steps: readonly PlannedStep[]): void {
  if (!requireGds || steps.some(({ spec }) => spec.engine === 'cufile')) return;
  const what = '--require-gds: no step is of engine "cufile", so that there is nothing to require.';
  throw usage(what, 'Remove it, or use --set engine=cufile.');
}
