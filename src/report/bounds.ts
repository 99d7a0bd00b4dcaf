// What bounded each step, in a sentence, and below it what its counters and its layout say.
import { groupBy } from './comparison.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { layoutText, wireTexts } from './observed.js';
import { paint, paintText, span } from './spans.js';
import { variantText } from './step-text.js';
import type { Diagnosis, RunRecord, StepRecord } from '../result/schema.js';

type Diagnosed = StepRecord & { diagnosis: Diagnosis };

const indent = '   ';

/** An entry for the repeats of a variant on a mount: what bounded most of them. No line where no step has a diagnosis. */
export function boundLines({ steps }: RunRecord, look: Look): string[] {
  const diagnosed = steps.filter((step): step is Diagnosed => step.diagnosis !== undefined);
  if (diagnosed.length === 0) return [];
  const head = paintText('What bounded each step', 'bold', look.colour);
  const groups = groupBy(diagnosed, ({ workload, variant, mount }) => `${workload} ${variantText(variant)}\n${mount}`);
  return [head, ...groups.flatMap(([, repeats]) => entryLines(repeats, look)), ''];
}

/** Where files lie says nothing of calls on names. */
function movesData({ operations }: StepRecord): boolean {
  return operations.read !== undefined || operations.write !== undefined;
}

function entryLines(repeats: readonly Diagnosed[], look: Look): string[] {
  const byBound = groupBy(repeats, ({ diagnosis }) => diagnosis.bound).sort(([, a], [, b]) => b.length - a.length);
  const [shown] = byBound[0]?.[1] ?? [];
  if (shown === undefined) return [];
  const bounds = byBound.map(([bound, own]) => {
    return byBound.length === 1 ? bound : `${bound} ${look.glyphs.times}${own.length}`;
  });
  const { workload, variant, mount, diagnosis } = shown;
  const name = [workload, variantText(variant), mount].filter((text) => text !== '').join(' ');
  const [first = '', ...rest] = wrap(printable(`${name}: ${bounds.join(', ')}`), look.width - 1);
  const told = [diagnosis.sentence, ...wireTexts(shown), movesData(shown) ? layoutText(shown) : ''].filter(
    (text) => text !== '',
  );
  return [
    paint([span(` ${first}`, 'cyan')], look.colour),
    ...rest.map((line) => ` ${line}`),
    ...told.flatMap((text) => wrap(printable(text), look.width - indent.length).map((line) => indent + line)),
  ];
}
