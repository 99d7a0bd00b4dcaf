// Text of the layout attributes of CephFS, in both of its forms, and its rules.
import type { FileLayout, LayoutRequest } from '../layout.js';
import { layoutOf } from '../partly-told.js';
import { countOf, detailsOf, jsonOf, objectOf, textOf } from '../told.js';

/** What an attribute tells; a pool without a name is told by its number. */
export interface CephLayout {
  stripeUnit: number;
  stripeCount: number;
  objectSize: number;
  pool: string;
  namespace: string;
  /** `set`, `inherited` or `default`; null where the form does not tell. */
  inheritance: string | null;
}

/** Smallest stripe unit, CEPH_MIN_STRIPE_UNIT in ceph_fs.h; unit and object are multiples of it. */
const granule = 65_536;

/** `stripe_unit=4194304 stripe_count=1 object_size=4194304 pool=data`, or an object of JSON. Null: neither. */
export function parseLayout(text: string): CephLayout | null {
  const trimmed = text.trim();
  return trimmed.startsWith('{') ? fromJson(trimmed) : fromWords(trimmed);
}

function fromWords(text: string): CephLayout | null {
  // Names of pools may hold blanks, so the keys mark where a value ends.
  const fields = text.split(/ (?=(?:stripe_unit|stripe_count|object_size|pool|pool_namespace)=)/);
  const pairs = fields.map((field): [string, string] => {
    const at = field.indexOf('=');
    return [field.slice(0, at), field.slice(at + 1)];
  });
  const named: Record<string, string> = Object.fromEntries(pairs);
  return checked(named, named.pool ?? '', null);
}

function fromJson(text: string): CephLayout | null {
  const parsed = objectOf(jsonOf(text));
  if (parsed === null) return null;
  const { pool_name: name, pool_id: id, inheritance } = parsed;
  const pool = textOf(name) || textOf(countOf(id));
  return checked(parsed, pool, typeof inheritance === 'string' ? inheritance.replace(/^@/, '') : null);
}

function checked(fields: Record<string, unknown>, pool: string, inheritance: string | null): CephLayout | null {
  const [stripeUnit, stripeCount, objectSize] = [
    countOf(fields['stripe_unit']) ?? 0,
    countOf(fields['stripe_count']) ?? 0,
    countOf(fields['object_size']) ?? 0,
  ];
  if (stripeUnit === 0 || stripeCount === 0 || objectSize === 0 || pool === '') return null;
  return { stripeUnit, stripeCount, objectSize, pool, namespace: textOf(fields['pool_namespace']), inheritance };
}

export function toFileLayout(layout: CephLayout, by: string, more: FileLayout['details'] = {}): FileLayout {
  const { pool, stripeCount, stripeUnit, objectSize, namespace, inheritance } = layout;
  const details = { ...detailsOf({ poolNamespace: namespace, inheritance }), ...more };
  return layoutOf(by, { pool, stripeCount, stripeSize: stripeUnit, objectSize, details });
}

/** Value of the attribute; keys that are not asked for are left to the MDS, which takes those that hold there now. */
export function layoutValue({ pool, stripeCount, stripeSize, objectSize }: LayoutRequest): string {
  const fields = { stripe_unit: stripeSize, stripe_count: stripeCount, object_size: objectSize, pool };
  return Object.entries(fields)
    .flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]))
    .join(' ');
}

/**
 * Why CephFS would refuse the request, which it does with EINVAL alone; an empty string where it would not. `now` is what
 * holds for what is not asked for; null: unknown. Rules of the function is_valid_layout in ceph_fs.cc.
 */
export function brokenRule(request: LayoutRequest, now: CephLayout | null): string {
  if (request.stripeCount !== null && request.stripeCount < 1)
    return `stripeCount ${request.stripeCount}: CephFS wants the number of objects that a stripe goes over, 1 or more`;
  const unit = request.stripeSize ?? now?.stripeUnit ?? null;
  const object = request.objectSize ?? now?.objectSize ?? null;
  for (const [key, bytes] of [
    ['stripeSize', unit],
    ['objectSize', object],
  ] as const)
    if (bytes !== null && (bytes < granule || bytes % granule !== 0))
      return `${key} ${bytes}: CephFS wants a multiple of ${granule} bytes`;
  if (unit !== null && object !== null && object % unit !== 0)
    return `an objectSize of ${object} bytes is not a multiple of a stripeSize of ${unit} bytes${whence(request)}`;
  return '';
}

function whence({ stripeSize, objectSize }: LayoutRequest): string {
  if (stripeSize === null) return '; that stripeSize holds here now, so give both';
  return objectSize === null ? '; that objectSize holds here now, so give both' : '';
}
