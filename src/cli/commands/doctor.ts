// `ioproof doctor`: what this machine and its mounts can do, and what would spoil a measurement on them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Argv, CommandModule } from 'yargs';
import { exitCodes, type ExitCode } from '../../errors.js';
import type { DoctorRecord } from '../../result/doctor-schema.js';
import { graceOption, jsonOption, mountOption } from '../options/shared.js';
import { libraryOptions } from '../options/gpu.js';

const builder = (yargs: Argv) =>
  yargs
    .option('mount', mountOption)
    .option('require-gds', {
      type: 'boolean',
      default: false,
      describe: 'Exit with 1 unless a direct path is proved on every mount',
    })
    .option('gds', {
      type: 'boolean',
      default: false,
      describe: 'Tell all of GPUDirect Storage, also on a machine that has none of it',
    })
    .option('write', {
      type: 'boolean',
      default: true,
      describe: 'Try O_DIRECT and cuFile in a file on each mount; --no-write writes nothing there',
    })
    .options(libraryOptions)
    .option('grace', { ...graceOption, describe: 'Time for each answer of a mount, or of the libraries on it' })
    .option('json', jsonOption)
    .epilogue(
      'It changes nothing: a file of 1 MiB is written on each mount, read in every way and removed again. ' +
        'Exit codes: 0 nothing would spoil a measurement, 1 something would or --require-gds is not met, 2 usage, ' +
        '3 the machine, a mount or a library gave no answer.',
    )
    .example('$0 doctor --mount scratch=/mnt/scratch', 'What would spoil a measurement here, and how is it mended?')
    .example('$0 doctor --gds --mount scratch=/mnt/scratch', 'Is there GPUDirect Storage, and if not, why?')
    .example('$0 doctor --json > doctor.json', 'All evidence, for programs');

/** As they are declared; yargs adds names in camel case, which its type of a builder does not know. */
interface Arguments {
  mount: string[];
  'require-gds': boolean;
  gds: boolean;
  write: boolean;
  'cuda-lib': string | undefined;
  'cufile-lib': string | undefined;
  grace: string;
  json: boolean;
}

export const doctorCommand: CommandModule<object, Arguments> = {
  command: 'doctor',
  describe: 'Tell what this machine and its mounts can do, and what would spoil a measurement',
  builder,
  handler: async (options) => {
    const [
      { readMounts },
      { readGrace },
      { readLibraries },
      { examine },
      { hostFacts },
      { machineState },
      { packageVersion },
    ] = await Promise.all([
      import('../options/mounts.js'),
      import('../planning/plan.js'),
      import('../options/gpu.js'),
      import('../../run/doctor.js'),
      import('../../system/host.js'),
      import('../../system/machine-state.js'),
      import('../package.js'),
    ]);
    const record = await withFolder((folder) =>
      examine({
        folder,
        version: packageVersion(),
        host: hostFacts(),
        machine: machineState(),
        mounts: readMounts(options.mount, process.cwd()),
        graceMs: readGrace(options.grace),
        write: options.write,
        ...readLibraries(
          { cudaLib: options['cuda-lib'], cufileLib: options['cufile-lib'] },
          process.cwd(),
          process.env,
        ),
      }),
    );
    process.stdout.write(
      `${options.json ? JSON.stringify(record, null, 2) : await textOf(record, options.gds || options['require-gds'])}\n`,
    );
    process.exitCode = await exitCodeOf(record, options['require-gds']);
  },
};

/** Lends a temporary folder, which is removed at the end, also by Ctrl-C. */
async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'ioproof-doctor-'));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('SIGINT', () => {
    remove();
    process.exit(exitCodes.interrupted);
  });
  try {
    return await use(folder);
  } finally {
    remove();
  }
}

async function textOf(record: DoctorRecord, gds: boolean): Promise<string> {
  const [{ doctorText }, { lookOf }] = await Promise.all([import('../../report/doctor.js'), import('../terminal.js')]);
  return doctorText(record, { ...lookOf(process.stdout), gds });
}

async function exitCodeOf(record: DoctorRecord, requireGds: boolean): Promise<ExitCode> {
  const { isUnanswered, mountsWithoutGds } = await import('../../analyze/gds-doctor.js');
  if (isUnanswered(record)) return exitCodes.failed;
  const without = requireGds ? mountsWithoutGds(record) : [];
  if (without.length === 0) return record.spoilers === 0 ? exitCodes.done : exitCodes.breached;
  process.stderr.write(`--require-gds: no direct path is proved on ${without.join(', ')}\n`);
  return exitCodes.breached;
}
