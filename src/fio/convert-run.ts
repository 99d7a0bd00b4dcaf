// Options about the job as a whole: name, description, seeds, processors, errors, reports, and the making of files.
import { formatDuration } from '../spec/units.js';
import type { Draft } from './draft.js';

export function convertRun(draft: Draft): void {
  convertDescription(draft);
  convertSeeds(draft);
  convertProcessors(draft);
  convertLogs(draft);
  convertMaking(draft);
  const report = 'one result for all workers, with the figures of each';
  draft.converted('group_reporting', report);
  convertEntries(draft);
  draft.converted('new_group', `${report}; each workload has its own`);
  draft.converted('stonewall', 'workloads run one after another');
  draft.converted('thread', 'workers are threads');
  draft.converted('exitall_on_error', 'an error of one worker ends the step');
  draft.converted('kb_base', 'how the amounts of its section are read');
  const histogram = 'the record has the whole histogram, and so every percentile';
  draft.converted('percentile_list', histogram);
  draft.converted('clat_percentiles', histogram);
  draft.converted('lat_percentiles', histogram);
}

/** Of each worker the record has operations, bytes and time, which is too little for an entry of its own. */
function convertEntries(draft: Draft): void {
  const clones = draft.options.get('numjobs') ?? 1;
  if (clones === 1 || draft.options.get('group_reporting') === true) return;
  draft.assumed(
    `fio prints an entry for each of the ${clones} clones without group_reporting; here one result, and one entry of fio-json, is for all of them`,
    'workers',
  );
}

function convertDescription(draft: Draft): void {
  const { options } = draft;
  draft.set(
    'description',
    options.get('description') ?? `Imported from ${options.job.file}, section [${options.job.section}]`,
  );
  draft.converted('description', 'as it is', 'description');
}

function convertSeeds(draft: Draft): void {
  const seed = draft.options.get('randseed');
  const repeats = draft.options.get('randrepeat') ?? true;
  if (seed !== undefined) draft.set('seed', seed);
  draft.converted('randseed', 'the numbers drawn from it are not those of fio', 'seed');
  const sequence = 'each run has the same sequence';
  if (seed !== undefined) draft.replaced('randrepeat', 'randseed');
  else if (repeats) draft.converted('randrepeat', sequence, 'seed');
  else
    draft.recorded('randrepeat', `${sequence}, since its data set goes with the seed; another: --set seed=N`, 'seed');
}

function convertProcessors(draft: Draft): void {
  const cpus = draft.options.get('cpus_allowed');
  const isSplit = draft.options.get('cpus_allowed_policy') === 'split';
  if (cpus === undefined) {
    draft.idle('cpus_allowed_policy', 'there is no cpus_allowed');
    return;
  }
  draft.set('cpus', cpus);
  const shared = isSplit ? '' : '; fio would let each run on all of them';
  draft.converted('cpus_allowed', `one for each worker, in turn${shared}`, 'cpus');
  draft.converted('cpus_allowed_policy', `one for each worker, in turn${shared}`, 'cpus');
}

const logs = ['write_bw_log', 'write_lat_log', 'write_iops_log', 'write_hist_log'] as const;
const logTimes = ['log_avg_msec', 'log_hist_msec'] as const;
const [shortest, longest] = [100, 60_000];

/** The shorter of the two times, as far as the time series can have such a step. */
function convertLogs(draft: Draft): void {
  for (const name of logs) draft.converted(name, 'events.ndjson has the time series of every run');
  const asked = logTimes.map((name) => draft.options.get(name) ?? 0).filter((time) => time > 0);
  const step = Math.min(Math.max(Math.min(...asked), shortest), longest);
  if (asked.length > 0) draft.set('interval', formatDuration(step * 1e6));
  for (const name of logTimes) {
    const own = draft.options.get(name) ?? 0;
    if (own === 0) draft.idle(name, 'single operations are not logged; the time series has steps');
    else if (own === step) draft.converted(name, 'the step of the time series', 'interval');
    else
      draft.converted(
        name,
        `the step of the time series is ${step} ms; it can be ${shortest} … ${longest} ms`,
        'interval',
      );
  }
}

function convertMaking(draft: Draft): void {
  const isOwn = draft.words.prewrite === false;
  const made = isOwn ? 'files are made before the start' : 'files are made in a step of their own before the run';
  draft.converted('create_on_open', made);
  draft.converted('create_only', 'off');
  draft.converted('create_serialize', made);
  draft.converted('allow_file_create', 'files are made in ioproof-data, and nowhere else');
  draft.converted('openfiles', 'all files of a worker stay open');
  const kept = isOwn ? 'files are removed after the run' : 'files are kept for the next run, until ioproof clean';
  draft.converted('unlink', kept);
}
