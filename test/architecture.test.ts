// The rules of the architecture, by reading import lines of src/ and #include lines of native/.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Who may import whom in src/: `type` before a name allows types only. The longest name that fits a file is its rule. */
const mayImport: Record<string, string[]> = {
  errors: [],
  'spec/units': [],
  spec: ['spec', 'errors', 'type filesystem/layout', 'accept/language', 'figure/catalogue'],
  filesystem: ['filesystem', 'errors', 'spec/units'],
  'native/contract': ['native/contract'],
  'native/addon-places': [],
  'native/load': ['native/contract', 'native/addon-places', 'errors'],
  plan: ['plan', 'spec', 'native/contract', 'errors', 'filesystem'],
  result: ['result', 'spec/units', 'errors', 'native/contract', 'filesystem/kinds'],
  figure: ['figure', 'native/contract', 'result/metrics', 'type result', 'spec/units'],
  statistics: ['statistics'],
  'accept/language': ['accept/language', 'figure', 'spec/units', 'spec/nearest'],
  accept: ['accept', 'figure', 'statistics', 'type result', 'spec/units', 'spec/nearest'],
  compare: ['compare', 'figure', 'statistics', 'type result', 'result/not-needed', 'errors'],
  charts: [
    ...['charts', 'figure', 'statistics', 'type result', 'native/contract', 'report/numbers', 'report/figure-text'],
    ...['report/html/markup', 'result/histogram-counts', 'result/interval-columns'],
  ],
  history: ['history', 'figure', 'statistics', 'result', 'errors'],
  provenance: [
    ...['provenance', 'analyze', 'accept', 'figure', 'result', 'errors', 'native/contract', 'native/addon-places'],
    ...['system/usable-cores', 'crosscheck/comparison', 'crosscheck/samples'],
  ],
  watch: ['watch', 'charts', 'figure', 'result', 'report', 'native/contract', 'errors'],
  analyze: ['analyze', 'figure', 'statistics', 'result', 'errors', 'native/contract', 'spec/units', 'filesystem'],
  fio: ['fio', 'spec'],
  mdtest: ['mdtest', 'spec'],
  dlio: ['dlio', 'spec'],
  tree: ['tree', 'spec', 'errors'],
  report: [
    ...['report', 'analyze', 'result', 'spec', 'type plan', 'native/contract', 'type run/progress', 'errors'],
    ...['figure', 'compare', 'accept', 'charts', 'history', 'statistics', 'provenance'],
  ],
  system: ['system', 'errors', 'type filesystem', 'filesystem/no-answer', 'filesystem/passwords'],
  mount: ['mount', 'errors', 'native/contract', 'type plan', 'filesystem'],
  run: [
    ...['run', 'errors', 'spec', 'native', 'plan', 'result', 'analyze', 'system', 'mount', 'filesystem'],
    ...['accept', 'history'],
  ],
  crosscheck: [
    ...['crosscheck', 'report/fio-json', 'run', 'analyze', 'result', 'type plan', 'native/contract', 'errors'],
    'statistics',
  ],
  cli: [
    ...['cli', 'errors', 'spec', 'native/contract', 'plan', 'result', 'analyze', 'report', 'system', 'mount', 'run'],
    ...['filesystem'],
    ...['fio', 'crosscheck', 'mdtest', 'tree', 'dlio'],
    ...['figure', 'compare', 'accept', 'charts', 'history', 'provenance', 'watch', 'statistics'],
  ],
  index: ['errors', 'spec', 'native/contract', 'plan', 'result', 'analyze', 'report', 'run'],
};

/** The layers of native/: binding → job → sources, engines → gpu → core, and never back. */
const mayInclude: Record<string, string[]> = {
  core: ['core'],
  sources: ['sources', 'core'],
  gpu: ['gpu', 'core'],
  engines: ['engines', 'gpu', 'core'],
  job: ['job', 'sources', 'engines', 'gpu', 'core'],
  binding: ['binding', 'job', 'sources', 'engines', 'gpu', 'core'],
  test: ['test', 'job', 'sources', 'engines', 'gpu', 'core'],
};

interface SourceFile {
  /** Relative to the folder that was listed, with slashes. */
  path: string;
  text: string;
}

/** Files below a folder whose name fits. None is an error: a rule over nothing would always hold. */
function filesOf(folder: string, name: RegExp): SourceFile[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => name.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, folder, path), 'utf8') }));
  if (files.length === 0) throw new Error(`no file in ${folder}/ fits ${String(name)}`);
  return files;
}

const typescript = (): SourceFile[] => filesOf('src', /\.ts$/);
const native = (): SourceFile[] => filesOf('native', /\.(h|cpp)$/);

interface Import {
  /** Module in src/ without the extension, or the package's name. */
  target: string;
  local: boolean;
  typeOnly: boolean;
}

function importsOf({ path, text }: SourceFile): Import[] {
  const statements = /^(?:import|export)\s(type\s)?[^'";]*?from\s'([^']+)'|^import\s'([^']+)'|\bimport\('([^']+)'\)/gm;
  return [...text.matchAll(statements)].map((match) => {
    const name = match[2] ?? match[3] ?? match[4] ?? '';
    const local = name.startsWith('.');
    const target = local ? posix.join(dirname(path), name).replace(/\.js$/, '') : name;
    return { target, local, typeOnly: match[1] !== undefined };
  });
}

const includesOf = ({ text }: SourceFile): string[] =>
  [...text.matchAll(/^\s*#\s*include\s*["<]([^">]+)[">]/gm)].map((match) => match[1] ?? '');

const moduleOf = (path: string): string => path.replace(/\.ts$/, '');
const isWithin = (module: string, area: string): boolean => module === area || module.startsWith(`${area}/`);
const withoutComments = (text: string): string => text.replace(/\/\*[^]*?\*\//g, '').replace(/\/\/.*$/gm, '');

function ruleOf(module: string): string | undefined {
  return Object.keys(mayImport)
    .filter((area) => isWithin(module, area))
    .sort((a, b) => b.length - a.length)[0];
}

function isAllowed(allowed: string[], { target, typeOnly }: Import): boolean {
  return allowed.some((entry) =>
    entry.startsWith('type ') ? typeOnly && isWithin(target, entry.slice(5)) : isWithin(target, entry),
  );
}

describe('src', () => {
  test('imports only what its layer may import', () => {
    const breaches = typescript().flatMap((file) => {
      const module = moduleOf(file.path);
      const rule = ruleOf(module);
      if (rule === undefined) return [`src/${file.path}: no rule says what this module may import`];
      const allowed = mayImport[rule] ?? [];
      return importsOf(file)
        .filter((entry) => entry.local && !isAllowed(allowed, entry))
        .map(
          ({ target }) => `src/${file.path} imports ${target}; ${rule} may import: ${allowed.join(', ') || 'nothing'}`,
        );
    });
    expect(breaches).toEqual([]);
  });

  test('loads the addon in child processes only', () => {
    const importers = typescript().filter((file) => importsOf(file).some(({ target }) => target === 'native/load'));
    expect(importers.map(({ path }) => path)).toEqual([
      'run/attributes.ts',
      'run/doctor-child.ts',
      'run/gpu-probe-child.ts',
      'run/job-child.ts',
    ]);
    const askers = typescript().filter((file) => importsOf(file).some(({ target }) => target === 'run/attributes'));
    expect(askers.filter(({ path }) => !/^run\/[^/]*-child\.ts$/.test(path))).toEqual([]);
  });

  test('prints, exits and reads its arguments in the command line and in child processes only', () => {
    const terminal = /\bconsole\.|(?<![.\w])process\.(exit|exitCode|argv|stdout|stderr)\b|'node:(process|readline)'/;
    const elsewhere = typescript().filter(({ path }) => !/^cli\/|^run\/[^/]*-child\.ts$/.test(path));
    const breaches = elsewhere.filter(({ text }) => terminal.test(withoutComments(text)));
    expect(breaches.map(({ path }) => path)).toEqual([]);
  });

  test.each(['plan', 'analyze', 'filesystem', 'figure', 'statistics', 'accept', 'compare', 'charts'])(
    'keeps %s pure: no clock, no random numbers, no machine',
    (area) => {
      const impure =
        /\bnew Date\b|\bDate\.|\bMath\.random\b|\bperformance\.|(?<![.\w])process\.|\bset(Timeout|Interval)\b/;
      const breaches = filesOf(`src/${area}`, /\.ts$/).filter(
        (file) =>
          impure.test(withoutComments(file.text)) ||
          importsOf(file).some(
            ({ target }) => target.startsWith('node:') && !['node:crypto', 'node:path', 'node:util'].includes(target),
          ),
      );
      expect(breaches.map(({ path }) => path)).toEqual([]);
    },
  );
});

describe('native', () => {
  test('includes only what its layer may include', () => {
    const breaches = native().flatMap((file) => {
      const layer = file.path.split('/')[0] ?? '';
      const allowed = mayInclude[layer];
      if (allowed === undefined) return [`native/${file.path}: no rule says what this folder may include`];
      return includesOf(file)
        .filter((header) => Object.keys(mayInclude).includes(header.split('/')[0] ?? ''))
        .filter((header) => !allowed.includes(header.split('/')[0] ?? ''))
        .map((header) => `native/${file.path} includes ${header}; ${layer} may include: ${allowed.join(', ')}`);
    });
    expect(breaches).toEqual([]);
  });

  test("includes Node's headers through binding/napi_setup.h only", () => {
    const node = /^(napi|node_api|js_native_api|node|uv|v8)[^/]*\.h$/;
    const includers = native().filter((file) => includesOf(file).some((header) => node.test(header)));
    expect(includers.map(({ path }) => path)).toEqual(['binding/napi_setup.h']);
  });

  test('needs no library beyond the system: optional ones are opened at run time, liburing serves tests', () => {
    const library = /^(liburing|libaio|numa|cuda|cufile|mpi|gtest|gmock)\b/;
    const shipped = native().filter(({ path }) => !path.startsWith('test/'));
    const breaches = shipped.filter((file) => includesOf(file).some((header) => library.test(header)));
    expect(breaches.map(({ path }) => path)).toEqual([]);
  });

  test.each([
    { list: 'native/sources.txt', folder: 'native', part: /^(?!binding\/|test\/).*\.cpp$/ },
    { list: 'native/binding/sources.txt', folder: 'native/binding', part: /\.cpp$/ },
  ])('$list names each source and nothing else', ({ list, folder, part }) => {
    const lines = readFileSync(join(root, list), 'utf8').split('\n');
    const listed = lines.filter((line) => line !== '' && !line.startsWith('#')).sort();
    expect(listed).toEqual(filesOf(folder, part).map(({ path }) => `${folder}/${path}`));
  });
});

describe('every file', () => {
  test.each(['src', 'native', 'test', 'scripts'])('of %s starts by saying what it is for, and is short', (folder) => {
    const breaches = filesOf(folder, /\.(ts|mjs|h|cpp|sh)$/).flatMap(({ path, text }) => {
      const lines = text.trimEnd().split('\n');
      const first = lines[0]?.startsWith('#!') === true ? lines[1] : lines[0];
      const problems = /^(\/\/|#) \S/.test(first ?? '') ? [] : ['the first line is no comment'];
      if (lines.length > 400) problems.push(`${String(lines.length)} lines, 400 are allowed`);
      return problems.map((problem) => `${folder}/${path}: ${problem}`);
    });
    expect(breaches).toEqual([]);
  });

  test.each(['src', 'native'])('of %s lives in a folder named after what it does', (folder) => {
    const files = filesOf(folder, /\.(ts|h|cpp)$/);
    const breaches = files.filter(({ path }) => ['utils', 'common', 'helpers'].includes(basename(dirname(path))));
    expect(breaches.map(({ path }) => path)).toEqual([]);
  });
});
