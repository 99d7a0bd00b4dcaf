// Compiles TypeScript to dist/, bundles what pages carry, removes outputs whose source is gone, and makes the command executable.
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildAssets } from './assets.mjs';
import { builtForNpx, root, run } from './process.mjs';

const command = join(root, 'dist', 'cli', 'main.js');

function compiler() {
  try {
    return createRequire(import.meta.url).resolve('typescript/bin/tsc');
  } catch {
    // `npm ci --omit=dev` brings no compiler: an earlier build serves.
    if (existsSync(command)) process.exit(0);
    console.error('ioproof: TypeScript is not installed: run "npm ci" with development packages.');
    process.exit(1);
  }
}

/** A file of a deleted or renamed module would still load: the tests must not find it. */
function removeStale() {
  const output = join(root, 'dist');
  for (const name of existsSync(output) ? readdirSync(output, { recursive: true, encoding: 'utf8' }) : []) {
    const source = name.replace(/(\.d\.ts|\.js)$/, '.ts');
    if (source !== name && !existsSync(join(root, 'src', source))) rmSync(join(output, name));
  }
}

if (!builtForNpx(command)) {
  removeStale();
  const incremental = ['--incremental', '--tsBuildInfoFile', 'dist/.tsbuildinfo'];
  if (!run(process.execPath, [compiler(), '-p', 'tsconfig.json', ...incremental])) process.exit(1);
  chmodSync(command, 0o755);
  await buildAssets();
}
