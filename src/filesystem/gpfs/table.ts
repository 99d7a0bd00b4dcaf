// Tables of IBM Storage Scale: what its tools print with -Y, a header and rows with colons between their fields.

/** A row: field → value; `section` names the table among several of one tool, and may be empty. */
export interface Row {
  section: string;
  fields: ReadonlyMap<string, string>;
}

/** Rows below a header of their section. Lines of another form are left out; of a field that comes twice, the first counts. */
export function parseTable(text: string): Row[] {
  const headers = new Map<string, string[]>();
  return text.split('\n').flatMap((line): Row[] => {
    const [, section, kind, ...cells] = line.trim().split(':').map(decoded);
    if (section === undefined || kind === undefined) return [];
    const header = headers.get(section);
    if (kind === 'HEADER') headers.set(section, cells);
    if (kind === 'HEADER' || header === undefined) return [];
    const fields = new Map<string, string>();
    header.forEach((name, index) => {
      if (name !== '' && !fields.has(name)) fields.set(name, cells[index] ?? '');
    });
    return [{ section, fields }];
  });
}

/** Colons and what else is not plain is written as `%3A`. */
function decoded(cell: string): string {
  try {
    return decodeURIComponent(cell);
  } catch {
    return cell;
  }
}
