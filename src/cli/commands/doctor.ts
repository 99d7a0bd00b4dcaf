// `ioproof doctor`: what this machine has for GPUDirect Storage, and which path cuFile takes on each mount.
import type { Argv, CommandModule } from 'yargs';
import { exitCodes, type ExitCode } from '../../errors.js';
import type { DoctorRecord } from '../../result/doctor-schema.js';
import { graceOption, jsonOption, mountOption } from '../options.js';
import { cudaLibOption, cufileLibOption } from '../gpu-options.js';

const builder = (yargs: Argv) =>
  yargs
    .option('mount', mountOption)
    .option('require-gds', {
      type: 'boolean',
      default: false,
      describe: 'Exit with 1 unless a direct path is proved on every mount',
    })
    .option('cuda-lib', cudaLibOption)
    .option('cufile-lib', cufileLibOption)
    .option('grace', { ...graceOption, describe: 'Time for each answer of a mount, or of the libraries on it' })
    .option('json', jsonOption)
    .epilogue(
      'A file of 1 MiB is written and read on each mount by cuFile, opened strict, and removed again. ' +
        'Exit codes: 0 done, 1 --require-gds is not met, 2 usage, 3 a mount or the libraries gave no answer.',
    )
    .example('$0 doctor --mount scratch=/mnt/scratch', 'Is there GPUDirect Storage, and if not, why?')
    .example('$0 doctor --json > doctor.json', 'All evidence, for programs');

/** As they are declared; yargs adds names in camel case, which its type of a builder does not know. */
interface Arguments {
  mount: string[];
  'require-gds': boolean;
  'cuda-lib': string | undefined;
  'cufile-lib': string | undefined;
  grace: string;
  json: boolean;
}

export const doctorCommand: CommandModule<object, Arguments> = {
  command: 'doctor',
  describe: 'Look for GPUDirect Storage: GPU, drivers, and the path that data takes on each mount',
  builder,
  handler: async (options) => {
    const [{ readMounts }, { readGrace }, { readLibraries }, { examine }, { hostFacts }, { packageVersion }] =
      await Promise.all([
        import('../mount-options.js'),
        import('../planning.js'),
        import('../gpu-options.js'),
        import('../../run/doctor.js'),
        import('../../system/host.js'),
        import('../package.js'),
      ]);
    const record = await examine({
      version: packageVersion(),
      host: hostFacts(),
      mounts: readMounts(options.mount, process.cwd()),
      graceMs: readGrace(options.grace),
      ...readLibraries({ cudaLib: options['cuda-lib'], cufileLib: options['cufile-lib'] }, process.cwd(), process.env),
    });
    process.stdout.write(`${options.json ? JSON.stringify(record, null, 2) : await textOf(record)}\n`);
    process.exitCode = await exitCodeOf(record, options['require-gds']);
  },
};

async function textOf(record: DoctorRecord): Promise<string> {
  const [{ doctorText }, { lookOf }] = await Promise.all([import('../../report/doctor.js'), import('../terminal.js')]);
  return doctorText(record, lookOf(process.stdout));
}

async function exitCodeOf(record: DoctorRecord, requireGds: boolean): Promise<ExitCode> {
  const { isUnanswered, mountsWithoutGds } = await import('../../analyze/gds-doctor.js');
  if (isUnanswered(record)) return exitCodes.failed;
  const without = requireGds ? mountsWithoutGds(record) : [];
  if (without.length === 0) return exitCodes.done;
  process.stderr.write(`--require-gds: no direct path is proved on ${without.join(', ')}\n`);
  return exitCodes.breached;
}
