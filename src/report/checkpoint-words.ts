// Words for checkpoints: what is saved and loaded, and where a job is with it.
import type { NativeCheckpointSnapshot } from '../native/contract.js';
import type { StepRecord } from '../result/schema.js';
import { formatBytes } from '../spec/units.js';
import type { JobValue } from './job-words.js';
import { formatPercent, formatRate, formatSpan } from './numbers.js';

/** `llama3-8b, 8 ranks, deepspeed, 3 saves, 1 load, 32MiB blocks, fsync file`; a value that must not be named is left out. */
export function checkpointJobText(value: JobValue): string {
  const text = (key: string, of: (count: number) => string) => {
    const count = value(key);
    return typeof count === 'number' ? of(count) : '';
  };
  const counted = (key: string, one: string) =>
    text(key, (count) => (count === 0 ? '' : `${count} ${count === 1 ? one : `${one}s`}`));
  return [
    wordOf(value('model')),
    text('scale', (scale) => (scale === 1 ? '' : `scale ${scale}`)),
    counted('ranks', 'rank'),
    wordOf(value('format')),
    counted('saves', 'save'),
    counted('loads', 'load'),
    text('blockSize', (bytes) => `${formatBytes(bytes)} blocks`),
    value('saves') === 0 ? '' : wordOf(value('fsync'), 'fsync '),
    value('background') === true ? 'in the background' : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** `save 2/3  41%`; `saves`: those of the job, which its loads come after. */
export function checkpointPosition(snapshot: NativeCheckpointSnapshot, saves: number): string[] {
  const { kind, roundsDone, rounds, bytesDone, bytes } = snapshot;
  const [before, all] = kind === 'save' ? [0, saves] : [saves, rounds - saves];
  const at = Math.min(all, roundsDone - before + 1);
  return [`${kind} ${at}/${all}`, bytes > 0 ? formatPercent(Math.min(1, bytesDone / bytes)) : ''].filter(
    (text) => text !== '',
  );
}

/** How it went: `save 8.20s 12.8 GiB/s`, `stall 1.10s`, `load 6.10s 17.2 GiB/s`; empty of other kinds. */
export function checkpointTexts({ metrics, checkpoint }: Pick<StepRecord, 'metrics' | 'checkpoint'>): string[] {
  if (checkpoint === undefined) return [];
  const { stallSeconds } = metrics;
  return [
    roundText('save', metrics['saveSeconds'], metrics['saveBytesPerSecond']),
    checkpoint.background && stallSeconds !== undefined ? `stall ${formatSpan(stallSeconds)}` : '',
    roundText('load', metrics['loadSeconds'], metrics['loadBytesPerSecond']),
  ].filter((text) => text !== '');
}

function roundText(kind: string, seconds: number | undefined, rate: number | undefined): string {
  if (seconds === undefined) return '';
  return `${kind} ${formatSpan(seconds)}${rate === undefined ? '' : ` ${formatRate(rate)}`}`;
}

function wordOf(value: unknown, before = ''): string {
  return typeof value === 'string' && value !== '' ? `${before}${value}` : '';
}
