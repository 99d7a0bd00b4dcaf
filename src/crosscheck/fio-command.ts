// The job of a step that ioproof has done, as a command line of fio on the same files.
import type { NativeJobSpec } from '../native/contract.js';
import type { PlannedStep } from '../plan/planned-step.js';
import { jobOptions } from '../report/fio-json/job-options.js';
import type { StepRecord } from '../result/schema.js';
import { directoryArgument, fileArguments } from './file-arguments.js';
import { walks, workerParts } from './worker-parts.js';

type FioOptions = Record<string, string | undefined>;

/** Options of `job options` that only describe, and those that are given here for each worker or not at all. */
const replaced = [
  ['name', 'description', 'directory', 'stonewall', 'randseed', 'numjobs', 'loops'],
  ['size', 'filesize', 'nrfiles', 'offset', 'offset_increment', 'cpus_allowed'],
].flat();

/**
 * Arguments for fio. What the record says was used is used: engine, O_DIRECT, queue depth, registered buffers and files. fio makes
 * no file, and starts with other random numbers each time.
 */
export function fioArguments({ spec }: PlannedStep, record: StepRecord): string[] {
  const described = jobOptions(record, { directory: undefined, first: true });
  const kept = Object.entries(described).filter(([name]) => !replaced.includes(name)) as [string, string][];
  const options: FioOptions = { ...Object.fromEntries(kept), ...sameForAll(spec, record) };
  const global = Object.entries(options).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return [
    '--eta=never',
    '--output-format=json+',
    ...(spec.readPercent === 100 ? ['--readonly'] : []),
    '--name=global',
    ...global.map(([name, value]) => `--${name}=${value}`),
    directoryArgument(spec.root),
    ...workerArguments(spec),
  ];
}

function sameForAll(spec: NativeJobSpec, { engine, job }: StepRecord): FioOptions {
  const writes = spec.readPercent < 100;
  const hugePages = spec.hugePages && !engine.refused.some(({ what }) => what.includes('huge'));
  const limited = spec.passes > 0 || spec.ioBytes > 0 || spec.operationLimit > 0;
  return {
    time_based: spec.runtimeNs > 0 && !limited ? '1' : undefined,
    // Other accesses than walks draw from all files at once.
    file_service_type: walks(spec) ? spec.serviceOrder : 'random',
    randrepeat: '0',
    allow_file_create: '0',
    overwrite: writes ? '1' : undefined,
    refill_buffers: writes && job['refill'] !== false ? '1' : undefined,
    fallocate: 'none',
    iomem: hugePages ? 'mmaphuge' : undefined,
    exitall_on_error: '1',
    // Our latency begins before the system call that hands an operation over, as fio's lat does; its clat begins after it.
    lat_percentiles: '1',
    clat_percentiles: '0',
  };
}

/** One job for all workers where they do the same, else one for each. */
function workerArguments(spec: NativeJobSpec): string[] {
  const jobs = (workerParts(spec) ?? []).map((part, worker) => [
    ...fileArguments(spec, part),
    ...limitArguments(spec, part.passBytes),
    ...(spec.cpus.length > 0 ? [`--cpus_allowed=${spec.cpus[worker % spec.cpus.length]}`] : []),
  ]);
  const [first = []] = jobs;
  if (jobs.every((job) => job.join('\n') === first.join('\n'))) {
    return ['--name=workers', `--numjobs=${jobs.length}`, ...first];
  }
  return jobs.flatMap((job, worker) => [`--name=worker${worker}`, ...job]);
}

/** fio ends with its size unless io_size says otherwise. */
function limitArguments({ passes, ioBytes, operationLimit, blockSize }: NativeJobSpec, passBytes: number): string[] {
  const limits = [passes * passBytes, ioBytes, operationLimit * blockSize].filter((bytes) => bytes > 0);
  return limits.length > 0 ? [`--io_size=${Math.min(...limits)}`] : [];
}
