// Reads `--fail-if "random-read-4k.read.p99 +10%"`, before any run is read.
import { limitError, type Limit } from '../../compare/limits.js';
import { exitCodes, IoproofError } from '../../errors.js';
import { figureName, figureWords } from '../../figure/catalogue.js';
import { nearest } from '../../spec/nearest.js';

const form = 'Write a figure and the change that is allowed, such as "read.p99 +10%" or "read.perSecond -5%".';
const all = '`ioproof list --figures` has them all.';

/** Throws LIMIT_INVALID with exit code 2. */
export function parseLimit(text: string): Limit {
  const match = /^\s*(\S+?)\s*([+-]\d+(?:\.\d+)?)\s*%\s*$/.exec(text);
  if (match === null) throw invalid(text, `"${text}" is no limit`, form);
  const limit = { text: text.trim(), ...splitName(text, match[1] ?? ''), change: Number(match[2]) / 100 };
  const error = limitError(limit);
  if (error !== null) throw invalid(text, error, '');
  return limit;
}

/** The longest end of the word that is a figure; before it, the name of the workload, which may have dots. */
function splitName(text: string, word: string): Pick<Limit, 'workload' | 'figure'> {
  const parts = word.split('.');
  for (const at of parts.keys()) {
    const figure = figureName(parts.slice(at).join('.'));
    if (figure !== null) return { workload: at === 0 ? null : parts.slice(0, at).join('.'), figure };
  }
  const meant = nearestFigure(parts);
  throw invalid(text, `"${word}" is no figure`, meant === null ? `${form} ${all}` : `Did you mean ${meant}?`);
}

/** With the workload that was written before it, if one was. */
function nearestFigure(parts: readonly string[]): string | null {
  for (const at of parts.keys()) {
    const meant = nearest(parts.slice(at).join('.'), figureWords());
    if (meant !== null) return [...parts.slice(0, at), meant].join('.');
  }
  return null;
}

/** Name of the catalogue for `--figure`. Throws FIGURE_UNKNOWN with exit code 2. */
export function parseFigure(word: string): string {
  const name = figureName(word);
  if (name !== null) return name;
  const meant = nearest(word, figureWords());
  throw new IoproofError('FIGURE_UNKNOWN', `"${word}" is no figure.`, {
    advice:
      meant === null ? `Give one such as read.perSecond, read.p99 or auPercent; ${all}` : `Did you mean ${meant}?`,
    exitCode: exitCodes.usage,
    details: { word },
  });
}

function invalid(text: string, what: string, advice: string): IoproofError {
  return new IoproofError('LIMIT_INVALID', `--fail-if: ${what}.`, {
    advice,
    exitCode: exitCodes.usage,
    details: { text },
  });
}
