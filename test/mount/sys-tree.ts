// Made-up trees of /sys and /dev below a temporary directory.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { temporaryDirectory } from '../helpers/temporary.js';

/** Files with their text, and links (text opens with `-> `) with their target below the root. Returns the root. */
export function tree(entries: Record<string, string>): string {
  const root = temporaryDirectory();
  for (const [path, text] of Object.entries(entries)) {
    const place = join(root, path);
    mkdirSync(dirname(place), { recursive: true });
    if (text.startsWith('-> ')) symlinkSync(relative(dirname(place), join(root, text.slice(3))), place);
    else writeFileSync(place, `${text}\n`);
  }
  return root;
}

/** A block device at a place in /sys, known by its name and number; attributes are relative to it. */
export function device(place: string, number: string, attributes: Record<string, string> = {}): Record<string, string> {
  const name = place.slice(place.lastIndexOf('/') + 1);
  return {
    [`${place}/dev`]: number,
    [`sys/dev/block/${number}`]: `-> ${place}`,
    [`sys/class/block/${name}`]: `-> ${place}`,
    ...Object.fromEntries(Object.entries(attributes).map(([path, text]) => [`${place}/${path}`, text])),
  };
}
