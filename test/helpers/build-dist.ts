// Brings dist/ up to date before the first test, since tests run the compiled command line: `npx vitest` builds nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Outputs that are missing, or older than their source. */
function staleOutputs(): string[] {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  return sources
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ source: join(root, 'src', name), output: join(root, 'dist', outputOf(name)) }))
    .filter(({ source, output }) => !existsSync(output) || statSync(output).mtimeMs < statSync(source).mtimeMs)
    .map(({ output }) => output);
}

/** The script of a page is one bundle, and so is what draws SVG files. */
function outputOf(source: string): string {
  if (source === 'report/html-client/svg-file.ts') return 'assets/svg.mjs';
  if (source.startsWith('watch/client/')) return 'assets/watch.js';
  return source.startsWith('report/html-client/') ? 'assets/report.js' : source.replace(/\.ts$/, '.js');
}

export default function setup(): void {
  const stale = staleOutputs();
  if (stale.length === 0) return;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], {
    encoding: 'utf8',
    // Below "npx vitest" the build would take itself to be npx's own installation, for which it has nothing to do.
    env: { ...process.env, npm_command: '' },
  });
  if (status !== 0) throw new Error(`dist/ cannot be built:\n${stdout}${stderr}`);
  // The compiler leaves an output as it is whose source has only become newer.
  for (const output of stale) utimesSync(output, new Date(), new Date());
}
