// A line an epoch where each began with dropped caches: how long it took, and what memory still held before it.
import { medianOf } from '../statistics/median.js';
import type { RunRecord, StepRecord } from '../result/schema.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { formatCount, formatPercent, formatSeconds } from './numbers.js';
import { paintText } from './spans.js';
import { trainingEpochName } from './training-epochs.js';

type Epoch = NonNullable<StepRecord['epochs']>[number];

/** Of a timed step there can be thousands. */
const shown = 12;
const namesStay =
  'Names and inodes may have been in memory, so that opening was not cold: dropSystemCaches drops them, too.';
const mostResidentFraction = 0.01;

/** No line where no step has several cold epochs. */
export function epochLines({ steps }: RunRecord, look: Look): string[] {
  const lines = steps.flatMap((step) => stepLines(step, look));
  if (lines.length === 0) return [];
  const dataOnly = steps.some(({ epochs = [] }) => epochs.some(({ systemCaches }) => systemCaches?.dropped !== true));
  const note = dataOnly ? indented(namesStay, 1, look.width) : [];
  return [paintText('Cold epochs', 'bold', look.colour), ...lines, ...note, ''];
}

function stepLines({ id, job, epochs = [], training }: StepRecord, { width }: Look): string[] {
  if (epochs.length < 2) return [];
  // Nobody has asked for so many: they are what fits into the time. Those of trainings stand in a table of their own.
  if (typeof job['runtime'] === 'number' && job['kind'] !== 'training')
    return indented(`${printable(id)}: ${sumText(epochs)}`, 1, width);
  const more = epochs.length - shown;
  return [
    ...indented(printable(id), 1, width),
    ...epochs.slice(0, shown).flatMap((epoch, index) => {
      const trained = training?.epochs[index];
      const what = trained === undefined ? rateText(epoch) : formatSeconds(epoch.seconds);
      const name = trained === undefined ? String(index + 1) : trainingEpochName(trained);
      return indented(`${name}: ${what}${warmText(epoch)}${pauseText(epoch)}`, 3, width);
    }),
    ...(more > 0 ? [`   and ${more} more`] : []),
  ];
}

/** Without the last one, which the end of the time has cut off. */
function sumText(epochs: readonly Epoch[]): string {
  const rate = medianOf(epochs.slice(0, -1).map(({ filesPerSecond }) => filesPerSecond));
  const pauses = epochs.reduce((sum, { pauseSeconds }) => sum + pauseSeconds, 0);
  return `${epochs.length} epochs, median ${formatCount(rate)} files/s, pauses of ${formatSeconds(pauses)} in all`;
}

function indented(text: string, spaces: number, width: number): string[] {
  return wrap(text, width - spaces).map((line) => ' '.repeat(spaces) + line);
}

function pauseText({ pauseSeconds }: Epoch): string {
  return pauseSeconds > 0 ? `, after a pause of ${formatSeconds(pauseSeconds)}` : '';
}

/** Not of a training, whose chains are reads and no files. */
function rateText({ files, seconds, filesPerSecond }: Epoch): string {
  return `${files} files in ${formatSeconds(seconds)}, ${formatCount(filesPerSecond)} files/s`;
}

/** What speaks against the epoch having been cold. */
function warmText({ before, systemCaches }: Epoch): string {
  const resident = before.totalBytes > 0 ? before.residentBytes / before.totalBytes : 0;
  const warm = resident > mostResidentFraction ? `, ${formatPercent(resident)} still in memory` : '';
  return systemCaches?.dropped === false ? `${warm}, system caches not dropped` : warm;
}
