// What saves and failures cost a whole job, in sentences.
import type { LostTime } from '../result/schema.js';
import { formatCount, formatSpan } from './numbers.js';

/** Of one mount or variant. */
export interface LostRow {
  /** Empty where there is a single one. */
  label: string;
  lostTime: LostTime;
}

/** What it rests on, then a sentence a row; none without rows. */
export function lostTimeSentences(rows: readonly LostRow[]): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const jobs = new Set(rows.map(({ lostTime }) => jobText(lostTime)));
  const alike = jobs.size === 1;
  const head = `Lost time of ${alike ? jobText(first.lostTime) : 'a job'}, if all of it saves and loads as fast as this:`;
  return [head, ...rows.map((row) => rowText(row, alike))];
}

/** `a job of 1024 GPUs that fails every 48.8h`. */
function jobText({ gpus, mtbfSeconds }: LostTime): string {
  const amount = gpus < 10_000 ? String(gpus) : formatCount(gpus);
  return `a job of ${amount} ${gpus === 1 ? 'GPU' : 'GPUs'} that fails every ${formatSpan(mtbfSeconds)}`;
}

function rowText({ label, lostTime }: LostRow, alike: boolean): string {
  const where = [label, alike ? '' : `as ${jobText(lostTime)}`].filter((text) => text !== '').join(', ');
  const what = `${costsText(lostTime)}: ${lossesText(lostTime)}.`;
  return where === '' ? `${what.charAt(0).toUpperCase()}${what.slice(1)}` : `${where}: ${what}`;
}

/** `saves of 1.60s, loads of 800ms`; `saves that hold it up 300ms and take 1.30s more beside it, …`. */
function costsText({ stallSeconds, drainSeconds, restartSeconds, scale }: LostTime): string {
  const saves =
    drainSeconds > 0
      ? `saves that hold it up ${formatSpan(stallSeconds)} and take ${formatSpan(drainSeconds)} more beside it`
      : `saves of ${formatSpan(stallSeconds)}`;
  const loads = restartSeconds > 0 ? `loads of ${formatSpan(restartSeconds)}` : 'no load measured or reckoned with';
  return `${saves}, ${loads}${scale === 1 ? '' : ` (of the full size, measured at scale ${scale})`}`;
}

/** First at the interval that was asked about. */
function lossesText(lost: LostTime): string {
  const { everySeconds, optimumSeconds, youngSeconds } = lost;
  const best =
    `${lossText(lost.optimumLostFraction, lost.optimumGpuHoursPerDay)}, with a save every ` +
    `${formatSpan(optimumSeconds)}, the best interval (Daly; by Young ${formatSpan(youngSeconds)})`;
  if (everySeconds === null) return best;
  return `${lossText(lost.lostFraction, lost.gpuHoursPerDay)}, with a save every ${formatSpan(everySeconds)}; ${best}`;
}

/** `0.942% of its time, 226 GPU-hours a day`. */
function lossText(fraction: number, gpuHours: number): string {
  return `${Number((100 * fraction).toPrecision(3))}% of its time, ${formatCount(Number(gpuHours.toPrecision(3)))} GPU-hours a day`;
}
