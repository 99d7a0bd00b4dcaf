// The stand-ins of CUDA and cuFile (native/test/standin) for tests that run the product with them; built when first asked for.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../scripts/gpu-standin.mjs', import.meta.url));
const library = (name: string): string => fileURLToPath(new URL(`../../build/gpu-standin/${name}`, import.meta.url));

export interface StandinLibraries {
  cuda: string;
  cufile: string;
  /** cuFile 1.0: without batches, streams, statistics and parameters. */
  cufileOld: string;
}

let built: StandinLibraries | null = null;

/** Absolute paths. What the libraries do is told by STANDIN_… in the environment: see native/test/standin/script.h. */
export function standinLibraries(): StandinLibraries {
  built ??= build();
  return built;
}

function build(): StandinLibraries {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the stand-ins of CUDA and cuFile cannot be built:\n${stdout}${stderr}`);
  return {
    cuda: library('libcuda.so.1'),
    cufile: library('libcufile.so.0'),
    cufileOld: library('old/libcufile.so.0'),
  };
}
