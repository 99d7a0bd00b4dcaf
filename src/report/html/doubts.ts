// The parts that must not be overlooked: steps without a result, and warnings with their evidence and advice.
import type { ReportDocument, ReportFailure, ReportWarning } from '../document.js';
import { isNotNeeded } from '../../result/not-needed.js';
import { groupBy } from '../comparison.js';
import { errorText, evidenceText } from '../step-text.js';
import { html, type Content, type Markup } from './markup.js';
import type { Part } from './outline.js';
import { badgeHtml, foldedHtml, tableHtml } from './tables.js';

/** Steps that are named before the rest is folded. */
const namedSteps = 6;

export function failuresPart({ failures: all, runs }: ReportDocument): Part | null {
  const failures = all.filter(({ step }) => !isNotNeeded(step));
  if (failures.length === 0) return leftOutPart(all, runs.length > 1);
  const several = runs.length > 1;
  const reasons = groupBy(failures, ({ run, step }) => JSON.stringify([run, step.status, errorText(step.error)]));
  const rows = reasons.map(([, members]) => failureRow(members, several));
  return {
    id: 'failures',
    title: 'Failed steps',
    badge: badgeHtml(String(failures.length), 'bad'),
    body: tableHtml({
      caption: 'Steps without a result, with the reason',
      heads: ['', ...(several ? ['Run'] : []), 'Steps', 'Reason'],
      body: html`<tbody>
        ${rows}
      </tbody>`,
      kind: 'wide-text',
    }),
  };
}

function failureRow(members: readonly ReportFailure[], several: boolean): Markup {
  const [first] = members;
  if (first === undefined) return html``;
  const { run, step } = first;
  return html`<tr>
    <td>${badgeHtml(step.status, step.status === 'failed' ? 'bad' : 'doubt')}</td>
    ${several ? html`<td>${run}</td>` : null}
    <th scope="row">${stepsHtml(members.map((member) => member.step.id))}</th>
    <td class="reason">${errorText(step.error)}</td>
  </tr>`;
}

/** Steps that were left out because the verdict was certain; with failed ones, they are no news. */
function leftOutPart(failures: readonly ReportFailure[], several: boolean): Part | null {
  if (failures.length === 0) return null;
  const groups = groupBy(failures, ({ run, step }) => JSON.stringify([run, step.error?.message]));
  const items = groups.map(([, members]) => {
    const [first] = members;
    const ids = stepsHtml(members.map(({ step }) => step.id));
    return html`<li>${several ? `${first?.run ?? ''}: ` : null}${ids} ${first?.step.error?.message ?? ''}</li>`;
  });
  return {
    id: 'failures',
    title: 'Steps left out',
    body: html`<ul>
      ${items}
    </ul>`,
  };
}

export function warningsPart({ warnings, runs }: ReportDocument): Part | null {
  if (warnings.length === 0) return null;
  const several = runs.length > 1;
  return {
    id: 'warnings',
    title: 'Warnings',
    badge: badgeHtml(String(warnings.length), 'doubt'),
    body: html`<ul class="cards">
      ${warnings.map((warning) => warningHtml(warning, several))}
    </ul>`,
  };
}

function warningHtml({ run, warning, steps, count }: ReportWarning, several: boolean): Markup {
  const evidence = evidenceText(warning);
  return html`<li class="card doubt">
    <h3><code>${warning.code}</code>${count > 1 ? html` <span class="quiet">×${count}</span>` : null}</h3>
    <p class="advice">${warning.advice}</p>
    ${evidence === '' ? null : html`<p class="evidence">${count > 1 ? 'First seen with ' : ''}${evidence}</p>`}
    <p class="where">${several ? `${run}: ` : ''}${stepsHtml(steps)}</p>
  </li>`;
}

function stepsHtml(ids: readonly string[]): Content {
  const code = (id: string) => html`<code class="step">${id}</code> `;
  if (ids.length <= namedSteps) return ids.map(code);
  return html`${ids.slice(0, 3).map(code)}${foldedHtml(`and ${ids.length - 3} more`, ids.slice(3).map(code))}`;
}
