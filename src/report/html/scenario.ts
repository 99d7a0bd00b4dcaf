// The part of the page on a scenario: what each of its parts does alone and together with the others, and its charts.
import type { PartFigure, RunRecord, ScenarioRecord } from '../../result/schema.js';
import { medianOf } from '../../statistics/median.js';
import { groupBy } from '../comparison.js';
import { figureLabel, figureText } from '../figure-text.js';
import { html, type Content, type Markup } from './markup.js';
import type { Part } from './outline.js';
import { badgeHtml, tableHtml } from './tables.js';

/** One for each scenario, in the order of the run; `chartsOf` gives the charts of the scenario with this name and number. */
export function scenarioParts(
  { scenarios = [] }: RunRecord,
  { id, chartsOf }: { id: string; chartsOf: (name: string, at: number) => Content },
): Part[] {
  return groupBy(scenarios, ({ name }) => name).map(([name, runs], at) => {
    const failed = runs.filter(({ status }) => status !== 'complete');
    const body = html`<p class="asked">${askedText(runs)}</p>
      ${failed.length === 0 ? null : html`<p>${badgeHtml('Not complete', 'bad')} ${failed.map(failureText).join(' ')}</p>`}
      ${tableOf(name, runs)}${chartsOf(name, at)}`;
    const badge = failed.length === 0 ? null : badgeHtml('failed', 'bad');
    return { id: `${id}-${at}`, title: `Scenario ${name}`, level: 3, body, badge };
  });
}

function askedText(runs: readonly ScenarioRecord[]): string {
  const parts = runs[0]?.parts ?? [];
  const repeats = Math.max(...runs.map(({ repeat }) => repeat));
  const names = parts.map(({ part }) => part).join(', ');
  return `${parts.length} parts at the same time: ${names} · ${repeats > 1 ? `median of ${repeats} repeats` : 'a single repeat'}`;
}

function failureText({ mount, repeat, failedPart }: ScenarioRecord): string {
  const why = failedPart === null ? 'it was stopped' : `part ${failedPart} has failed`;
  return `${mount}${repeat > 1 ? `, repeat ${repeat}` : ''}: ${why}.`;
}

/** A row a figure of a part and mount; null where no part came to its end. */
function tableOf(name: string, runs: readonly ScenarioRecord[]): Markup | null {
  const figures = runs.flatMap(({ mount, parts }) =>
    parts.flatMap(({ part, figures: own }) => own.map((figure) => ({ mount, part, figure }))),
  );
  if (figures.length === 0) return null;
  const heads = ['Figure', 'Mount', 'Alone', 'Together', 'Together / alone'];
  const groups = groupBy(figures, ({ part }) => part).map(([part, own]) => {
    const rows = groupBy(own, ({ figure }) => figure.figure).map(([figure, same]) => {
      const mounts = groupBy(same, ({ mount }) => mount);
      return mounts.map(([mount, repeats], at) => {
        const head = html`<th scope="row" rowspan="${mounts.length}">
          ${figureLabel(figure)}<small>${repeats[0]?.figure.better} is better</small>
        </th>`;
        const values = repeats.map((one) => one.figure);
        return html`<tr>
          ${at === 0 ? head : null}
          <td>${mount}</td>
          <td>${valueText(figure, values, ({ alone }) => alone)}</td>
          <td>${valueText(figure, values, ({ together }) => together)}</td>
          <td>${ratioHtml(values)}</td>
        </tr>`;
      });
    });
    return html`<tbody>
      <tr class="group">
        <th scope="rowgroup" colspan="${heads.length}">${part}</th>
      </tr>
      ${rows}
    </tbody>`;
  });
  return tableHtml({ caption: `Parts of ${name} alone and together`, heads, body: groups, kind: 'comparison' });
}

function medianIn(figures: readonly PartFigure[], of: (figure: PartFigure) => number | null): number | null {
  const known = figures.map(of).filter((value) => value !== null);
  return known.length === 0 ? null : medianOf(known);
}

function valueText(figure: string, figures: readonly PartFigure[], of: (figure: PartFigure) => number | null): string {
  const value = medianIn(figures, of);
  return value === null ? '–' : figureText(figure, value);
}

/** Ratios so near to 1 are within what two runs of the same differ by. */
const noteworthy = 0.1;

function ratioHtml(figures: readonly PartFigure[]): Content {
  const ratio = medianIn(figures, (figure) => figure.ratio);
  if (ratio === null) return '–';
  const text = `${ratio < 0.1 ? ratio.toPrecision(2) : ratio.toFixed(2)}×`;
  const gain = figures[0]?.better === 'higher' ? ratio : 1 / ratio;
  return gain < 1 - noteworthy ? badgeHtml(text, 'bad') : text;
}
