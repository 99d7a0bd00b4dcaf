// What lies below a directory, to show that something was or was not touched.
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Path to content: text of files, target of links, `directory` for directories. */
export function snapshot(directory: string, below = ''): Record<string, string> {
  const content: Record<string, string> = {};
  for (const name of readdirSync(join(directory, below)).sort()) {
    const path = join(below, name);
    const status = lstatSync(join(directory, path));
    if (status.isDirectory()) Object.assign(content, { [path]: 'directory' }, snapshot(directory, path));
    else if (status.isSymbolicLink()) content[path] = `-> ${readlinkSync(join(directory, path))}`;
    else content[path] = status.isFile() ? readFileSync(join(directory, path), 'utf8') : 'special';
  }
  return content;
}
