// Some names of a list, in few words: those that follow each other by the first and the last of them.

/** Names in a row from which on only the first and the last are said. */
const longRow = 4;

/** `a`, `a, b`, `a … e (5 variants), g`, `all 25 variants`; `what` names more than one of them. */
export function rangesText(some: readonly string[], all: readonly string[], what: string): string {
  if (some.length === all.length && all.length >= 3) return `all ${all.length} ${what}`;
  const rows: string[][] = [];
  let last = -2;
  for (const [at, name] of all.entries()) {
    if (!some.includes(name)) continue;
    if (at === last + 1) rows.at(-1)?.push(name);
    else rows.push([name]);
    last = at;
  }
  return rows
    .flatMap((row) => (row.length < longRow ? row : [`${row[0] ?? ''} … ${row.at(-1) ?? ''} (${row.length} ${what})`]))
    .join(', ');
}
