// Scripts that run in the process of every step before its own program: they stand for defects and for slow machines.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary.js';

/** Runs a script at the start of every job process, in place of a defect. */
export function preloadInJobs(script: string): void {
  const file = join(temporaryDirectory(), 'preload.cjs');
  writeFileSync(file, `if ((process.argv[1] ?? '').endsWith('job-child.js')) { ${script} }`);
  stubEnvironment('NODE_OPTIONS', `--require ${file}`);
}

/**
 * Runs a command in the process of every step when all is checked for its first native job and nothing is written yet: what
 * somebody else does to the storage in the meantime.
 */
export function preloadBeforeFirstJob(command: string, ...args: string[]): void {
  preloadInJobs(`
    const { dlopen } = process;
    process.dlopen = (module, ...rest) => {
      dlopen.call(process, module, ...rest);
      const { prepareJob } = module.exports;
      if (prepareJob === undefined) return;
      module.exports.prepareJob = (...spec) => {
        require('node:child_process').execFileSync(${JSON.stringify(command)}, ${JSON.stringify(args)});
        module.exports.prepareJob = prepareJob;
        return prepareJob(...spec);
      };
    };
  `);
}

/** Sets a variable of the environment until the test is over. */
export function stubEnvironment(name: string, value: string): void {
  vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}
