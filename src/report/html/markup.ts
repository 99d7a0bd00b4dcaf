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

/** Around the tags of these, spaces are not seen. */
const blocks =
  'article|caption|dd|details|div|dl|dt|figcaption|figure|h[1-6]|header|li|main|nav|ol|p|section|summary|table|tbody|td|th|thead|tr|ul';
const aroundBlocks = new RegExp(`\\s*(</?(?:${blocks})(?:\\s[^<>]*)?>)\\s*`, 'g');

/** These end where the next one starts or where what they are in ends: HTML needs no end tag of them. */
const endTags = /<\/(?:td|th|tr|tbody|thead|dt|dd|li)>/g;

/** Without the indentation of the source, which with needless end tags is a quarter of a large page and says nothing. */
function leanParts(parts: TemplateStringsArray): readonly string[] {
  const known =
    lean.get(parts) ??
    parts.map((part) => part.replace(/\n\s+/g, '\n').replace(aroundBlocks, '$1').replace(endTags, ''));
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
