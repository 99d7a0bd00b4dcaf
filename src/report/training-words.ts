// Words for trainings: what is emulated, and where one is that runs.
import type { NativeTrainingSnapshot } from '../native/contract.js';
import type { StepRecord } from '../result/schema.js';
import { formatBytes } from '../spec/units.js';
import { formatCount, formatTenths } from './numbers.js';
import type { JobValue } from './job-words.js';

/** `unet3d, 8 h100, batch 7, 4 readers each, 256KiB reads of npz`; a value that must not be named is left out. */
export function trainingJobText(value: JobValue): string {
  const text = (key: string, of: (count: number) => string) => {
    const count = value(key);
    return typeof count === 'number' ? of(count) : '';
  };
  const [model, kind] = [value('model'), value('accelerator')].map((word) => (typeof word === 'string' ? word : ''));
  const emulated = kind === 'other' ? 'accelerators' : kind;
  return [
    model,
    `${text('accelerators', String)} ${emulated}`.trim(),
    text('batchSize', (samples) => `batch ${samples}`),
    text('readThreads', (count) => `${count} ${count === 1 ? 'reader' : 'readers'} each`),
    readsText(value('readSize'), value('format')),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function readsText(readSize: unknown, format: unknown): string {
  const of = typeof format === 'string' ? ` of ${format}` : '';
  if (typeof readSize === 'number') return `${formatBytes(readSize)} reads${of}`;
  return of === '' ? '' : `single reads${of}`;
}

/** `epoch 2/5  step 120/500  AU 93.1%`; AU so far, once it can be told. `epochs`: those of training; 0: not known. */
export function trainingPosition(snapshot: NativeTrainingSnapshot, epochs: number): string[] {
  const { kind, epoch, step, stepsPlanned, computeAfterFirstNs, elapsedAfterFirstNs } = snapshot;
  const au = elapsedAfterFirstNs > 0 ? (100 * computeAfterFirstNs) / elapsedAfterFirstNs : null;
  return [
    kind === 'eval' ? `evaluation ${epoch}` : `epoch ${epoch}${epochs > 0 ? `/${epochs}` : ''}`,
    `step ${step}/${stepsPlanned}`,
    au === null ? '' : `AU ${formatTenths(au)}`,
  ].filter((part) => part !== '');
}

/** How a training went: `AU 93.1%`, `wall AU 92.6%`, `7.41 fed`; empty of other kinds. */
export function trainedTexts({ metrics }: Pick<StepRecord, 'metrics'>): string[] {
  const { auPercent, wallAuPercent, acceleratorsFed } = metrics;
  return [
    auPercent === undefined ? '' : `AU ${formatTenths(auPercent)}`,
    wallAuPercent === undefined ? '' : `wall AU ${formatTenths(wallAuPercent)}`,
    acceleratorsFed === undefined ? '' : `${formatCount(acceleratorsFed)} fed`,
  ].filter((text) => text !== '');
}
