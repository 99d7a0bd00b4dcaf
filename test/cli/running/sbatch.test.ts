// `ioproof sbatch`: the script, run for real by Slurm where it is installed, and by a stand-in of the tools of PBS.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FakeTools } from '../../helpers/fake-tools.js';
import { until } from '../../helpers/processes.js';
import { readDescribedRun } from '../../helpers/described-run.js';
import { temporaryDirectory } from '../../helpers/temporary.js';
import { ioproof } from '../command.js';

const server = fileURLToPath(new URL('../../servers/slurm.sh', import.meta.url));
const workload = 'name: w\nkind: block\nsize: 1MiB\nblockSize: 64KiB\nengine: sync\ndirect: false\nruntime: 100ms\n';
const isThere = (tool: string) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
const missing = ['slurmctld', 'slurmd', 'sbatch', 'munged'].filter((tool) => !isThere(tool)).join(', ');

/** A folder with a mount, a name that needs quotes among them, and a workload. */
function place(): string {
  const root = temporaryDirectory();
  mkdirSync(join(root, "it's a mount"));
  writeFileSync(join(root, 'w.yaml'), workload);
  return root;
}

function scriptIn(root: string, ...options: string[]): string {
  const args = ['sbatch', 'w.yaml', '--mount', "m=it's a mount", '--nodes', '2', '--time', '00:05:00', ...options];
  const { status, stdout, stderr } = ioproof([...args, '-o', 'job.sh', '--out', 'my results'], root);
  expect([status, stdout, stderr]).toEqual([0, '', '']);
  return readFileSync(join(root, 'job.sh'), 'utf8');
}

const recordsOf = (root: string, job: string) =>
  readFileSync(join(root, 'my results', job, 'runs.txt'), 'utf8')
    .trim()
    .split('\n')
    .map((path) => readDescribedRun(join(path, '..')));

describe('the script', () => {
  test('asks Slurm for what was asked for', () => {
    const given = ['--gpus', '8', '--partition', 'gpu', '--account', 'me', '--tasks-per-node', '2', '--no-exclusive'];
    const lines = scriptIn(place(), ...given, '--cpus-per-task', '4', '--directive=--qos=high').split('\n');
    expect(lines.filter((line) => line.startsWith('#SBATCH '))).toEqual([
      '#SBATCH --job-name=ioproof',
      '#SBATCH --nodes=2',
      '#SBATCH --ntasks-per-node=2',
      '#SBATCH --time=00:05:00',
      '#SBATCH --cpus-per-task=4',
      '#SBATCH --gpus-per-node=8',
      '#SBATCH --partition=gpu',
      '#SBATCH --account=me',
      '#SBATCH --output=ioproof-%j.log',
      '#SBATCH --qos=high',
    ]);
    expect(lines).toContainEqual(expect.stringMatching(/^srun --ntasks="\$tasks" --cpus-per-task=4 /));
  });

  test('asks PBS for the same', () => {
    const lines = scriptIn(place(), '--pbs', '--gpus', '8', '--partition', 'workq', '--cpus-per-task', '4').split('\n');
    expect(lines.filter((line) => line.startsWith('#PBS '))).toEqual([
      '#PBS -S /bin/bash',
      '#PBS -N ioproof',
      '#PBS -l select=2:ncpus=4:mpiprocs=1:ngpus=8',
      '#PBS -l place=scatter:exclhost',
      '#PBS -l walltime=00:05:00',
      '#PBS -q workq',
      '#PBS -j oe',
    ]);
  });

  test('hands a layout on to each run', () => {
    expect(scriptIn(place(), '--layout', '{stripeCount: -1}')).toContain(`--set 'layout={stripeCount: -1}'`);
  });

  test.skipIf(!isThere('shellcheck')).each([[[]], [['--pbs']]])('with %j is well-formed (shellcheck)', (options) => {
    const root = place();
    scriptIn(root, ...options);
    expect(execFileSync('shellcheck', [join(root, 'job.sh')], { encoding: 'utf8' })).toBe('');
  });
});

test.each<[string[], RegExp]>([
  [['w.yaml'], /--mount: is missing/],
  [['w.yaml', '--mount', 'm=/x', '--nodes', '0'], /--nodes 0: must be a whole number from 1/],
  [['w.yaml', '--mount', 'm=/x', '--tasks-per-node', '1.5'], /--tasks-per-node 1.5: must be/],
  [['w.yaml', '--mount', 'm=/x', '--time', '1h'], /--time "1h": must be a time of Slurm/],
  [['w.yaml', '--mount', 'm=/x', '--time', '1-0', '--pbs'], /--time "1-0": must be a time of PBS/],
  [['w.yaml', '--mount', 'm=/x', '--time', '30', '--pbs'], /"30": must be a time of PBS.* seconds\.$/m],
  [['w.yaml', '--mount', 'm=/x', '--partition', 'a b'], /--partition "a b": must be a word/],
  [['w.yaml', '--mount', 'm=/x', '--job-name', 'a\n#SBATCH --uid=0'], /--job-name/],
  [['w.yaml', '--mount', 'm=/x', '--directive', 'a\nrm'], /must be one line/],
  [['w.yaml', '--mount', 'm=/x', '--directive', 'qos=high'], /must be an option of sbatch, which begins with a hyphen/],
  [['w.yaml', '--mount', 'm=/x', '--layout', '{stripes: 2}'], /layout\.stripes: is not a key/],
  [['nowhere', '--mount', 'm=/x'], /nowhere/],
])('%j is refused', (args, message) => {
  const { status, stdout, stderr } = ioproof(['sbatch', ...args], place());
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
});

function slurm(): NodeJS.ProcessEnv {
  const folder = temporaryDirectory();
  onTestFinished(() => {
    execFileSync(server, ['down', folder]);
  });
  execFileSync(server, ['up', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  return { ...process.env, SLURM_CONF: join(folder, 'slurm.conf') };
}

/** Exit status of the job once it is over. `sbatch --wait` would ask after longer and longer pauses. */
async function statusOfJob(root: string, env: NodeJS.ProcessEnv): Promise<number> {
  const ask = (program: string, ...args: string[]) => execFileSync(program, args, { cwd: root, env, encoding: 'utf8' });
  const id = ask('sbatch', '--parsable', 'job.sh').trim();
  let job = '';
  const isOver = () => {
    job = ask('scontrol', 'show', 'job', '--oneliner', id);
    return !/ JobState=(PENDING|CONFIGURING|RUNNING|COMPLETING) /.test(job);
  };
  await until(isOver, `job ${id} is over`, 200_000);
  return Number(/ ExitCode=(\d+):/.exec(job)?.[1]);
}

const withSlurm = test.skipIf(missing !== '');
const why = missing === '' ? '' : ` (not installed: ${missing})`;

withSlurm(
  `Slurm runs it on two nodes, and the second job finds the data of the first${why}`,
  { timeout: 300_000 },
  async () => {
    const [env, root] = [slurm(), place()];
    scriptIn(root);
    for (const [job, reused] of [
      ['1', false],
      ['2', true],
    ] as const) {
      const status = await statusOfJob(root, env);
      const log = readFileSync(join(root, `ioproof-${job}.log`), 'utf8');
      expect([status, log]).toEqual([0, expect.stringMatching(/^task-0000 on .*: exit status 0, .*\ntask-0001 on /)]);
      const records = recordsOf(root, job);
      expect(records).toHaveLength(2);
      for (const { hosts, steps, mounts } of records) {
        expect(hosts[0]?.batch).toMatchObject({
          system: 'slurm',
          jobId: job,
          nodes: ['n1', 'n2'],
          tasks: 2,
          step: '0',
        });
        expect(steps[0]).toMatchObject({ status: 'complete', dataset: { reused } });
        expect(mounts[0]?.path).toMatch(/it's a mount\/ioproof-batch\/task-000[01]$/);
      }
      expect(new Set(records.map(({ mounts }) => mounts[0]?.path)).size).toBe(2);
    }
  },
);

withSlurm(
  `a task that fails is the status of the job, and the other has its result${why}`,
  { timeout: 300_000 },
  async () => {
    const [env, root] = [slurm(), place()];
    scriptIn(root);
    mkdirSync(join(root, "it's a mount", 'ioproof-batch'));
    writeFileSync(join(root, "it's a mount", 'ioproof-batch', 'task-0001'), 'in the way');
    expect(await statusOfJob(root, env)).toBe(3);
    const log = readFileSync(join(root, 'ioproof-1.log'), 'utf8');
    expect(log).toMatch(/task-0000 on .*: exit status 0, .*run\.json\n/);
    expect(log).toMatch(/task-0001 on unknown node: exit status 3, no result, see .*task-0001\.err\n/);
    expect(recordsOf(root, '1')).toHaveLength(1);
  },
);

test('what pbsdsh starts, without the environment of the job, leaves results and statuses', () => {
  const root = place();
  scriptIn(root, '--pbs');
  const script = 'shift 3; exec env -i PATH=/usr/bin:/bin PBS_JOBID=7.server "$@"';
  const { path } = new FakeTools({ pbsdsh: [{ script }] });
  const env = { ...process.env, PATH: path, PBS_JOBID: '7.server' };
  const { status, stdout } = spawnSync('bash', ['job.sh'], { cwd: root, env, encoding: 'utf8' });
  expect([status, stdout]).toEqual([
    0,
    expect.stringMatching(/task-0000 .*exit status 0, .*\n.*task-0001 .*exit status 0/),
  ]);
  const systems = recordsOf(root, '7.server').map(({ hosts }) => hosts[0]?.batch?.system);
  expect(systems).toEqual(['pbs', 'pbs']);
});
