// What caches of keys and values have seen: a table a workload with the mounts side by side, and what is in its figures.
import type { KvCacheRecord, RunRecord, StepRecord } from '../result/schema.js';
import { groupBy } from './comparison.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { formatCount, formatLatency, formatPercent, formatRate, formatSize } from './numbers.js';
import { type RowColumn, rowTableLines } from './row-table.js';
import { paint, span } from './spans.js';
import { brokenText, indentedLines, ofMetric, type StepRow, stepRows } from './step-rows.js';

type CachedStep = StepRecord & { kvCache: KvCacheRecord };

/** The repeats of a variant on a mount, which the rules call trials. */
type Row = StepRow<CachedStep>;

const columns: readonly RowColumn<Row>[] = [
  { head: 'read', rank: 0, text: ofMetric('readBytesPerSecond', formatRate) },
  { head: 'write', rank: 0, text: ofMetric('writeBytesPerSecond', formatRate) },
  { head: 'read P95', rank: 3, text: ofMetric('readP95Ns', formatLatency) },
  { head: 'device', rank: 0, text: ofMetric('readDeviceP95Ns', formatLatency) },
  { head: 'write P95', rank: 0, text: ofMetric('writeP95Ns', formatLatency) },
  { head: 'tokens/s', rank: 1, text: ofMetric('storageTokensPerSecond', formatCount) },
  { head: 'requests/s', rank: 2, text: ofMetric('requestsPerSecond', formatCount) },
  { head: 'hits', rank: 2, text: ofMetric('hitFraction', formatPercent) },
  { head: 'evicted', rank: 4, text: ofMetric('evictions', formatCount) },
  { head: '', rank: 0, text: brokenText, left: true, style: () => ['bold', 'red'] },
];

/** Lines with an empty one after each workload; none for a run without caches. */
export function kvCacheLines(record: RunRecord, look: Look): string[] {
  const cached = record.steps.filter((step): step is CachedStep => step.kvCache !== undefined);
  return groupBy(cached, ({ workload }) => workload).flatMap(([workload, steps]) => {
    const rows = stepRows(steps);
    return [
      ...wrap(printable(titleOf(workload, steps)), look.width).map((text) => paint([span(text, 'bold')], look.colour)),
      ...rowTableLines(rows, { head: '', labelOf: ({ label }) => label, columns }, look),
      ...sentences(steps, rows).flatMap((text) => indentedLines(text, look)),
      '',
    ];
  });
}

function titleOf(workload: string, steps: readonly CachedStep[]): string {
  const repeats = Math.max(...steps.map(({ repeat }) => repeat));
  const facts = [
    distinct(steps.map(({ kvCache }) => kvCache.model)),
    `${distinct(steps.map(({ kvCache }) => String(kvCache.users)))} users`,
    objectsText(steps.map(({ kvCache }) => kvCache.blockTokens)),
    repeats > 1 ? `median of ${repeats}` : '',
  ];
  return `KV cache: ${workload}: ${facts.filter((fact) => fact !== '').join(', ')}`;
}

/** A sweep tells more than one size. */
function objectsText(blockTokens: readonly number[]): string {
  const sizes = distinct(blockTokens.filter((tokens) => tokens > 0).map(String));
  const wholes = blockTokens.includes(0) ? 'an object a turn' : '';
  return [sizes === '' ? '' : `objects of ${sizes} tokens`, wholes].filter((text) => text !== '').join(' or ');
}

function distinct(texts: readonly string[]): string {
  return [...new Set(texts)].join('/');
}

function sentences(steps: readonly CachedStep[], rows: readonly Row[]): string[] {
  return [
    'Read and write P95 are of all that one turn keeps; device is the part from opening to the last byte. tokens/s are ' +
      'those whose keys and values storage took or gave.',
    ...rows.flatMap((row) => servedSentences(row, rows.length > 1)),
    ...waitingSentences(steps),
  ];
}

/** Counts are told of one repeat: a median of each would add up to nothing. */
function servedSentences({ label, steps }: Row, isNamed: boolean): string[] {
  const told = steps.find(({ status }) => status === 'complete') ?? steps[0];
  if (told === undefined) return [];
  const which = [isNamed ? label : '', steps.length > 1 ? `repeat ${told.repeat}` : ''].filter((text) => text !== '');
  const prefix = which.length > 0 ? `${which.join(', ')}: ` : '';
  return [prefix + [requestsSentence(told.kvCache), roomSentence(told.kvCache)].join(' ').trim()];
}

function requestsSentence(cache: KvCacheRecord): string {
  const { requests, waiting, priorities, mostBytes, evictions, memoryHits, hits } = cache;
  const { interactive, responsive, batch } = priorities;
  const served = `${formatCount(interactive.requests)} interactive, ${formatCount(responsive.requests)} responsive, ${formatCount(batch.requests)} batch`;
  const memory = memoryHits > 0 ? ` ${formatPercent(memoryHits / hits)} of the hits were in memory.` : '';
  return (
    `${formatCount(requests)} requests were served (${served}) and ${formatCount(waiting)} still waited; storage held ` +
    `${formatSize(mostBytes)} at most and gave up ${formatCount(evictions)} turns.${memory}`
  );
}

/** Empty where nothing waited. A cache that is too small for what is served at once holds up what follows its writes. */
function roomSentence({ roomWaits, roomWaitNs, capacityBytes }: KvCacheRecord): string {
  if (roomWaits === 0) return '';
  const [writes, each] = roomWaits === 1 ? ['write', ''] : ['writes', ' each on average'];
  return (
    `${formatCount(roomWaits)} ${writes} waited for room in its ${formatSize(capacityBytes)}, ` +
    `${formatLatency(roomWaitNs / roomWaits)}${each}.`
  );
}

/** Users do not await answers, so that a queue that grows says nothing wrong of the figures of storage. */
function waitingSentences(steps: readonly CachedStep[]): string[] {
  const behind = steps.some(({ kvCache }) => kvCache.waiting > kvCache.servedAtOnce);
  if (!behind) return [];
  return [
    'Requests arrive faster than they are served, so that those of high priority leave the others waiting; latencies of ' +
      'requests grow with the runtime, those of reads and writes do not.',
  ];
}
