// Rows of the tables of the live view. All text is escaped by the template.
import { joined, html, type Content } from '../../report/html/markup.js';
import { badgeHtml, type Tone } from '../../report/html/tables.js';
import { formatCount, formatLatency, formatRate } from '../../report/numbers.js';
import type { WatchedStep, WatchedVerdict, WatchedWarning, WatchState } from '../messages.js';

/** A row for each operation of each step that is shown: of its last interval. */
export function nowRows({ steps, intervals }: WatchState): Content {
  return steps.flatMap(({ id }) => {
    const last = intervals[id]?.at(-1);
    if (last === undefined) return [];
    return Object.entries(last.operations).map(([kind, { count, bytes, errors, p50, p99 }], at) => {
      const latency = (ns: number | null) => (ns === null ? '–' : formatLatency(ns));
      return html`<tr>
        <th scope="row">${at === 0 ? id : ''}</th>
        <td>${kind}</td>
        <td class="number">${formatCount(count / last.seconds)}</td>
        <td class="number">${bytes === 0 ? '–' : formatRate(bytes / last.seconds)}</td>
        <td class="number">${latency(p50)}</td>
        <td class="number">${latency(p99)}</td>
        <td class="number">${errors === 0 ? '0' : html`<span class="alarm"><b>${errors}</b></span>`}</td>
      </tr>`;
    });
  });
}

const tones: Record<WatchedStep['status'], Tone> = {
  ...{ planned: 'plain', running: 'plain', complete: 'good', failed: 'bad', skipped: 'doubt', dropped: 'plain' },
};

export function stepRows({ steps, acceptance }: WatchState): Content {
  return steps.map(
    (step) =>
      html`<tr class="${step.status}">
        <td>${badgeHtml(step.status, tones[step.status])}</td>
        <th scope="row">${step.workload}<small>${step.variant}</small></th>
        <td>${step.mount}</td>
        <td class="number">${step.repeat}</td>
        <td>${step.figures}${step.error === '' ? null : html`<small>${step.error}</small>`}</td>
        <td>${step.bound}</td>
        <td>${verdictsOf(step, acceptance)}</td>
      </tr>`,
  );
}

const order: readonly WatchedVerdict['verdict'][] = ['fail', 'marginal', 'pass'];
const verdictTones: Record<WatchedVerdict['verdict'], Tone> = { pass: 'good', fail: 'bad', marginal: 'doubt' };

/** How often each verdict was given on expressions of the workload on this mount; none before the step is over. */
function verdictsOf(step: WatchedStep, acceptance: readonly WatchedVerdict[]): Content {
  if (step.status === 'planned' || step.status === 'running') return null;
  const own = acceptance.filter(({ workload, variant, mount }) => {
    return workload === step.workload && variant === step.variant && (mount === null || mount === step.mount);
  });
  const badges = order.flatMap((verdict) => {
    const count = own.filter((one) => one.verdict === verdict).length;
    return count === 0 ? [] : [badgeHtml(count === 1 ? verdict : `${verdict} ×${count}`, verdictTones[verdict])];
  });
  return joined(badges, ' ');
}

/** What failed stands first. */
export function acceptanceRows(acceptance: readonly WatchedVerdict[]): Content {
  const sorted = order.flatMap((verdict) => acceptance.filter((one) => one.verdict === verdict));
  return sorted.map(
    ({ verdict, expression, reason, workload, variant, mount, measured, limit, samples }) =>
      html`<tr>
        <td>${badgeHtml(verdict, verdictTones[verdict])}</td>
        <th scope="row"><code>${expression}</code><small>${reason}</small></th>
        <td>${[workload ?? 'all workloads', variant, mount === null ? '' : `on ${mount}`].join(' ')}</td>
        <td class="number">${measured}</td>
        <td class="number">${limit}</td>
        <td class="number">${samples}</td>
      </tr>`,
  );
}

export function warningRows(warnings: readonly WatchedWarning[]): Content {
  return warnings.map(
    ({ code, count, advice, evidence }) =>
      html`<tr>
        <th scope="row">${code}</th>
        <td class="number">${count}</td>
        <td>${advice}</td>
        <td>${evidence}</td>
      </tr>`,
  );
}
