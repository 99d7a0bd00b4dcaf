// Where a tool is installed: in the folders of PATH, and in those that it is known to be installed in.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** `path` is null where there is no such tool; `refused` names a file of its name that must not be run. */
export interface FoundTool {
  path: string | null;
  refused: string | null;
}

/** Looks in `folders` after those of PATH. Folders that are not absolute are left out: they would depend on where we are. */
export function findTool(tool: string, folders: readonly string[], environment: NodeJS.ProcessEnv): FoundTool {
  const places = [...(environment.PATH ?? '').split(delimiter), ...folders].filter(isAbsolute);
  const candidates = isAbsolute(tool) ? [tool] : places.map((folder) => join(folder, tool));
  const files = candidates.filter(isFile);
  return { path: files.find(isExecutable) ?? null, refused: files[0] ?? null };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
