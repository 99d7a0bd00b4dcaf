// `${...}` of OmegaConf: the value of another key of the same configuration in place of its name.
import { isRawMap, type RawMap } from '../spec/raw-map.js';

export interface Refusal {
  what: string;
  advice: string;
}

export interface Interpolated {
  value: unknown;
  refusals: Refusal[];
}

const whole = /^\$\{([^${}]*)\}$/;
const each = /\\?\$\{([^${}]*)\}/g;
const mostSteps = 32;

/** The value of the key `name` with all references in place, also inside lists and maps. */
export function interpolate(value: unknown, root: RawMap, name: string, steps = 0): Interpolated {
  const refusals: Refusal[] = [];
  const go = (inner: unknown): unknown => {
    const done = interpolate(inner, root, name, steps);
    refusals.push(...done.refusals);
    return done.value;
  };
  if (Array.isArray(value)) return { value: value.map(go), refusals };
  if (isRawMap(value)) {
    return { value: Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, go(inner)])), refusals };
  }
  if (typeof value !== 'string' || !value.includes('${')) return { value, refusals };
  const look = (reference: string): unknown => {
    const found = lookUp(reference, root, name, steps);
    refusals.push(...found.refusals);
    return found.value;
  };
  const alone = whole.exec(value)?.[1];
  if (alone !== undefined) return { value: look(alone), refusals };
  const text = value.replaceAll(each, (match, reference: string) =>
    match.startsWith('\\') ? match.slice(1) : inText(look(reference)),
  );
  if (text === value) refusals.push({ what: `holds "${value}", which is no reference`, advice: 'Write the value' });
  return { value: text, refusals };
}

function lookUp(reference: string, root: RawMap, name: string, steps: number): Interpolated {
  const refuse = (what: string): Interpolated => ({
    value: undefined,
    refusals: [
      { what: `refers to \${${reference}}, ${what}`, advice: `Override it, for example ++workload.${name}=…` },
    ],
  });
  if (reference.includes(':')) return refuse('which only Hydra can resolve');
  if (steps >= mostSteps) return refuse('which leads back to itself');
  const path = pathOf(reference, name);
  const found = path === null ? undefined : valueAt(root, path);
  if (path === null || found === undefined) return refuse('which is not there');
  return interpolate(found, root, path.join('.'), steps + 1);
}

/** Absolute from the root, where the workload stands under its group; with leading dots relative to the key. */
function pathOf(reference: string, name: string): string[] | null {
  const { dots = '', rest = '' } = /^(?<dots>\.*)(?<rest>.*)$/.exec(reference)?.groups ?? {};
  const parts = rest.split('.');
  if (dots === '') return parts[0] === 'workload' ? parts.slice(1) : parts;
  const above = name.split('.').slice(0, -dots.length);
  return dots.length > name.split('.').length ? null : [...above, ...parts];
}

function valueAt(root: RawMap, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (isRawMap(value) && Object.hasOwn(value, part) ? value[part] : undefined),
    root,
  );
}

function inText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
