// Bundles what is not TypeScript for Node alone: dist/assets/report.js for the HTML page, watch.js for that of the live view,
// svg.mjs for SVG files.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './process.mjs';

const source = join(root, 'src');
const output = join(root, 'dist', 'assets');
const stamp = join(output, '.inputs.json');

/** @type {import('esbuild').BuildOptions} */
const page = { format: 'iife', platform: 'browser', target: 'es2022' };

/** @type {Record<string, { entry: string, options: import('esbuild').BuildOptions }>} */
const bundles = {
  'report.js': { entry: 'report/html-client/main.ts', options: page },
  'watch.js': { entry: 'watch/client/main.ts', options: page },
  'svg.mjs': {
    entry: 'report/html-client/svg-file.ts',
    options: { format: 'esm', platform: 'node', target: 'node20' },
  },
};

/** Brings the bundles up to date; those whose inputs are as they were stay. */
export async function buildAssets() {
  if (isUpToDate()) return;
  const { build } = await import('esbuild');
  mkdirSync(output, { recursive: true });
  const inputs = new Set(['scripts/assets.mjs', 'tsconfig.client.json', 'package-lock.json']);
  for (const [name, { entry, options }] of Object.entries(bundles)) {
    const { metafile } = await build({
      ...options,
      entryPoints: [join(source, entry)],
      outfile: join(output, name),
      absWorkingDir: root,
      tsconfig: join(root, 'tsconfig.client.json'),
      bundle: true,
      minify: true,
      legalComments: 'eof',
      metafile: true,
      logLevel: 'warning',
      define: { 'process.env.NODE_ENV': '"production"' },
    });
    // What packages have in it is as the lock file says.
    for (const input of Object.keys(metafile.inputs)) if (input.startsWith('src/')) inputs.add(input);
  }
  const hashes = Object.fromEntries([...inputs].sort().map((path) => [path, hashOf(join(root, path))]));
  writeFileSync(stamp, JSON.stringify(hashes));
}

function isUpToDate() {
  if (!existsSync(stamp) || !Object.keys(bundles).every((name) => existsSync(join(output, name)))) return false;
  /** @type {Record<string, string>} */
  const hashes = JSON.parse(readFileSync(stamp, 'utf8'));
  return Object.entries(hashes).every(
    ([path, hash]) => existsSync(join(root, path)) && hashOf(join(root, path)) === hash,
  );
}

/** @param {string} path */
function hashOf(path) {
  return createHash('sha256').update(readFileSync(path)).digest('base64');
}
