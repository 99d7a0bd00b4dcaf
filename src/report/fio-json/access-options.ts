// Which blocks a workload reads and writes, and of which size, in fio's words.
import type { StepRecord } from '../../result/schema.js';
import {
  given,
  listOf,
  mapOf,
  numberOf,
  type Options,
  perDirection,
  positiveOf,
  sizeText,
  textOf,
} from './option-words.js';

type Job = StepRecord['job'];

const inOrder = new Set<unknown>(['sequential', 'strided', 'backward', 'interleaved']);

/** `rw` and what goes with it. */
export function accessOptions({ job }: StepRecord): Options {
  const percent = readPercentOf(job);
  const random = !inOrder.has(job['access']);
  return {
    rw: `${random ? 'rand' : ''}${directionText(percent)}${gapText(job)}`,
    rwmixread: percent > 0 && percent < 100 ? String(percent) : undefined,
    random_distribution: distributionText(job),
    // fio's random order touches each block once a pass, as our permutation; all other random access repeats blocks.
    norandommap: random && job['kind'] === 'block' && job['access'] !== 'permutation' ? '1' : undefined,
    randseed: textOf(job['seed']),
    offset: given(positiveOf(job['offset']), sizeText),
    offset_increment: given(positiveOf(job['offsetIncrement']), sizeText),
    io_size: given(positiveOf(job['ioSize']), sizeText),
    number_ios: given(positiveOf(job['operationLimit']), String),
  };
}

/** Of a files workload: what its chain does to the content of a file. */
function readPercentOf(job: Job): number {
  if (job['kind'] !== 'files') return numberOf(job['readPercent']) ?? 100;
  const operations = listOf(job['operations']);
  if (!operations.includes('write')) return 100;
  return operations.includes('read') ? 50 : 0;
}

function directionText(readPercent: number): string {
  if (readPercent === 100) return 'read';
  return readPercent === 0 ? 'write' : 'rw';
}

// `rw=read:12k` skips 12k after each block; backward, the start lies two blocks before the end of the last one.
function gapText(job: Job): string {
  const block = numberOf(job['blockSize']);
  const stride = numberOf(job['stride']);
  if (block === undefined) return '';
  if (job['access'] === 'backward') return `:-${sizeText(2 * block)}`;
  return job['access'] === 'strided' && stride !== undefined && stride > block ? `:${sizeText(stride - block)}` : '';
}

function distributionText(job: Job): string | undefined {
  const access = job['access'];
  if (access === 'zoned') {
    const zones = listOf(job['zones']).map(mapOf);
    return `zoned:${zones.map(({ operations, space }) => `${textOf(operations)}/${textOf(space)}`).join(':')}`;
  }
  const skewed = access === 'zipf' || access === 'pareto' || access === 'normal';
  return skewed ? given(textOf(job['skew']), (skew) => `${access}:${skew}`) : undefined;
}

/** One of `bs`, `bsrange` and `bssplit`. */
export function blockSizeOptions(job: Job): Options {
  const range = perDirection(job['blockSizeRange'], rangeText);
  const split = perDirection(job['blockSizeSplit'], splitText);
  const fixed = perDirection(job['blockSize'], (size) => given(numberOf(size), sizeText));
  return { bs: range === undefined && split === undefined ? fixed : undefined, bsrange: range, bssplit: split };
}

function rangeText(range: unknown): string | undefined {
  const { from, to } = mapOf(range);
  return typeof from === 'number' && typeof to === 'number' ? `${sizeText(from)}-${sizeText(to)}` : undefined;
}

function splitText(split: unknown): string | undefined {
  const parts = listOf(split).map(mapOf);
  const texts = parts.map(({ size, percent }) => `${given(numberOf(size), sizeText)}/${textOf(percent)}`);
  return texts.length > 0 ? texts.join(':') : undefined;
}
