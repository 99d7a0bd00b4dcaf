// Text measured in terminal columns: widths, cutting, padding, wrapping, and names made safe to print.

const zeroWidth = /[\p{Mn}\p{Me}\p{Cf}]/u;
const doubleWidth =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Text of others (paths, names, messages) on one line and without control characters. */
export function printable(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '?');
}

const plain = /^[ -~]*$/;

/** Columns that the text takes. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

/** Columns of the widest of the texts, of any number of them; 0 of none. */
export function widestOf(texts: Iterable<string>): number {
  let widest = 0;
  for (const text of texts) widest = Math.max(widest, displayWidth(text));
  return widest;
}

/** The text, cut to at most `width` columns; what is cut off is marked with `ellipsis`. */
export function truncate(text: string, width: number, ellipsis: string): string {
  if (displayWidth(text) <= width) return text;
  if (width < displayWidth(ellipsis)) return '';
  return cut(text, width - displayWidth(ellipsis)) + ellipsis;
}

/** The text, cut in the middle: for names whose end tells most, such as the mount in a step's id. */
export function truncateMiddle(text: string, width: number, ellipsis: string): string {
  if (displayWidth(text) <= width) return text;
  const tailRoom = Math.max(0, Math.ceil((width * 2) / 3) - displayWidth(ellipsis));
  let tail = text;
  for (const character of text) {
    if (displayWidth(tail) <= tailRoom) break;
    tail = tail.slice(character.length);
  }
  return cut(text, width - tailRoom - displayWidth(ellipsis)) + ellipsis + tail;
}

/** As much of the text, from its start, as fits into `width` columns. */
export function cut(text: string, width: number): string {
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += columnsOf(character);
    if (used > width) break;
    kept += character;
  }
  return kept;
}

/** The text with spaces after it, up to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** The text with spaces before it, up to `width` columns. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** Lines of at most `width` columns, broken at spaces. A longer word, such as a path, stays whole: it can be copied. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function columnsOf(character: string): number {
  if (character <= '\u02ff') return 1;
  if (zeroWidth.test(character)) return 0;
  return doubleWidth.test(character) ? 2 : 1;
}
