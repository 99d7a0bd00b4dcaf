// Text in GitHub's Markdown: tables whose cells hold any text, names that are shown as they are.

/** What Markdown could take for something else, the pipe of tables included. */
const special = /[\\`*_{}[\]<>()#+\-.!|~&:@$"'^=]/g;

/**
 * Text of others (paths, names, messages), so that it shows as it is: no HTML, no links, no mention of a person. One line, in any
 * place, also in a table.
 */
export function nameText(text: string): string {
  const line = oneLine(text);
  if (line === '') return '';
  // In a span of code, a backslash before a pipe would be lost in a table, and a backtick would end it.
  return /[\\`]/.test(line) ? escaped(line) : `\`${line.replaceAll('|', '\\|')}\``;
}

/** A sentence with values in it: the same, but not shown as code. */
export function sentence(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>|~&@#$]/g, '\\$&');
}

/** Rows of finished cells; `right` are the columns of numbers. The first row is the head. */
export function markdownTable(
  [head = [], ...rows]: readonly (readonly string[])[],
  right: readonly number[],
): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (right.includes(index) ? '---:' : '---'));
  return [line(head), line(rule), ...rows.map(line)];
}

function escaped(text: string): string {
  return text.replace(special, '\\$&');
}

/** Control characters and the marks that turn the direction of text have no place in a document. */
function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|[\ud800-\udfff]/gu, '\ufffd')
    .trim();
}
