// What was installed when a run was made: one sum over the program and the addon, the same for each copy of a build.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addonPlaces } from '../native/addon-places.js';
import { sha256Of } from '../result/sha256.js';

const packageRoot = fileURLToPath(new URL('../../', import.meta.url));

/** What this process runs does not change while it runs. */
let known: string | null | undefined;

/** Of this installation; computed once in a process. Null where a file of it cannot be read. */
export function toolHash(): string | null {
  known ??= hashOf(join(packageRoot, 'dist'), addonPlaces());
  return known;
}

/**
 * SHA-256, hexadecimal, over the lines that sha256sum prints for the files below `program`, in the byte order of their
 * paths from its parent, and after them for the addon, which is the first of `addons` that is there, as `ioproof.node`.
 * Names that begin with a dot are left out, since the compiler keeps notes in them; so are declarations of types, which
 * are never run. Null where a file cannot be read.
 */
export function hashOf(program: string, addons: readonly string[]): string | null {
  try {
    const names = readdirSync(program, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.name.endsWith('.d.ts'))
      .map((entry) => join(entry.parentPath, entry.name).slice(program.length + 1));
    names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const listing = createHash('sha256');
    for (const name of names) listing.update(`${sha256Of(readFileSync(join(program, name)))}  dist/${name}\n`);
    listing.update(`${sha256Of(firstOf(addons))}  ioproof.node\n`);
    return listing.digest('hex');
  } catch {
    return null;
  }
}

function firstOf(paths: readonly string[]): Buffer {
  let failure: unknown = new Error('no place of the addon is known');
  for (const path of paths) {
    try {
      return readFileSync(path);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
