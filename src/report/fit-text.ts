// Sentences about a search for a number of accelerators: its tries, and what is in the way of more.
import type { FitLimit, FitRecord, FitResource, FitTry } from '../result/fit-schema.js';
import { formatLatency, formatRate, formatSeconds } from './numbers.js';

/** `6 accelerators`. */
export function acceleratorsText(count: number): string {
  return count === 1 ? '1 accelerator' : `${count} accelerators`;
}

/** `try 3 with 8 accelerators`. */
export function tryStartText(number: number, accelerators: number): string {
  return `try ${number} with ${acceleratorsText(accelerators)}`;
}

/** `try 3: 8 accelerators, AU 71.2 %, missed, ended early after 12.3s`. */
export function tryText(number: number, told: FitTry): string {
  const { accelerators, auPercent, reached, seconds, by } = told;
  const early = by === 'whole' ? '' : ', ended early';
  const how = `${reached ? 'reached' : 'missed'}${early} after ${formatSeconds(seconds)}`;
  return `try ${number}: ${acceleratorsText(accelerators)}, AU ${percentText(auPercent)}, ${how}`;
}

/** One digit, and never above what it is: 89.97 does not reach 90. */
export function percentText(percent: number): string {
  return `${(Math.floor(percent * 10 + 1e-9) / 10).toFixed(1)} %`;
}

/** A word for the table. */
export const limitWords: Record<FitResource, string> = {
  asked: '--most',
  memory: 'memory',
  dataset: 'data set',
  readers: 'readers',
  processors: 'processors',
  threads: 'threads',
  bandwidth: 'bandwidth',
  latency: 'latency',
  storage: 'storage',
};

/** Why no more are fed, with the figures that show it. */
export function limitText({ limit, most }: FitRecord): string {
  if (limit === null) return 'the search did not come to its end';
  const all = `all ${most} that could be tried are fed`;
  switch (limit.resource) {
    case 'asked':
      return `${most === 1 ? 'the one' : `all ${most}`} that --most allows: more may be fed`;
    case 'memory':
      return `${all}; the loaders of more do not fit into the memory of this machine`;
    case 'dataset':
      return `${all}; for more the data set is too small: give more files or --most`;
    case 'readers':
      return `${all}; a job cannot have the readers of more`;
    default:
      return triedText(limit);
  }
}

function triedText({ resource, evidence }: FitLimit): string {
  const { coresUsed = 0, cores = 0, workers = 0, accelerators = 0 } = evidence;
  const using = `${acceleratorsText(accelerators)} ${accelerators === 1 ? 'uses' : 'use'} ${coresUsed.toFixed(1)}`;
  if (resource === 'processors') return `processors: ${using} of ${Number(cores.toFixed(1))} cores`;
  if (resource === 'threads') return `threads: ${using} cores with ${workers} workers: give more workers`;
  if (resource === 'storage') {
    return `storage: it gives one accelerator ${readText(evidence, '')}`;
  }
  const change = `${readText(evidence, 'fed')}, and ${readText(evidence, 'missed')}`;
  if (resource === 'bandwidth') return `bandwidth: the mount gives ${change}`;
  return `latency: more accelerators still get more, but each waits too long: ${change}`;
}

/** `6 accelerators 17.5 GiB/s (items 160ms)`. */
function readText(evidence: FitLimit['evidence'], prefix: 'fed' | 'missed' | ''): string {
  const value = (key: string) =>
    evidence[prefix === '' ? key : `${prefix}${key.charAt(0).toUpperCase()}${key.slice(1)}`];
  const count = prefix === '' ? '' : `${acceleratorsText(value('accelerators') ?? 0)} `;
  const item = value('itemP50Ns');
  const items = item === undefined ? '' : ` (an item takes ${formatLatency(item)})`;
  return `${count}${formatRate(value('readBytesPerSecond') ?? 0)}${items}`;
}
