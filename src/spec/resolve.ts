// Puts defaults in place and makes the variants of a sweep.
import { type Definition, definitions, fieldOf } from './definitions.js';
import type { SweepValue, Variant, Workload } from './workload.js';

type Values = Record<string, unknown>;

/** A complete workload from the keys that were given; with a sweep, its values are those of the first variant. */
export function resolve(definition: Definition, given: Values, sweep: Record<string, SweepValue[]> = {}): Workload {
  const variants = variantsOf({ sweep }).map((variant) => fill(definition, { ...given, ...read(definition, variant) }));
  const [first = {}, ...others] = variants;
  const varies = (key: string) => others.some((other) => other[key] !== first[key]);
  const computedKeys = computedKeysOf(definition).filter((key) => varies(key) && !Object.hasOwn(sweep, key));
  return { ...first, sweep, computedKeys } as unknown as Workload;
}

/** Every combination of the swept values, the first key slowest; one empty variant without a sweep. */
export function variantsOf({ sweep }: Pick<Workload, 'sweep'>): Variant[] {
  return Object.entries(sweep).reduce<Variant[]>(
    (variants, [key, values]) => variants.flatMap((variant) => values.map((value) => ({ ...variant, [key]: value }))),
    [{}],
  );
}

/**
 * The workload with the values of one variant in place, without a sweep, and with all keys computed anew that follow
 * from the swept ones. The values must come from `variantsOf`; others throw a ZodError.
 */
export function withVariant(workload: Workload, variant: Variant): Workload {
  const definition = definitions[workload.kind];
  const left = new Set(['sweep', 'computedKeys', ...workload.computedKeys]);
  const fixed = Object.entries(workload).filter(([key]) => !left.has(key));
  return resolve(definition, { ...Object.fromEntries(fixed), ...read(definition, variant) });
}

/** Each key of a workload in the form of a workload file (`4KiB`, `30s`), in reading order and without the sweep. */
export function writeWorkload(workload: Workload): Record<string, unknown> {
  const values: Values = { ...workload };
  const fields = Object.entries(definitions[workload.kind].fields);
  return Object.fromEntries(fields.map(([key, field]) => [key, field.write(values[key])]));
}

function read(definition: Definition, variant: Variant): Values {
  return Object.fromEntries(
    Object.entries(variant).map(([key, value]) => [key, fieldOf(definition, key)?.schema.parse(value)]),
  );
}

/** Given values and constants first, since computed defaults build on both; then these, in the order of the table. */
function fill(definition: Definition, given: Values): Values {
  const fields = Object.entries(definition.fields);
  const values: Values = Object.fromEntries(
    fields.map(([key, { default: preset }]) => {
      if (Object.hasOwn(given, key)) return [key, given[key]];
      if (preset.kind === 'value') return [key, structuredClone(preset.value)];
      // A required key that is missing has been told; the example keeps what is computed from it sound.
      return [key, preset.kind === 'required' ? preset.example : undefined];
    }),
  );
  for (const [key, { default: preset }] of fields) {
    if (preset.kind !== 'computed' || Object.hasOwn(given, key)) continue;
    values[key] = preset.computed.of(values as unknown as Workload);
  }
  return values;
}

function computedKeysOf(definition: Definition): string[] {
  return Object.keys(definition.fields).filter((key) => fieldOf(definition, key)?.default.kind === 'computed');
}
