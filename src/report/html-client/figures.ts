// Completes the figure of a chart: what it shows in words, for those who cannot see it too, and a place for its values.
import type { Chart } from '../../charts/chart.js';
import { fillValues } from './values.js';

/** `id` is unique in the page. Once for each figure. */
export function completeFigure(figure: HTMLElement, chart: Chart, id: string): void {
  const [plot, caption] = [figure.querySelector('.plot'), figure.querySelector('figcaption')];
  const title = chart.mount === undefined ? chart.title : `${chart.title}, ${chart.mount}`;
  figure.id = id;
  const text = document.createElement('span');
  text.id = `${id}-text`;
  text.className = 'told';
  text.textContent = withoutTitle(chart);
  caption?.append(text);
  plot?.setAttribute('role', 'img');
  plot?.setAttribute('aria-label', title);
  plot?.setAttribute('aria-describedby', text.id);
  figure.append(valuesOf(chart, title));
}

/** Folded; the table is made when it is opened. */
function valuesOf(chart: Chart, title: string): HTMLDetailsElement {
  const details = document.createElement('details');
  details.className = 'values';
  const [summary, unseen] = [document.createElement('summary'), document.createElement('span')];
  unseen.className = 'unseen';
  unseen.textContent = ` of ${title}`;
  summary.append('Values', unseen);
  details.append(summary);
  details.addEventListener('toggle', () => {
    fillValues(details, chart, title);
  });
  return details;
}

/** The title stands above it. What follows a comma is a phrase; after a colon, it may be the name of a mount. */
function withoutTitle({ title, mount, description }: Chart): string {
  const place = mount === undefined || !description.startsWith(`${title} on ${mount}`) ? title : `${title} on ${mount}`;
  if (!description.startsWith(place)) return description;
  const [, sign = '', rest = ''] = /^([.:,]) ([^]*)$/.exec(description.slice(place.length)) ?? [];
  if (rest === '') return description;
  return sign === ',' ? rest.charAt(0).toUpperCase() + rest.slice(1) : rest;
}
