// The parts that a page is made of, each a section with a heading that the navigation knows.
import { html, type Content, type Markup } from './markup.js';

export interface Part {
  /** Anchor: letters, digits and "-", unique in the page; never made of a name of the record. */
  id: string;
  title: string;
  /** What the navigation says, where the title is long. */
  short?: string;
  body: Content;
  /** Set where the part stands below the one before, as a workload does. */
  level?: 2 | 3;
  /** A word or number beside the entry of the navigation. */
  badge?: Content;
}

/** The parts that have something to say. */
export function partsOf(parts: readonly (Part | null)[]): Part[] {
  return parts.filter((part) => part !== null);
}

export function partHtml({ id, title, body, level = 2 }: Part): Markup {
  const heading = html`<a class="anchor" href="#${id}" aria-label="Link to ${title}">#</a>`;
  const head =
    level === 2
      ? html`<h2 id="${id}-title">${title} ${heading}</h2>`
      : html`<h3 id="${id}-title">${title} ${heading}</h3>`;
  return html`<section id="${id}" class="part level-${level}" aria-labelledby="${id}-title">${head}${body}</section>`;
}

export function navigationHtml(parts: readonly Part[]): Markup {
  const entry = ({ id, title, short, badge, level = 2 }: Part) =>
    html`<li class="level-${level}">
      <a href="#${id}"><span>${short ?? title}</span>${badge}</a>
    </li>`;
  return html`<nav class="contents" aria-label="Contents">
    <ol>
      ${parts.map(entry)}
    </ol>
  </nav>`;
}
