// Child process of one step: makes the data set, prepares the native job, runs it, and reports.
import { adapterOf } from '../filesystem/adapters.js';
import { RecordedAccess } from '../filesystem/no-answer.js';
import { loadBinding } from '../native/load.js';
import { IoproofError } from '../errors.js';
import type { NativeBinding, NativeJobHandle, NativeJobResult, NativeJobSpec } from '../native/contract.js';
import type { PlannedStep } from '../plan/planned-step.js';
import { MachineAccess } from './access.js';
import { manifestRecord } from '../mount/manifest-record.js';
import { assertSameMount } from '../mount/same-mount.js';
import type { StepRecord } from '../result/schema.js';
import { isCheckpoint, settleCheckpoints, withPresent } from './checkpoint-files.js';
import { ensureDataset, releaseDataset } from './dataset-layout.js';
import { DatasetLayout } from './file-layout.js';
import { claimGenerations, settleGenerations } from './generations.js';
import { reportSnapshots } from './job-snapshots.js';
import type { FromJob, RunRequest, ToJob } from './messages.js';
import { isPhase, settlePhase, withinMade } from './phase-files.js';
import { stepErrorOf } from './step-error.js';
import { dropSystemCaches } from './system-caches.js';

let current: NativeJobHandle | null = null;
let stopping = false;

function send(message: FromJob): void {
  // The parent may be gone; then nobody is left to be told.
  if (process.connected) process.send?.(message);
}

async function runStep(binding: NativeBinding, request: RunRequest): Promise<NativeJobResult> {
  const { mount, step } = request;
  if (mount !== null && step.dataset !== null) assertSameMount(step.mountPath, mount);
  const layout = layoutOf(binding, request);
  try {
    return await runOn(binding, step, layout);
  } finally {
    send({ type: 'fileLayout', fileLayout: layout?.record() ?? null });
  }
}

/** Null without files, and where nothing is known of the file system. */
function layoutOf(binding: NativeBinding, { step, mount, toolMs }: RunRequest): DatasetLayout | null {
  if (mount === null || step.dataset === null) return null;
  const machine = new MachineAccess({ timeoutMs: () => toolMs, attributes: () => binding });
  const access = new RecordedAccess(machine, {
    asking: (what) => {
      send({ type: 'asking', what });
    },
    answered: () => undefined,
  });
  const { fileLayout = null } = step.dataset;
  return new DatasetLayout({ mount, adapter: adapterOf(mount.kind)?.layout, access }, fileLayout);
}

/** The record tells what lies on the mount, not only what was asked for. */
function withManifest({ mountPath }: PlannedStep, dataset: StepRecord['dataset']): StepRecord['dataset'] {
  const manifest = dataset === null ? null : manifestRecord(mountPath, dataset.directory);
  return dataset === null || manifest === null ? dataset : { ...dataset, manifest };
}

async function runOn(
  binding: NativeBinding,
  step: PlannedStep,
  layout: DatasetLayout | null,
): Promise<NativeJobResult> {
  const { root } = step.spec;
  const dataset = await ensureDataset(binding, step, {
    onProgress: (bytesDone, bytesTotal) => {
      send({ type: 'layout', bytesDone, bytesTotal });
    },
    onResumed: (files, fileCount) => {
      send({ type: 'resumed', files, fileCount });
    },
    onJob: hold,
    onRemoving,
    onDirectory: async (path) => {
      await layout?.set(path);
    },
  });
  await layout?.prove(root);
  // Of a step that makes its files there is none yet.
  await layout?.readFile(root);
  send({ type: 'dataset', dataset: withManifest(step, dataset) });
  const spec = specOf(step);
  const job = binding.prepareJob(spec, (interval) => {
    send({ type: 'interval', interval });
  });
  hold(job);
  void job.measured.then(() => {
    send({ type: 'measured' });
  });
  const stopReporting = reportSnapshots(job, (snapshot) => {
    send({ type: 'snapshot', snapshot });
  });
  try {
    const ready = await job.ready;
    if (step.dropSystemCaches) await dropCaches();
    send({ type: 'ready', ready });
    const result = await job.finished;
    await layout?.readFile(root);
    settleGenerations(step, spec, result);
    if (isCheckpoint(step)) settleCheckpoints(step, result);
    if (isPhase(step)) settlePhase(step, result, onRemoving);
    return result;
  } finally {
    stopReporting();
    releaseDataset(step, onRemoving);
  }
}

/** The job as what lies on the mount has it. */
function specOf(step: PlannedStep): NativeJobSpec {
  if (isCheckpoint(step)) return withPresent(step);
  return isPhase(step) ? withinMade(step, step.spec) : claimGenerations(step);
}

/** Once the job is ready: to prepare it looks at every file, which brings inodes and directory entries back into memory. */
async function dropCaches(): Promise<void> {
  send({ type: 'prepared' });
  send({ type: 'caches', caches: await dropSystemCaches() });
}

function onRemoving(files: number): void {
  send({ type: 'removing', files });
}

/** Makes a job the one that `stop` reaches, also when the stop came first. */
function hold(job: NativeJobHandle): void {
  current = job;
  // Its failure is reported through `ready`; an unhandled copy of it would end the process too early.
  job.finished.catch(() => undefined);
  if (stopping) job.stop();
}

async function serve(request: RunRequest): Promise<void> {
  let leave = disconnect;
  try {
    const binding = loadBinding();
    // Exit handlers of CUDA and cuFile crash, and the figures are out by then.
    if (request.step.spec.memory === 'gpu') leave = () => binding.exitAtOnce(0);
    conclude({ type: 'finished', result: await runStep(binding, request) }, leave);
  } catch (error) {
    conclude({ type: 'failed', error: stepErrorOf(error) }, leave);
  }
}

/** Leaves once the last message is out: what still waits in the channel would be lost, and results can be long. */
function conclude(message: FromJob, leave: () => void): void {
  if (process.connected) process.send?.(message, leave);
  else leave();
}

function disconnect(): void {
  if (process.connected) process.disconnect();
}

function stop(): void {
  stopping = true;
  current?.stop();
}

process.on('message', (message: ToJob) => {
  if (message.type === 'run') void serve(message);
  else if (message.type === 'start') current?.start(message.atMonotonicNs);
  else stop();
});
// Ctrl-C reaches the whole process group; the parent decides what it means.
process.on('SIGINT', () => undefined);
// Batch systems send SIGTERM to every process of a job: what was measured until then is kept.
process.on('SIGTERM', stop);
process.on('disconnect', stop);
if (process.send === undefined) throw new IoproofError('NOT_A_CHILD', 'this program is started by ioproof only');
