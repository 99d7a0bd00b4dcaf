// The script of a batch job in which each task measures by itself. Only text is made here.

export interface BatchJob {
  system: 'slurm' | 'pbs';
  /** How ioproof is started on a node: the program and its first arguments. */
  program: readonly string[];
  version: string;
  /** Built-in names, or absolute paths of workload files. */
  workloads: readonly string[];
  mounts: readonly { name: string; path: string }[];
  /** Further arguments of `ioproof run`. */
  options: readonly string[];
  name: string;
  nodes: number;
  tasksPerNode: number;
  /** As the batch system writes it. */
  time: string;
  cpusPerTask: number | null;
  gpusPerNode: number | null;
  partition: string | null;
  account: string | null;
  /** A node is had alone. */
  exclusive: boolean;
  /** Further directives, as they are written after `#SBATCH` or `#PBS`. */
  directives: readonly string[];
  /** Absolute path of the folder of results, which all nodes see. */
  out: string;
}

/** Folder on each mount that the directories of the tasks are in. */
const batchDirectoryName = 'ioproof-batch';

/** A bash script that ends with a newline. */
export function batchScript(job: BatchJob): string {
  const parts = [
    head(job),
    directives(job).join('\n'),
    settings(job),
    taskScript,
    job.system === 'slurm' ? slurmLaunch(job) : pbsLaunch,
    collection,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A word of a shell, whatever is in it. */
function shellWord(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function head({ system, version, nodes, tasksPerNode }: BatchJob): string {
  const tasks = nodes * tasksPerNode;
  return `#!/bin/bash
# Measures storage from ${nodes} ${nodes === 1 ? 'node' : 'nodes'}, ${tasks} ${tasks === 1 ? 'task' : 'tasks'}. Written by ioproof ${version}.
# Submit it with: ${system === 'slurm' ? 'sbatch' : 'qsub'} FILE
#
# Each task runs a measurement of its own, in a directory of its own on each mount: nothing is exchanged between them
# but the start. A task that has its data sooner measures sooner. The second job in the same directories finds the data
# of the first one, so that its tasks measure at the same time: take the figures of that one.
# A "layout" of a workload is set by its task before the first file is written, read back and compared.`;
}

function directives(job: BatchJob): string[] {
  const own = job.system === 'slurm' ? slurmDirectives(job) : pbsDirectives(job);
  const sign = job.system === 'slurm' ? '#SBATCH' : '#PBS';
  return [...own, ...job.directives].map((line) => `${sign} ${line}`);
}

function slurmDirectives(job: BatchJob): string[] {
  const { name, nodes, tasksPerNode, time, cpusPerTask, gpusPerNode, partition, account, exclusive } = job;
  return [
    `--job-name=${name}`,
    `--nodes=${nodes}`,
    `--ntasks-per-node=${tasksPerNode}`,
    `--time=${time}`,
    ...(cpusPerTask === null ? [] : [`--cpus-per-task=${cpusPerTask}`]),
    ...(gpusPerNode === null ? [] : [`--gpus-per-node=${gpusPerNode}`]),
    ...(partition === null ? [] : [`--partition=${partition}`]),
    ...(account === null ? [] : [`--account=${account}`]),
    ...(exclusive ? ['--exclusive'] : []),
    `--output=${name}-%j.log`,
  ];
}

/**
 * `exclhost`: a host may be several vnodes, and `excl` holds only those with a chunk. `-S`: else the login shell of the user
 * reads the script where PBS does not look at its first line (qsub(1B), pbs_resources(7B) of OpenPBS).
 */
function pbsDirectives(job: BatchJob): string[] {
  const { name, nodes, tasksPerNode, time, cpusPerTask, gpusPerNode, partition, account, exclusive } = job;
  const cpus = (cpusPerTask ?? 1) * tasksPerNode;
  const chunk = `${nodes}:ncpus=${cpus}:mpiprocs=${tasksPerNode}${gpusPerNode === null ? '' : `:ngpus=${gpusPerNode}`}`;
  return [
    '-S /bin/bash',
    `-N ${name}`,
    `-l select=${chunk}`,
    `-l place=scatter${exclusive ? ':exclhost' : ''}`,
    `-l walltime=${time}`,
    ...(partition === null ? [] : [`-q ${partition}`]),
    ...(account === null ? [] : [`-A ${account}`]),
    '-j oe',
  ];
}

function settings({ system, program, workloads, mounts, options, nodes, tasksPerNode, out }: BatchJob): string {
  const id = system === 'slurm' ? 'SLURM_JOB_ID' : 'PBS_JOBID';
  return [
    'set -euo pipefail',
    '',
    '# How ioproof is started; the same path must lead to it on every node.',
    `program=(${program.map(shellWord).join(' ')})`,
    `run=(run ${[...workloads, ...options].map(shellWord).join(' ')})`,
    '# Mounts as name=path.',
    `mounts=(${mounts.map(({ name, path }) => shellWord(`${name}=${path}`)).join(' ')})`,
    '# Folder that all nodes see.',
    `out=${shellWord(out)}/"\${${id}:?this is the script of a batch job}"`,
    `tasks=${nodes * tasksPerNode}`,
    'mkdir -p "$out"',
  ].join('\n');
}

/** Everything that it needs is in its arguments: PBS starts it without the environment of the job. */
const taskScript = `# What a task does: folder of results, its number, words of the run, --, mounts, --, how ioproof is started.
# shellcheck disable=SC2016
task='
set -uo pipefail
out=$1 name=$(printf "task-%04d" "$2")
shift 2
run=() mounts=()
while [ "$1" != -- ]; do run+=("$1"); shift; done
shift
while [ "$1" != -- ]; do
  directory=\${1#*=}/${batchDirectoryName}/$name
  mkdir -p "$directory" || { echo 3 >"$out/$name.status"; exit 3; }
  mounts+=(--mount "\${1%%=*}=$directory")
  shift
done
shift
uname -n >"$out/$name.node"
status=0
"$@" "\${run[@]}" "\${mounts[@]}" --out "$out/$name" --quiet </dev/null >"$out/$name.txt" 2>"$out/$name.err" || status=$?
echo "$status" >"$out/$name.status"
exit "$status"
'
words=("\${run[@]}" -- "\${mounts[@]}" -- "\${program[@]}")`;

/** From 22.05 on, srun does not take the processors of a task from the job (release notes of Slurm). */
function slurmLaunch({ cpusPerTask }: BatchJob): string {
  const cpus = cpusPerTask === null ? '' : ` --cpus-per-task=${cpusPerTask}`;
  return `# One that fails lets the others go on. Its number is not in the words, which are the same for all.
# shellcheck disable=SC2016
srun --ntasks="$tasks"${cpus} --kill-on-bad-exit=0 \\
  bash -c 'task=$1 out=$2; shift 2; exec bash -c "$task" task "$out" "$SLURM_PROCID" "$@"' \\
  start "$task" "$out" "\${words[@]}" || echo "srun: exit status $?" >&2`;
}

const pbsLaunch = `for ((index = 0; index < tasks; index++)); do
  pbsdsh -n "$index" -- /bin/bash -c "$task" task "$out" "$index" "\${words[@]}" &
done
# What became of each is in its file; pbsdsh does not always tell.
wait`;

const collection = `# The highest status of all; a task that has left none was killed.
worst=0
for ((index = 0; index < tasks; index++)); do
  name=$(printf 'task-%04d' "$index")
  status=$(cat "$out/$name.status" 2>/dev/null || echo 3)
  node=$(cat "$out/$name.node" 2>/dev/null || echo 'unknown node')
  found=$(find "$out/$name" -mindepth 2 -maxdepth 2 -name run.json 2>/dev/null || true)
  echo "$name on $node: exit status $status, \${found:-no result, see $out/$name.err}"
  [ -z "$found" ] || printf '%s\\n' "$found" >>"$out/runs.txt"
  [ "$status" -le "$worst" ] || worst=$status
done
echo "Results: $out; runs.txt there lists all of them"
exit "$worst"`;
