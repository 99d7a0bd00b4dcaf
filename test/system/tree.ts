// Trees of small files below a temporary directory, in the place of /proc and /sys.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from '../helpers/temporary.js';

/** Root of a tree under test/fixtures/proc. */
export function fixtureRoot(name: string): string {
  return fileURLToPath(new URL(`../fixtures/proc/${name}`, import.meta.url));
}

/** Writes the files, path to text, and returns their root; gone when the test ends. */
export function temporaryTree(files: Record<string, string>): string {
  const root = temporaryDirectory();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  }
  return root;
}
