// One run in which the process that reads the counters is stopped and continued in turn: what it costs, without the difference
// between runs, which is larger.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { descendantsOf, parseJson } from './command.mjs';
import { measure } from './ioproof-side.mjs';
import { median } from './pairs.mjs';

/**
 * @typedef {import('./ioproof-side.mjs').Place} Place
 * @typedef {{ type: string, startSeconds: number, seconds: number, operations?: Record<string, { count: number }> }} Event
 */

/** Stretches of a run with the reader and without it, together. */
const stretches = 16;
/** It must be told apart from the process of the job, which is never stopped. */
const reader = 'counter-child.js';
const lookMs = 20;

/** @param {number} milliseconds */
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @param {number} pid */
function isReader(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(reader);
  } catch {
    return false;
  }
}

/**
 * Stops the reader and continues it, a stretch each, until the run is over; it is left running.
 * @param {number} seconds A stretch.
 * @param {() => boolean} isOver
 */
async function pauseInTurn(seconds, isOver) {
  const pidOf = () => descendantsOf(process.pid).find(isReader);
  while (!isOver() && pidOf() === undefined) await wait(lookMs);
  const pid = pidOf();
  if (pid === undefined) return;
  for (let stopped = false; !isOver(); stopped = !stopped) {
    if (stopped) signalIfThere(pid, 'SIGSTOP');
    const until = performance.now() + seconds * 1000;
    while (!isOver() && performance.now() < until) await wait(lookMs);
    if (stopped) signalIfThere(pid, 'SIGCONT');
  }
}

/**
 * @param {number} pid
 * @param {'SIGSTOP' | 'SIGCONT'} signal
 */
function signalIfThere(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended with its run.
  }
}

/**
 * Ratios of the rates of neighbouring stretches: with the counters / without them.
 * @param {Event[]} events Of one step.
 */
function stretchRatios(events) {
  const told = events.filter(({ type }) => type === 'counters');
  const readAt = told.map(({ startSeconds, seconds }) => startSeconds + seconds);
  /** @type {{ read: boolean, rates: number[] }[]} */
  const found = [];
  for (const { startSeconds, seconds, operations } of events.filter(({ type }) => type === 'interval')) {
    // The first has the start of the run in it, and the one in which the reader is continued may have a part of each.
    const inIt = readAt.filter((time) => time >= startSeconds - 0.1 && time < startSeconds + seconds - 0.1);
    const late = inIt.some((time) => time > startSeconds + 0.1);
    if (startSeconds === 0 || late || operations === undefined) continue;
    const read = inIt.length > 0;
    const last = found.at(-1);
    const rate = (operations['read']?.count ?? 0) / seconds;
    if (last?.read === read) last.rates.push(rate);
    else found.push({ read, rates: [rate] });
  }
  return found.flatMap(({ read, rates }, index) => {
    const next = found[index + 1];
    // Each stretch is held against the one after it and the one before, so that a trend falls on both sides alike.
    if (next === undefined) return [];
    const [own, other] = [median(rates), median(next.rates)];
    return [read ? own / other : other / own];
  });
}

/**
 * The median ratio of one run.
 * @param {Parameters<typeof measure>[0]} workload
 * @param {Place} place `seconds` is the length of a stretch.
 */
export async function pausedRatio(workload, place) {
  let over = false;
  const paused = pauseInTurn(place.seconds, () => over);
  try {
    await measure(workload, { ...place, seconds: place.seconds * stretches });
  } finally {
    over = true;
    await paused;
  }
  const results = join(place.directory, 'results');
  const newest =
    readdirSync(results)
      .filter((name) => /^\d{8}-/.test(name))
      .sort()
      .at(-1) ?? '';
  const lines = readFileSync(join(results, newest, 'events.ndjson'), 'utf8')
    .trimEnd()
    .split('\n');
  const ratios = stretchRatios(lines.map((line) => /** @type {Event} */ (parseJson(line))));
  if (ratios.length === 0) throw new Error('the reader of the counters was never stopped');
  console.error(`  ${ratios.map((ratio) => ratio.toFixed(4)).join(' ')}`);
  return median(ratios);
}
