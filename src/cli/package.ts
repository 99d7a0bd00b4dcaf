// Facts of this package that commands need: its version and where its built-in workloads lie.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export const builtinDirectory = `${root}workloads`;

/** What `ioproof` starts, for scripts that start it without PATH. */
export const program = fileURLToPath(new URL('../cli/main.js', import.meta.url));

export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };
  return version;
}
