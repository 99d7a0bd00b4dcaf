// `ioproof sbatch`: a script that a batch system runs on many nodes; submits nothing.
import { resolve } from 'node:path';
import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import { batchOptions } from '../options/batch.js';
import {
  graceOption,
  mountOption,
  outOption,
  outputOption,
  repeatOption,
  scaleOption,
  setOption,
  workloadsPositional,
} from '../options/shared.js';
import { usage } from '../usage.js';

const builder = (yargs: Argv) =>
  yargs
    .positional('workloads', workloadsPositional)
    .option('mount', { ...mountOption, demandOption: true, defaultDescription: 'none' })
    .options(batchOptions)
    .option('set', setOption)
    .option('scale', scaleOption)
    .option('repeat', repeatOption)
    .option('grace', graceOption)
    .option('out', { ...outOption, describe: 'Folder of results that all nodes see; each job has one in it' })
    .option('output', outputOption)
    .epilogue(
      'Each task measures by itself, in ioproof-batch/task-<number> below each mount; nothing is exchanged between ' +
        'tasks. Results, exit statuses and a list of all runs are collected below --out. See docs/slurm.md. ' +
        'Exit codes: 0 the script is written, 2 usage or workload problem.',
    )
    .example('$0 sbatch quick --mount s=/mnt/s --nodes 4 --out /mnt/home/me/results | sbatch', 'Four nodes at once')
    .example('$0 sbatch suite.yaml --mount s=/mnt/s --pbs --time 02:00:00 -o job.sh', 'A script for qsub');

type Arguments = ReturnType<typeof builder> extends Argv<infer Options> ? Options : never;

export const sbatchCommand: CommandModule<object, Arguments> = {
  command: 'sbatch <workloads..>',
  describe: 'Print the script of a batch job (Slurm, or PBS) in which each node measures',
  builder,
  handler: async (options) => {
    const [{ writeOutput }, text] = await Promise.all([import('../output-file.js'), scriptOf(options, process.cwd())]);
    writeOutput(options.output, text);
  },
};

/** Mounts are not looked at: nodes have them, and this machine need not. Throws with all that is wrong. */
async function scriptOf(options: ArgumentsCamelCase<Arguments>, cwd: string): Promise<string> {
  const [
    { batchScript },
    { loadAllWorkloads },
    { isWorkloadFile },
    { allChecks },
    { readBatch },
    planning,
    { readMounts },
    own,
  ] = await Promise.all([
    import('../../report/batch-script.js'),
    import('../../spec/load.js'),
    import('../../spec/locate.js'),
    import('../checks.js'),
    import('../options/batch.js'),
    import('../planning/plan.js'),
    import('../options/mounts.js'),
    import('../package.js'),
  ]);
  const { workloads, scale, repeat, grace, layout } = options;
  const set = [...options.set, ...(layout === undefined ? [] : [`layout=${layout}`])];
  const training = { accelerator: undefined, accelerators: undefined, closed: undefined };
  const [asked, mounts] = await allChecks([
    () => readBatch(options),
    () => readMounts(requireMounts(options.mount), cwd),
    () => loadAllWorkloads(workloads, { set, scale, training, cwd, builtinDirectory: own.builtinDirectory }),
    () => planning.readRepeat(repeat),
    () => planning.readGrace(grace),
  ]);
  return batchScript({
    ...asked,
    program: [process.execPath, own.program],
    version: own.packageVersion(),
    workloads: workloads.map((name) => (isWorkloadFile(name) ? resolve(cwd, name) : name)),
    mounts,
    options: [
      ...set.flatMap((text) => ['--set', text]),
      ...(scale === 1 ? [] : ['--scale', String(scale)]),
      ...(repeat === 1 ? [] : ['--repeat', String(repeat)]),
      ...['--grace', grace],
    ],
    out: resolve(cwd, options.out),
  });
}

/** The directory of a job is no place to measure. */
function requireMounts(mounts: string[]): string[] {
  if (mounts.length > 0) return mounts;
  throw usage('--mount: is missing. Write for example --mount scratch=/mnt/scratch/me.');
}
