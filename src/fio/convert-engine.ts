// ioengine, iodepth, direct and the switches of io_uring → engine, queueDepth, batch, direct.
import type { Engine } from '../spec/workload.js';
import type { Draft } from './draft.js';
import { type EngineChoice, engineChoices, engineRefusals, refusalOf } from './engines.js';

const fioEngine = 'psync';
// The calls of cufile are single ones unless a workload says otherwise.
const oneAtATime: readonly Engine[] = ['sync', 'mmap', 'cufile'];

/** The engine that the workload gets; `override` is that of `--engine`. */
export function convertEngine(draft: Draft, override: Engine | null): Engine {
  const chosen = choose(draft, override);
  draft.set('engine', chosen.engine);
  if (draft.options.lineOf('ioengine') === undefined && override === null) {
    draft.assumed(`fio has ioengine=${fioEngine} where it is not given`, 'engine');
  }
  convertDepth(draft, chosen, override !== null);
  convertDirect(draft, chosen.engine, override !== null);
  convertUring(draft, chosen.engine, override !== null);
  return chosen.engine;
}

function choose(draft: Draft, override: Engine | null): EngineChoice {
  const name = draft.options.get('ioengine') ?? fioEngine;
  const known = Object.hasOwn(engineChoices, name) ? engineChoices[name] : undefined;
  const refusal = known === undefined ? refusalOf(name) : null;
  if (override !== null && (known !== undefined || refusal?.replaceable === true)) {
    draft.converted('ioengine', `engine ${override}, by --engine`, 'engine');
    if (draft.options.lineOf('ioengine') === undefined) draft.assumed(`engine ${override}, by --engine`, 'engine');
    return { engine: override, queues: !oneAtATime.includes(override), difference: '' };
  }
  if (known === undefined) {
    const all = Object.keys({ ...engineChoices, ...engineRefusals }).join(', ');
    const { reason, advice } = refusal ?? { reason: 'is not an I/O engine of fio', advice: `Its engines are ${all}` };
    draft.refuse('ioengine', `"${name}" ${reason}`, advice);
    return { engine: override ?? 'auto', queues: true, difference: '' };
  }
  const difference = known.difference === '' ? '' : `: ${known.difference}`;
  draft.converted('ioengine', `engine ${known.engine}${difference}`, 'engine');
  return known;
}

function convertDepth(draft: Draft, { engine, queues }: EngineChoice, isReplaced: boolean): void {
  const asked = draft.options.get('iodepth') ?? 1;
  const depth = queues ? asked : 1;
  draft.set('queueDepth', depth);
  if (asked === depth) draft.converted('iodepth', `${depth} in flight a worker`, 'queueDepth');
  else {
    const why = isReplaced
      ? `engine ${engine}, by --engine, does one operation at a time`
      : 'fio ignores iodepth with an engine that does one operation at a time';
    draft.recorded('iodepth', `1 in flight a worker; ${why}`, 'queueDepth');
  }
  convertBatch(draft, depth);
}

/** Each operation is submitted alone in fio; 0 and too large values mean the whole queue. */
function convertBatch(draft: Draft, depth: number): void {
  const asked = draft.options.get('iodepth_batch') ?? 1;
  const batch = asked === 0 || asked > depth ? depth : asked;
  if (depth === 1) {
    draft.idle('iodepth_batch', 'one operation at a time');
    draft.idle('iodepth_batch_complete_min', 'one operation at a time');
    return;
  }
  draft.set('batch', batch);
  draft.converted('iodepth_batch', `${batch} submitted and completed at once`, 'batch');
  if (draft.options.lineOf('iodepth_batch') === undefined) draft.assumed('fio submits each operation alone', 'batch');
  const completed = draft.options.get('iodepth_batch_complete_min') ?? batch;
  if (completed === batch) draft.converted('iodepth_batch_complete_min', 'as many as are submitted at once', 'batch');
  else {
    const what = `is ${completed}, but as many are collected at once as are submitted at once, ${batch}`;
    draft.refuse('iodepth_batch_complete_min', what, `Write ${batch}, or remove it`, ['iodepth', 'iodepth_batch']);
  }
}

/** The two options are opposites; the last one decides, and without them fio goes through the page cache. */
function convertDirect(draft: Draft, engine: Engine, isReplaced: boolean): void {
  const last = draft.options.lastOf('direct', 'buffered');
  const asked = last === undefined ? false : draft.options.get(last) === (last === 'direct');
  const hasNone = engine === 'null' || engine === 'mmap';
  // Only --engine leads here.
  const hasNoOther = engine === 'cufile' && !asked;
  const direct = (asked && !hasNone) || hasNoOther;
  draft.set('direct', direct);
  const noOther = 'past the page cache, since engine cufile, by --engine, has no other way';
  if (last === undefined)
    draft.assumed(hasNoOther ? noOther : 'fio goes through the page cache where direct is not given', 'direct');
  for (const name of ['direct', 'buffered'] as const) {
    if (name !== last && last !== undefined) draft.replaced(name, last);
    else if (asked && engine === 'mmap' && !isReplaced) {
      // fio has no other O_DIRECT for a mapping.
      const what = 'makes fio sync each block of a mapping and drop it from memory, which has no counterpart here';
      draft.refuse(name, what, 'Write direct=0, or import with --engine');
    } else if (hasNoOther) draft.recorded(name, noOther, 'direct');
    else if (asked && hasNone) draft.idle(name, `engine ${engine} has no O_DIRECT`);
    else draft.converted(name, direct ? 'past the page cache' : 'through the page cache', 'direct');
  }
}

const uringWords = {
  fixedbufs: 'registerBuffers',
  registerfiles: 'registerFiles',
  sqthread_poll: 'sqPoll',
  hipri: 'ioPoll',
} as const;

/** A job for io_uring keeps fio's defaults, which are all off; an engine that was put in its place gets those of ioproof. */
function convertUring(draft: Draft, engine: Engine, isReplaced: boolean): void {
  const isUring = engine === 'io_uring' || engine === 'auto';
  const wasUring = draft.options.get('ioengine') === 'io_uring';
  for (const name of ['fixedbufs', 'registerfiles', 'sqthread_poll', 'hipri'] as const) {
    const word = uringWords[name];
    const isOn = draft.options.get(name) ?? false;
    if (isUring && (wasUring || isOn)) draft.set(word, isOn);
    if (isUring) draft.converted(name, isOn ? 'on' : 'off', word);
    else if (!isOn || isReplaced) draft.idle(name, `engine ${engine} has no such switch`);
    else draft.refuse(name, `has no counterpart in engine ${engine}`, 'Remove it, or import with --engine io_uring');
  }
}
