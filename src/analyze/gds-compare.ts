// Ways between storage and GPU beside each other: the host bounce, its two bounds, and cuFile, where nothing else differs.
import type { OperationRecord, RunRecord, StepRecord } from '../result/schema.js';
import { isGds } from './gds-verdict.js';
import { medianOf } from '../statistics/median.js';

/** Of a row: through the host and both of its bounds, or cuFile. */
export type GpuWay = 'host-bounce' | 'host-only' | 'copy-only' | 'cufile';

/** The repeats of one workload or variant, medians over them; null: not known of all. */
export interface GpuRow {
  workload: string;
  variant: StepRecord['variant'];
  way: GpuWay;
  workers: number;
  queueDepth: number;
  /** Of cuFile; else empty. */
  mode: 'sync' | 'batch' | 'stream' | '';
  /** The worst path of the repeats, a direct one only where all of them have the same; null without cuFile. */
  path: 'forced' | NonNullable<NonNullable<StepRecord['gpu']>['path']>['verdict'] | null;
  /** Of the operations, through the memory of the host; the largest of the repeats. */
  hostFraction: number | null;
  bytesPerSecond: number;
  perSecond: number;
  p99Ns: number;
  cpuSecondsPerGiB: number | null;
  hostMemoryBytesPerSecond: number | null;
  registrationSeconds: number | null;
  /** False: cuFile was given memory that it did not know, or would not register for every worker. */
  registered: boolean;
}

/** Ways with the same load on one mount. */
export interface GpuGroup {
  mount: string;
  operation: 'read' | 'write';
  /** Step that all of them are like, for its job in words. */
  job: Record<string, unknown>;
  /** Operations in flight over all workers. */
  outstanding: number;
  rows: GpuRow[];
  ratios: GdsRatio[];
}

/** A direct path as a multiple of the host bounce of the same group. */
export interface GdsRatio {
  row: GpuRow;
  bytesPerSecond: number;
  /** Null where one of them is not known, or none. */
  cpuSecondsPerGiB: number | null;
}

interface Reading {
  row: GpuRow;
  step: StepRecord;
  operation: 'read' | 'write';
  /** Readings with the same text have done the same. */
  sameness: string;
}

const ways: readonly GpuWay[] = ['host-only', 'copy-only', 'host-bounce', 'cufile'];
const modes: readonly GpuRow['mode'][] = ['', 'sync', 'batch', 'stream'];
/** From the worst. */
const badPaths = ['unverified', 'compat', 'forced', 'mixed'] as const;

/** What may differ between the ways; all else of the job must be the same, and so must the product of workers and depth. */
const freeKeys = [
  ...['name', 'description', 'sweep', 'computedKeys', 'phaseOf'],
  ...['engine', 'memory', 'gpus', 'cufileMode', 'cufileCompat', 'copyMode', 'registerBuffers', 'registerFiles'],
  ...['workers', 'queueDepth', 'batch', 'linkChains', 'cpus', 'numaNode', 'hugePages', 'sqPoll', 'ioPoll'],
];

/** Groups of two ways and more, in the order of the steps. */
export function gpuGroups({ steps }: Pick<RunRecord, 'steps'>): GpuGroup[] {
  const readings = readingsOf(steps);
  const groups = [...new Set(readings.map(({ sameness }) => sameness))];
  return groups.flatMap((sameness) => {
    const members = readings.filter((reading) => reading.sameness === sameness);
    const [first] = members;
    if (first === undefined || members.length < 2) return [];
    const rows = members.map(({ row }) => row).sort(inOrder);
    const { step, operation } = first;
    const { mount, job } = step;
    return [{ mount, operation, job, outstanding: outstandingOf(step), rows, ratios: ratiosOf(rows) }];
  });
}

function inOrder(a: GpuRow, b: GpuRow): number {
  return ways.indexOf(a.way) - ways.indexOf(b.way) || modes.indexOf(a.mode) - modes.indexOf(b.mode);
}

/** Only what is proved to be direct is compared as such, and with the fastest way through the host. */
function ratiosOf(rows: readonly GpuRow[]): GdsRatio[] {
  const bounces = rows.filter(({ way }) => way === 'host-bounce').sort((a, b) => b.bytesPerSecond - a.bytesPerSecond);
  const [bounce] = bounces;
  if (bounce === undefined || bounce.bytesPerSecond === 0) return [];
  return rows.filter(isDirect).map((row) => ({
    row,
    bytesPerSecond: row.bytesPerSecond / bounce.bytesPerSecond,
    cpuSecondsPerGiB:
      row.cpuSecondsPerGiB === null || !bounce.cpuSecondsPerGiB ? null : row.cpuSecondsPerGiB / bounce.cpuSecondsPerGiB,
  }));
}

/** True for a row that may be called GDS. */
export function isDirect({ path }: GpuRow): boolean {
  return path !== null && path !== 'forced' && isGds(path);
}

function readingsOf(steps: readonly StepRecord[]): Reading[] {
  const groups = new Map<string, StepRecord[]>();
  for (const step of steps) {
    if (step.job['memory'] !== 'gpu') continue;
    const key = JSON.stringify([step.mount, step.workload, step.variant]);
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  return [...groups.values()].flatMap((repeats) =>
    (['read', 'write'] as const).flatMap((operation) => readingOf(repeats, operation)),
  );
}

/** None where a repeat is missing, or has moved nothing this way. */
function readingOf(repeats: readonly StepRecord[], operation: 'read' | 'write'): Reading[] {
  const [step] = repeats;
  const found = repeats.map(({ status, operations }) => (status === 'complete' ? operations[operation] : undefined));
  const moved = found.filter((one): one is OperationRecord => one !== undefined && one.count > 0);
  if (step === undefined || moved.length < repeats.length) return [];
  return [{ step, operation, row: rowOf(step, repeats, moved), sameness: samenessOf(step, operation) }];
}

function rowOf(step: StepRecord, repeats: readonly StepRecord[], moved: readonly OperationRecord[]): GpuRow {
  const median = (pick: (one: OperationRecord) => number) => medianOf(moved.map(pick));
  const metric = (key: string) => {
    const values = repeats.flatMap(({ metrics }) => metrics[key] ?? []);
    return values.length < repeats.length ? null : medianOf(values);
  };
  const way = wayOf(step);
  const { workload, variant, job } = step;
  return {
    ...{ workload, variant, way, workers: workersOf(step), queueDepth: depthOf(step) },
    ...(way === 'cufile' ? cufileFacts(repeats, job) : { mode: '', path: null, hostFraction: null, registered: true }),
    bytesPerSecond: median(({ bytesPerSecond }) => bytesPerSecond),
    perSecond: median(({ perSecond }) => perSecond),
    p99Ns: median(({ latencyNs }) => latencyNs.p99),
    cpuSecondsPerGiB: metric('cpuSecondsPerGiB'),
    hostMemoryBytesPerSecond: metric('hostMemoryBytesPerSecond'),
    registrationSeconds: metric('registrationSeconds'),
  };
}

function wayOf({ engine, job }: StepRecord): GpuWay {
  if (engine.used === 'cufile') return 'cufile';
  const { copyMode } = job;
  return copyMode === 'host-only' || copyMode === 'copy-only' ? copyMode : 'host-bounce';
}

function cufileFacts(
  repeats: readonly StepRecord[],
  job: StepRecord['job'],
): Pick<GpuRow, 'mode' | 'path' | 'hostFraction' | 'registered'> {
  const { cufileMode, cufileCompat } = job;
  const paths = repeats.map(({ gpu }) => gpu?.path ?? null);
  const shares = paths.flatMap((path) => path?.hostFraction ?? []);
  return {
    mode: modes.find((mode) => mode === cufileMode) ?? 'sync',
    path: cufileCompat === 'force' ? 'forced' : worstOf(paths.map((path) => path?.verdict ?? 'unverified')),
    hostFraction: shares.length === 0 ? null : Math.max(...shares),
    registered: repeats.every((step) => (step.gpu?.registration.buffers.count ?? 0) >= workersOf(step)),
  };
}

function worstOf(paths: readonly Exclude<NonNullable<GpuRow['path']>, 'forced'>[]): GpuRow['path'] {
  const bad = badPaths.find((path) => path !== 'forced' && paths.includes(path));
  const [first = 'unverified'] = paths;
  return bad ?? (paths.every((path) => path === first) ? first : 'unverified');
}

function workersOf({ job }: StepRecord): number {
  return Number(job['workers'] ?? 1);
}

function depthOf({ job, engine }: StepRecord): number {
  return engine.queueDepth ?? Number(job['queueDepth'] ?? 1);
}

function outstandingOf(step: StepRecord): number {
  return workersOf(step) * depthOf(step);
}

function samenessOf(step: StepRecord, operation: 'read' | 'write'): string {
  const asked = Object.entries(step.job)
    .filter(([key]) => !freeKeys.includes(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([step.mount, operation, outstandingOf(step), asked]);
}
