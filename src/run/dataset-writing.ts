// Writes a data set by a native job, from the start or from where an interrupted run has left it.
import { IoproofError } from '../errors.js';
import { assertSpace, beginDataset } from '../mount/datasets.js';
import { watermarksOf } from '../mount/watermarks.js';
import type { NativeBinding, NativeJobHandle, NativeJobResult, NativeJobSpec } from '../native/contract.js';
import type { Dataset } from '../plan/planned-step.js';
import { ioErrorRecord } from '../result/step-record.js';
import { reportSnapshots } from './job-snapshots.js';
import { partsOf, WatermarkKeeper } from './layout-watermarks.js';

export interface LayoutObserver {
  onProgress: (bytesDone: number, bytesTotal: number) => void;
  /** Told where the writing goes on, if not at the start. */
  onResumed: (files: number, fileCount: number) => void;
  /** Awaited when the directory of the files is there, before the first of them is written. */
  onDirectory: (path: string) => Promise<void>;
  /** Told of the writing job, so that it can be stopped. */
  onJob: (job: NativeJobHandle) => void;
  /** Told of the files that are removed first. */
  onRemoving: (files: number) => void;
}

/** What is to be written, and where. */
export interface Writing {
  mountPath: string;
  dataset: Dataset;
  layout: NativeJobSpec;
}

/**
 * Writes all that is not there yet. Returns the bytes of all files, and how many files were there already. Throws
 * IoproofError, or the addon's error of a job that could not be prepared; what was written until then is kept.
 */
export async function writeDataset(
  binding: NativeBinding,
  writing: Writing,
  observer: LayoutObserver,
): Promise<{ bytes: number; resumedAt: number }> {
  const { mountPath, dataset, layout } = writing;
  const parts = partsOf(layout);
  const written = parts === null ? null : watermarksOf(mountPath, dataset, parts);
  assertSpace(mountPath, dataset);
  await observer.onDirectory(beginDataset(mountPath, dataset, written ?? undefined));
  const resumedAt = written?.reduce((sum, files) => sum + files, 0) ?? 0;
  if (resumedAt > 0) observer.onResumed(resumedAt, dataset.fileCount);

  const job = binding.prepareJob({ ...layout, resumeAt: [...(written ?? [])] }, () => undefined);
  observer.onJob(job);
  const keeper = parts === null ? null : new WatermarkKeeper(binding, job, writing, layout.root);
  const bytes = await run(binding, job, writing, { keeper, onProgress: observer.onProgress });
  return { bytes, resumedAt };
}

/** Returns the bytes of all files. */
async function run(
  binding: NativeBinding,
  job: NativeJobHandle,
  { dataset }: Writing,
  { keeper, onProgress }: { keeper: WatermarkKeeper | null; onProgress: LayoutObserver['onProgress'] },
): Promise<number> {
  const { resumedBytes } = await job.ready;
  const stopReporting = reportSnapshots(job, ({ bytes }) => {
    onProgress(resumedBytes + bytes, dataset.bytes);
  });
  try {
    keeper?.start();
    job.start(binding.monotonicNs());
    const result = await job.finished;
    await keeper?.stop();
    if (keeper !== null && keeper.failure !== null) throw keeper.failure;
    if (result.firstError !== null || result.endReason === 'stopped') {
      throw endedEarly(dataset, result, keeper === null ? null : await keeper.takeLast());
    }
    return resumedBytes + (result.operations.write?.bytes ?? dataset.bytes - resumedBytes);
  } finally {
    stopReporting();
    await keeper?.stop();
  }
}

/** `kept`: files that a later run need not write again; null where it has to write all of them. */
function endedEarly(dataset: Dataset, { firstError }: NativeJobResult, kept: number | null): IoproofError {
  const { directory, fileCount } = dataset;
  const after = kept === null ? '' : ` after ${kept} of ${fileCount} files`;
  const goesOn = kept === null || kept === 0 ? '' : 'The next run goes on from there. ';
  if (firstError === null) {
    return new IoproofError('STOPPED', `writing the data set "${directory}" was stopped${after}`, {
      advice: goesOn.trim(),
    });
  }
  const { code, message, ...details } = ioErrorRecord(firstError);
  const advice = `${goesOn}\`ioproof clean\` removes what is there.`;
  return new IoproofError(code, `writing the data set "${directory}"${after}: ${message}`, { advice, details });
}
