// From the map of one workload to the workload, or to all that is wrong with it.
import { fieldOf } from './definitions.js';
import type { Finding, Path } from './finding.js';
import { missing, parseMap, type ParsedMap } from './parse-map.js';
import { sweptPhase } from './phase-rules.js';
import type { RawMap } from './raw-map.js';
import { resolve, variantsOf, withVariant } from './resolve.js';
import { type Breach, breachesOf } from './rules.js';
import type { SweepValue, Variant, Workload } from './workload.js';

/** The workload of a map; null with any finding. */
export function checkWorkload(raw: RawMap): { workload: Workload | null; findings: Finding[] } {
  const parsed = parseMap(raw);
  if (Array.isArray(parsed)) return { workload: null, findings: parsed };
  const workload = resolve(parsed.definition, parsed.given, parsed.sweep);
  refuseNeeded(parsed, workload);
  const findings = [...parsed.findings, ...sweptPhase(parsed), ...ruleFindings(parsed, workload)];
  return { workload: findings.length === 0 ? workload : null, findings };
}

/** Keys that have a default only where other keys let them. */
function refuseNeeded(parsed: ParsedMap, workload: Workload): void {
  for (const [key, field] of Object.entries(parsed.definition.fields)) {
    const { default: preset } = field;
    const required = preset.kind === 'computed' ? preset.computed.required : undefined;
    if (required?.when(workload) !== true || parsed.paths.has(key) || Object.hasOwn(parsed.sweep, key)) continue;
    if (parsed.invalid.has(key)) continue;
    parsed.findings.push(missing(key, field.write(required.example)));
    parsed.invalid.add(key);
  }
}

/** Breaches of every variant; those that rest on a wrong or missing value are left out, since they prove nothing. */
function ruleFindings(parsed: ParsedMap, workload: Workload): Finding[] {
  return variantsOf(workload).flatMap((variant) =>
    breachesOf(withVariant(workload, variant))
      .filter(({ keys }) => !keys.some((key) => parsed.invalid.has(key)))
      .map((breach) => locate(parsed, variant, breach)),
  );
}

/** A breach stands at the first of its keys that the text gives, in a sweep at the value. */
function locate(parsed: ParsedMap, variant: Variant, { keys, what, advice }: Breach): Finding {
  const paths = keys.map((key) => sweptPath(parsed, variant, key) ?? parsed.paths.get(key));
  return { path: paths.find((path) => path !== undefined) ?? [], key: keys[0], what, advice };
}

function sweptPath({ definition, sweep, sweepPaths }: ParsedMap, variant: Variant, key: string): Path | undefined {
  const values: SweepValue[] | undefined = sweep[key];
  const value = variant[key];
  if (values === undefined || value === undefined || fieldOf(definition, key) === null) return undefined;
  return [...(sweepPaths.get(key) ?? ['sweep', key]), values.indexOf(value)];
}
