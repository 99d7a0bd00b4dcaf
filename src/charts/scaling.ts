// Charts over all variants of a sweep: each main figure against each swept key, a line a mount.
import { figureDefinition } from '../figure/catalogue.js';
import { jobValueText, unitOfKey } from '../figure/variant.js';
import { unitText } from '../report/figure-text.js';
import type { Chart, Series } from './chart.js';
import { figuresOf, levelOf } from './bars.js';
import { rounded } from './points.js';
import type { VariantSteps, WorkloadSteps } from './steps.js';
import { figureTitle } from './words.js';

type Scalar = string | number | boolean;
type Drawn = Omit<Chart, 'id' | 'subtitle'>;

/** More combinations of the other keys than these are not told apart in one chart: one chart for each of them. */
const mostLines = 12;

/** None without a sweep, and none for a key with a single value. */
export function scalingCharts({ variants }: WorkloadSteps): { id: string; drawn: Drawn }[] {
  const swept = variants.filter(({ variant }) => Object.keys(variant).length > 0);
  const keys = [...new Set(swept.flatMap(({ variant }) => Object.keys(variant)))];
  const figures = [...new Set(swept.flatMap(figuresOf))];
  return keys.flatMap((key) => {
    const values = [...new Set(swept.flatMap(({ variant }) => variant[key] ?? []))];
    if (values.length < 2) return [];
    return figures.flatMap((figure) => chartsOf(swept, { key, figure, values }));
  });
}

interface Against {
  key: string;
  figure: string;
  values: readonly Scalar[];
}

function chartsOf(variants: readonly VariantSteps[], against: Against): { id: string; drawn: Drawn }[] {
  const rests = groupByRest(variants, against.key);
  const together = rests.length <= 1 || (rests.length * mountsOf(variants).length <= mostLines && isNumeric(against));
  const parts = together ? [rests] : rests.map((rest) => [rest]);
  return parts.flatMap((part) => {
    const drawn = chartOf(part, against);
    const rest = together ? '' : (part[0]?.rest ?? '');
    const id = `scaling-${against.figure}-${against.key} ${rest}`;
    return drawn === null ? [] : [{ id, drawn: rest === '' ? drawn : titled(drawn, `${drawn.title}, ${rest}`) }];
  });
}

/** The description begins with the title. */
function titled(drawn: Drawn, title: string): Drawn {
  return { ...drawn, title, description: title + drawn.description.slice(drawn.title.length) };
}

/** Variants that differ in the key alone. */
interface Rest {
  /** The other keys with their values. */
  rest: string;
  variants: VariantSteps[];
}

function groupByRest(variants: readonly VariantSteps[], key: string): Rest[] {
  const rests = new Map<string, VariantSteps[]>();
  for (const one of variants) {
    const others = Object.entries(one.variant).filter(([name]) => name !== key);
    const rest = others.map(([name, value]) => `${name}=${jobValueText(name, value)}`).join(' ');
    rests.set(rest, [...(rests.get(rest) ?? []), one]);
  }
  return [...rests].map(([rest, own]) => ({ rest, variants: own }));
}

function chartOf(rests: readonly Rest[], { key, figure, values }: Against): Drawn | null {
  const numeric = isNumeric({ values });
  const mounts = mountsOf(rests.flatMap(({ variants }) => variants));
  const series = rests.flatMap(({ rest, variants }, number) =>
    mounts.flatMap((mount): Series[] => {
      const points = pointsOf(variants, { key, figure, values, mount });
      if (points.length === 0) return [];
      const ranges = points.map(({ range }) => range);
      return [
        {
          name: rests.length === 1 ? mount : `${mount}, ${rest}`,
          mount,
          points: points.map(({ x, y }) => [x, y] as const),
          ...(ranges.some((range) => range !== null) ? { ranges } : {}),
          ...(rests.length === 1 ? {} : { style: number }),
        },
      ];
    }),
  );
  if (!series.some(({ points }) => points.length > 1)) return null;
  const title = `${figureTitle(figure)} by ${key}`;
  const unit = figureDefinition(figure)?.unit ?? 'none';
  const text = ({ name, points }: Series) =>
    `${name}: ${points.map(([x, y]) => `${xText(key, numeric ? x : (values[x] ?? x))} ${unitText(unit, y ?? 0)}`).join(', ')}`;
  return {
    kind: numeric ? 'lines' : 'bars',
    title,
    description: `${title}. ${series.map(text).join('; ')}.`,
    x: numeric
      ? { label: key, unit: unitOfKey(key), scale: values.every((value) => Number(value) > 0) ? 'log2' : 'linear' }
      : { label: key, unit: 'none', scale: 'category', categories: values.map((value) => jobValueText(key, value)) },
    y: { label: figureTitle(figure), unit, scale: numeric && isWide(series) ? 'log' : 'linear' },
    series,
  };
}

function pointsOf(
  variants: readonly VariantSteps[],
  { key, figure, values, mount }: Against & { mount: string },
): { x: number; y: number; range: readonly [number, number] | null }[] {
  const numeric = isNumeric({ values });
  const points = variants.flatMap(({ variant, mounts }) => {
    const value = variant[key];
    const level = levelOf(mounts.find((one) => one.mount === mount)?.repeats ?? [], figure);
    if (level === null || value === undefined) return [];
    const x = numeric ? Number(value) : values.indexOf(value);
    return [{ x, y: rounded(level.value), range: level.range }];
  });
  return points.sort((a, b) => a.x - b.x);
}

/** Values that differ so much that the small ones could not be seen beside the large ones. */
function isWide(series: readonly Series[]): boolean {
  const values = series.flatMap(({ points }) => points.map(([, y]) => y ?? 0));
  return Math.min(...values) > 0 && Math.max(...values) > 30 * Math.min(...values);
}

function isNumeric({ values }: Pick<Against, 'values'>): boolean {
  return values.every((value) => typeof value === 'number');
}

function mountsOf(variants: readonly VariantSteps[]): string[] {
  return [...new Set(variants.flatMap(({ mounts }) => mounts.map(({ mount }) => mount)))];
}

function xText(key: string, value: Scalar): string {
  return `${key} ${jobValueText(key, value)}`;
}
