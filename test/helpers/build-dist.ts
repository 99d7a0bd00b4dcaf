// Brings dist/ up to date before the first test, since tests run the compiled command line: `npx vitest` builds nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** True where a source has no output, or one that is older than it. */
function isStale(): boolean {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .some((name) => {
      const output = join(root, 'dist', name.replace(/\.ts$/, '.js'));
      return !existsSync(output) || statSync(output).mtimeMs < statSync(join(root, 'src', name)).mtimeMs;
    });
}

export default function setup(): void {
  if (!isStale()) return;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`dist/ cannot be built:\n${stdout}${stderr}`);
}
