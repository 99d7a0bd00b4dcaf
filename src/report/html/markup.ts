// HTML from templates: every value is escaped unless it is markup already, so that no name of a record can become a tag.

/** Text that is HTML. Only `html` and what is written in this folder by hand make it. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand in a template; null, undefined and false are nothing, lists are their members. */
export type Content = Markup | string | number | null | undefined | false | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template of HTML: html`<td title="${name}">${name}</td>`. Attributes must be in double quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(leanParts(parts).reduce((text, part, at) => text + part + textOf(values[at]), ''));
}

const lean = new WeakMap<TemplateStringsArray, readonly string[]>();

/** Without the indentation of the source, which is a tenth of a large page and says nothing. */
function leanParts(parts: TemplateStringsArray): readonly string[] {
  const known = lean.get(parts) ?? parts.map((part) => part.replace(/\n\s+/g, '\n'));
  lean.set(parts, known);
  return known;
}

/**
 * Text of a record as the text of an element or of a quoted attribute. Control characters and those that turn the direction
 * of reading are shown as U+FFFD: a name must not look like another.
 */
export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')
    .replace(/(?![\n\t])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** Members with a separator between them; those that are nothing are left out. */
export function joined(items: readonly Content[], separator: Content): Content[] {
  return items.filter((item) => textOf(item) !== '').flatMap((item, at) => (at === 0 ? [item] : [separator, item]));
}

function textOf(value: Content): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? escapeHtml(value) : value.map(textOf).join('');
}
