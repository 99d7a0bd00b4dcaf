// Checks acceptance expressions against the workloads and mounts that they name.
import { parseExpression, type Reference } from '../accept/language/parse.js';
import { impossibleFigure } from './accept-figures.js';
import type { Finding, Path } from './finding.js';
import { keyOf } from './finding.js';
import { nearest } from './nearest.js';
import { variantsOf, withVariant } from './resolve.js';
import type { Variant, Workload } from './workload.js';

/** What is wrong with an expression, by the text of the expression alone. */
export interface ExpressionProblem {
  /** Index in the list. */
  index: number;
  /** Characters of the expression before the one that it is about. */
  within: number;
  what: string;
  advice: string;
}

/** A workload that expressions may name. */
export interface NamedWorkload {
  name: string;
  /** Each variant of its sweep, one without; null where it has problems of its own, so that nothing can be said of its figures. */
  variants: readonly NamedVariant[] | null;
}

export interface NamedVariant {
  /** Swept keys with their values. */
  keys: Variant;
  workload: Workload;
}

export function namedWorkload(name: string, workload: Workload | null): NamedWorkload {
  const variants = workload === null ? null : variantsOf(workload);
  return {
    name,
    variants:
      workload === null || variants === null
        ? null
        : variants.map((keys) => ({ keys, workload: withVariant(workload, keys) })),
  };
}

/**
 * What is wrong with valid expressions, given the workloads that they may name. `own`: the workload that has them, or null
 * for those of a suite, which name the workload of each figure.
 */
export function checkExpressions(
  expressions: readonly string[],
  own: string | null,
  workloads: readonly NamedWorkload[],
): ExpressionProblem[] {
  return expressions.flatMap((text, index) => {
    const { references } = parseExpression(text);
    const problems = references.flatMap((reference) => checkReference(reference, own, workloads) ?? []);
    const swept = problems.length > 0 ? null : sweptApart(references, own, workloads);
    return [...problems, ...(swept === null ? [] : [swept])].map((problem) => ({ index, ...problem }));
  });
}

/** What is wrong with the mounts that valid expressions name, given those of the run. */
export function checkMounts(expressions: readonly string[], mountNames: readonly string[]): ExpressionProblem[] {
  return expressions.flatMap((text, index) =>
    parseExpression(text).references.flatMap(({ mount, columns }) => {
      if (mount === null || mountNames.includes(mount)) return [];
      const near = nearest(mount, mountNames);
      const what = `"${mount}" is not a mount of this run, which are ${mountNames.join(', ')}`;
      const advice = near === null ? `Give --mount ${mount}=DIRECTORY, or name another` : `Did you mean "${near}"?`;
      return [{ index, within: columns.mount - 1, what, advice }];
    }),
  );
}

/** Problems of a list of expressions as findings; `path` leads to the list. */
export function asFindings(problems: readonly ExpressionProblem[], path: Path): Finding[] {
  return problems.map(({ index, ...problem }) => ({
    path: [...path, index],
    key: keyOf([...path, index]),
    ...problem,
  }));
}

type Problem = Omit<ExpressionProblem, 'index'>;

function checkReference(
  { mount, workload: named, figure, columns }: Reference,
  own: string | null,
  workloads: readonly NamedWorkload[],
): Problem | null {
  const name = named ?? own;
  const at = (column: number, what: string, advice: string): Problem => ({ within: column - 1, what, advice });
  if (name === null) {
    return at(
      columns.figure,
      `${figure} has no workload, which an expression of a suite names`,
      `Write ${exampleOf(figure, mount, workloads)}`,
    );
  }
  const found = workloads.find((workload) => workload.name === name);
  if (found === undefined) {
    const names = workloads.map((workload) => workload.name);
    const near = nearest(name, names);
    const advice = near === null ? `The workloads are ${names.join(', ')}` : `Did you mean "${near}"?`;
    return at(columns.workload, `"${name}" is not one of the workloads`, advice);
  }
  const impossible = impossibleInVariants(found.variants ?? [], figure);
  return impossible === null ? null : at(columns.figure, impossible.what, impossible.advice);
}

/** Names of mounts may hold points: what was meant to be the workload is taken for the end of one. */
function exampleOf(figure: string, mount: string | null, workloads: readonly NamedWorkload[]): string {
  const example = workloads[0]?.name ?? 'NAME';
  if (mount === null) return `${example}.${figure}`;
  const meant = workloads.find(({ name }) => mount.endsWith(`.${name}`))?.name;
  const place = meant === undefined ? mount : mount.slice(0, -meant.length - 1);
  return `mounts.${place}.workloads.${meant ?? example}.${figure}`;
}

/** Each variant is judged, so that each must be able to have the figure. */
function impossibleInVariants(
  variants: readonly NamedVariant[],
  figure: string,
): { what: string; advice: string } | null {
  for (const variant of variants) {
    const impossible = impossibleFigure(variant.workload, figure);
    const keys = Object.entries(variant.keys).map(([key, value]) => `${key}: ${value}`);
    if (impossible !== null) {
      return {
        ...impossible,
        what: keys.length === 0 ? impossible.what : `${impossible.what} (with ${keys.join(', ')})`,
      };
    }
  }
  return null;
}

/** Variants of one workload are held against the same variants of another; that works where both have the same ones. */
function sweptApart(
  references: readonly Reference[],
  own: string | null,
  workloads: readonly NamedWorkload[],
): Problem | null {
  const swept = references.flatMap((reference) => {
    const found = workloads.find(({ name }) => name === (reference.workload ?? own));
    const keys = (found?.variants ?? []).map((variant) => variant.keys);
    return keys.some((variant) => Object.keys(variant).length > 0)
      ? [{ reference, name: found?.name ?? '', keys: JSON.stringify(keys) }]
      : [];
  });
  const [first] = swept;
  const other = swept.find(({ keys }) => keys !== first?.keys);
  if (first === undefined || other === undefined) return null;
  const what = `${first.name} and ${other.name} are swept in different ways, so that their variants do not match`;
  return {
    within: other.reference.column - 1,
    what,
    advice: 'Sweep both alike, or compare them in expressions of their own',
  };
}
