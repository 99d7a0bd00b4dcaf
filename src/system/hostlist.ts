// Names of nodes as batch systems shorten them: n[1-3,7],gpu[01-12].

/** Clusters are smaller; a longer list is a mistake. */
const mostNames = 100_000;

/** All names in their order; empty for a text that is no such list. */
export function expandHostlist(text: string): string[] {
  const names: string[] = [];
  for (const part of partsOf(text.trim())) {
    const expanded = expandPart(part);
    if (expanded === null || names.length + expanded.length > mostNames) return [];
    names.push(...expanded);
  }
  return names;
}

/** Split at commas that are in no brackets. */
function partsOf(text: string): string[] {
  return text === '' ? [] : text.split(/,(?![^[\]]*\])/);
}

/** Null where it is malformed. The last brackets count fastest. */
function expandPart(part: string): string[] | null {
  const match = /^([^[\]]*)\[([^[\]]*)\](.*)$/.exec(part);
  if (match === null) return /^[^\s[\]]+$/.test(part) ? [part] : null;
  const [, before = '', inside = '', after = ''] = match;
  const numbers = inside.split(',').map(rangeOf);
  const rest = after === '' ? [''] : expandPart(after);
  if (rest === null || numbers.some((range) => range === null)) return null;
  const all = numbers.flatMap((range) => range ?? []);
  if (all.length * rest.length > mostNames) return null;
  return all.flatMap((number) => rest.map((end) => `${before}${number}${end}`));
}

/** `01-03` has as many digits in each number as in its first. */
function rangeOf(text: string): string[] | null {
  const match = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(text);
  if (match === null) return null;
  const [, first = '', last = first] = match;
  const count = Number(last) - Number(first) + 1;
  if (count < 1 || count > mostNames) return null;
  return Array.from({ length: count }, (_, index) => String(Number(first) + index).padStart(first.length, '0'));
}
