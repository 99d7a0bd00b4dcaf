// In what besides mount and date the sides differ: another job refuses a comparison, another circumstance marks it.
import type { RunRecord } from '../result/schema.js';
import { caseName, casesOf, type Case } from './cases.js';
import type { ComparedRun, Difference, Side } from './comparison.js';
import { jobDifferences } from './job-differences.js';

/** What one side, or a part of one, says. */
interface Told {
  side: string;
  text: string;
}

/** Facts of a whole run. */
const facts: readonly { what: string; of: (record: RunRecord) => string }[] = [
  { what: 'tool', of: ({ tool }) => toolText(tool) },
  { what: 'host', of: ({ hosts }) => hosts.map(({ name }) => name).join(' ') },
  { what: 'kernel', of: ({ hosts }) => distinct(hosts.map(({ kernel }) => kernel)) },
  { what: 'cpu', of: ({ hosts }) => distinct(hosts.map(({ cpu }) => `${cpu.model}, ${cpu.threads} threads`)) },
  { what: 'memory', of: ({ hosts }) => distinct(hosts.map(({ memoryBytes }) => `${gibibytes(memoryBytes)} GiB`)) },
  { what: 'status', of: ({ run }) => run.status },
];

/** Those that refuse first. Steps that only some sides have are among those that mark. */
export function differencesBetween(sides: readonly Side[], by: 'mount' | 'run'): Difference[] {
  const cases = casesOf(sides, by);
  const refusing = cases.flatMap(jobDifferences);
  const marking = [...runDifferences(sides), ...mountDifferences(sides), ...cases.flatMap(caseDifferences)];
  return [...refusing.filter(({ refuses }) => refuses), ...refusing.filter(({ refuses }) => !refuses), ...marking];
}

function runDifferences(sides: readonly Side[]): Difference[] {
  const runs = sides.flatMap((side) => runsOf(side).map((run) => ({ side: side.name, run })));
  return facts.flatMap(({ what, of }) =>
    differing(
      what,
      runs.map(({ side, run }) => ({ side, text: of(run.record) })),
    ),
  );
}

/** A mount of the same name with another file system, or mounted in another way. */
function mountDifferences(sides: readonly Side[]): Difference[] {
  const mounts = sides.flatMap((side) =>
    runsOf(side).flatMap(({ record }) =>
      record.mounts
        .filter(({ name }) => side.steps.length === 0 || isOfSide(side, name))
        .map(({ name, fileSystem }) => ({ side: side.name, name, fileSystem })),
    ),
  );
  return [...new Set(mounts.map(({ name }) => name))].flatMap((name) => {
    const own = mounts.filter((mount) => mount.name === name);
    const kinds = own.map(({ side, fileSystem }) => ({ side, text: fileSystem.type }));
    const options = own.map(({ side, fileSystem }) => ({ side, text: [...fileSystem.options].sort().join(',') }));
    const kind = differing(`file system of ${name}`, kinds);
    // Another kind has other options anyway.
    return kind.length > 0 ? kind : differing(`mount options of ${name}`, options);
  });
}

function isOfSide({ steps, failed }: Side, mount: string): boolean {
  return steps.some((step) => step.mount === mount) || failed.some((step) => step.mount === mount);
}

/** Engine, path to storage and data set of the steps, and whether there are any. */
function caseDifferences(one: Case): Difference[] {
  const workload = caseName(one);
  const steps = one.sides.flatMap(({ side, complete }) => complete.map((step) => ({ side: side.name, step })));
  const engines = steps.map(({ side, step: { engine } }) => ({
    side,
    text: [engine.used ?? 'none', engine.direct === true ? 'direct' : 'buffered'].join(' '),
  }));
  const present = one.sides.map(({ side, complete, failed }) => ({
    side: side.name,
    text: complete.length + failed.length > 0 ? 'has steps' : 'has no step',
  }));
  const datasets = steps.flatMap(({ side, step: { dataset } }) =>
    dataset === null ? [] : [{ side, text: dataset.reused ? 'reused' : 'written' }],
  );
  return [
    ...differing('steps', present),
    ...differing('engine', engines),
    // Where the first repeat writes it and the others reuse it, nothing is special.
    ...differing('data set', datasets).filter(({ values }) => {
      const told = Object.values(values);
      return told.includes('written') && told.includes('reused');
    }),
  ].map((difference) => ({ ...difference, workload }));
}

/** None where all say the same. */
function differing(what: string, told: readonly Told[]): Difference[] {
  if (new Set(told.map(({ text }) => text)).size < 2) return [];
  const texts = new Map<string, Set<string>>();
  for (const { side, text } of told) texts.set(side, (texts.get(side) ?? new Set()).add(text));
  const values = Object.fromEntries([...texts].map(([side, own]) => [side, [...own].sort().join(' / ')]));
  return [{ workload: '', what, values, refuses: false }];
}

function runsOf({ origin }: Side): ComparedRun[] {
  return [...new Set(origin.values())];
}

function distinct(texts: readonly string[]): string {
  return [...new Set(texts)].join(' / ');
}

/** Its version, and what else tells builds of one version apart. */
function toolText(tool: RunRecord['tool']): string {
  return [tool.version, tool.hash?.slice(0, 12) ?? ''].join(' ').trim();
}

/** To the tenth: a kernel keeps some for itself, more or less from boot to boot. */
function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
