// `ioproof clean`: removes the tool's own test data from mounts.
import type { Argv, CommandModule } from 'yargs';
import { graceOption, mountOption } from '../options/shared.js';

const builder = (yargs: Argv) =>
  yargs
    .option('mount', mountOption)
    .option('grace', graceOption)
    .example('$0 clean --mount scratch=/mnt/scratch/me', 'Removes /mnt/scratch/me/ioproof-data');

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export const cleanCommand: CommandModule<object, Arguments> = {
  command: 'clean',
  describe: 'Remove the test data that ioproof has written on mounts',
  builder,
  handler: async (options) => {
    const [{ readMounts }, { readGrace }, { cleanMounts }, { formatSize }] = await Promise.all([
      import('../options/mounts.js'),
      import('../planning/plan.js'),
      import('../../run/mount-process.js'),
      import('../../report/numbers.js'),
    ]);
    const mounts = readMounts(options.mount, process.cwd());
    for (const { name, path, files, bytes, kept } of await cleanMounts(mounts, readGrace(options.grace))) {
      process.stdout.write(`${name} (${path}): removed ${files} files, ${formatSize(bytes)}\n`);
      for (const entry of kept) process.stdout.write(`  kept ${entry.path}: ${entry.reason}\n`);
    }
  },
};
