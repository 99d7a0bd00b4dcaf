// A part of the record as nested lists of names and values: all of it, also what later versions add.
import { formatSize } from '../numbers.js';
import { html, type Content, type Markup } from './markup.js';

/** Depth from which on the rest is written as JSON. */
const deepest = 4;

export function recordFacts(value: object, depth = 0): Markup {
  const entries = Object.entries(value).filter(([, item]) => !isNothing(item));
  return html`<dl class="facts deep">
    ${entries.map(
      ([key, item]) =>
        html`<div>
          <dt>${key}</dt>
          <dd>${factHtml(key, item, depth)}</dd>
        </div>`,
    )}
  </dl>`;
}

function factHtml(key: string, value: unknown, depth: number): Content {
  if (typeof value === 'number') return /bytes$/i.test(key) ? `${formatSize(value)} (${value})` : value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  if (depth >= deepest) return html`<code class="break">${JSON.stringify(value)}</code>`;
  if (!Array.isArray(value)) return recordFacts(value, depth + 1);
  const items = value as unknown[];
  if (items.every((item) => typeof item !== 'object')) return items.map(String).join(', ');
  return html`<ol>
    ${items.map((item) => html`<li>${factHtml(key, item, depth + 1)}</li>`)}
  </ol>`;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
