// Tables and lists of facts that every part of the page shares.
import { palettes } from '../../charts/option/palette.js';
import { html, type Content, type Markup } from './markup.js';

export interface TableShape {
  /** Says what the table holds, for those who hear it. */
  caption: string;
  heads: readonly Content[];
  /** Rows of cells, or what `bodyHtml` made. */
  body: Content;
  /** Class names of the author. */
  kind?: string;
  /** True: the caption is seen. */
  captioned?: boolean;
}

/** A table in a frame that scrolls sideways by keyboard, too, where it is too wide. */
export function tableHtml({ caption, heads, body, kind = '', captioned = false }: TableShape): Markup {
  const cells = heads.map((head) => html`<th scope="col">${head}</th>`);
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table class="${kind}">
      <caption class="${captioned ? '' : 'unseen'}">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${cells}
        </tr>
      </thead>
      ${body}
    </table>
  </div>`;
}

/** Names with their values; those without a value are left out. */
export function factsHtml(facts: readonly (readonly [name: string, value: Content])[]): Markup {
  const told = facts.filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false);
  return html`<dl class="facts">
    ${told.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** What is there for those who look for it. `printed`: it belongs on paper and is opened for a print; `open`: from the start. */
export function foldedHtml(summary: Content, body: Content, { open = false, printed = false } = {}): Markup {
  const kind = printed || open ? html` class="printed"` : null;
  return html`<details${kind}${open ? html` open` : null}><summary>${summary}</summary><div class="folded">${body}</div></details>`;
}

const colours = palettes.light.mounts.length;

/** The class that has the colour of the mount with this number; of more mounts than there are colours, they come again. */
export function seriesClass(at: number): string {
  return `series-${at % colours}`;
}

/** Style rules that give the columns of tables of figures, the first mount being the second column, the same colours. */
export function columnColours(): string {
  return Array.from(
    { length: colours },
    (_, at) => `.figures tr>:nth-child(${colours}n+${at + 2}){--series:var(--series-${at})}`,
  ).join('');
}

export type Tone = 'good' | 'bad' | 'doubt' | 'plain';

/** A short word with a colour; the word alone says it, too. */
export function badgeHtml(text: string, tone: Tone): Markup {
  return html`<span class="badge ${tone}">${text}</span>`;
}
