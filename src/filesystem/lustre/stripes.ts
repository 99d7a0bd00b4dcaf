// What `lfs getstripe` prints: plain and composite layouts, with and without -y, of files and of directories.
import { countOf } from '../told.js';

/** Part of a file, or all of it where the layout is plain. Null: it is not told. */
export interface Component {
  id: number | null;
  mirror: number | null;
  /** `init`: it has its objects; `stale`: its mirror is not up to date. */
  flags: string[];
  /** Bytes; the end is null for the end of the file. */
  start: number;
  end: number | null;
  /** -1: all OSTs. */
  stripeCount: number | null;
  stripeSize: number | null;
  pattern: string;
  pool: string | null;
  /** Index of the first OST; of the MDT where the pattern is `mdt`. -1: chosen when it is made. */
  offset: number | null;
  /** Indexes of its OSTs, in the order of the stripes. */
  osts: number[];
}

export interface StripeLayout {
  /** At least one. */
  components: Component[];
  composite: boolean;
  mirrors: number | null;
}

/** Null where it is not such a text. Fields that are not known are left out. */
export function parseStripes(text: string): StripeLayout | null {
  const composite = /^\s*-?\s*(?:lcm_entry_count|lcme_id):/m.test(text);
  const [head = '', ...parts] = text.split(/^\s*-?\s*(?=lcme_id:)/m);
  const sections = composite ? parts : [head];
  const components = sections.map(componentOf).filter((component) => isLayout(component));
  if (components.length === 0) return null;
  const mirrors = countOf(fieldsOf(head).get('lcm_mirror_count'));
  return { components, composite, mirrors };
}

/** Pairs `name: value` of a text; several may be in one line. The first of a name counts. */
function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/([a-z_.]+):[ \t]*([^\s]*)/g)) {
    // Directories have the names without this beginning.
    const key = name.replace(/^lmm_/, '');
    if (!fields.has(key)) fields.set(key, value);
  }
  return fields;
}

function componentOf(section: string): Component {
  const fields = fieldsOf(section);
  const pattern = fields.get('pattern') ?? '';
  const end = fields.get('lcme_extent.e_end');
  const pool = fields.get('pool') ?? '';
  return {
    id: countOf(fields.get('lcme_id')),
    mirror: countOf(fields.get('lcme_mirror_id')),
    flags: (fields.get('lcme_flags') ?? '').split(',').filter((flag) => /^[a-z]/.test(flag)),
    start: countOf(fields.get('lcme_extent.e_start')) ?? 0,
    end: countOf(end),
    stripeCount: stripeCountOf(fields.get('stripe_count')),
    stripeSize: countOf(fields.get('stripe_size')) || null,
    pattern,
    // Its name may be told with that of the file system before it.
    pool: pool === '' ? null : (pool.split('.').at(-1) ?? null),
    offset: signedOf(fields.get('mdt_index') ?? fields.get('stripe_offset')),
    osts: ostsOf(section),
  };
}

function isLayout({ stripeCount, stripeSize }: Component): boolean {
  return stripeCount !== null || stripeSize !== null;
}

/** "All" is told as -1, and as 16 or 32 bits of ones by releases that take it for a number without a sign. */
function stripeCountOf(text: string | undefined): number | null {
  const count = signedOf(text);
  return count === 0xffff || count === 0xffffffff ? -1 : count;
}

/** As list items `l_ost_idx: 3`, or as a table below `obdidx objid objid group`. */
function ostsOf(section: string): number[] {
  const items = [...section.matchAll(/l_ost_idx:\s*(\d+)/g)].flatMap(([, index]) => countOf(index) ?? []);
  const [, table = ''] = section.split(/^\s*obdidx\s.*$/m);
  const rows = [...table.matchAll(/^\s*\*?(\d+)\s+\d+\s+0x[0-9a-f]+\s/gm)].flatMap(([, index]) => countOf(index) ?? []);
  return items.length > 0 ? items : rows;
}

/** The smallest that it tells is -1. */
function signedOf(text: string | undefined): number | null {
  return text === '-1' ? -1 : countOf(text);
}
