// Names and places of IBM Storage Scale that its tools want.
import type { Access, Answer, ToolOptions } from '../access.js';
import type { MountedFileSystem } from '../adapter.js';

/** Where its tools are installed, which is seldom in PATH. */
export const toolFolders = ['/usr/lpp/mmfs/bin'];

/** Name of the file system: the source is `gpfs0` or `/dev/gpfs0`. */
export function deviceOf({ source }: MountedFileSystem): string {
  return source.split('/').at(-1) ?? '';
}

/** Runs one of its tools. */
export function runTool(
  access: Access,
  tool: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<Answer> {
  return access.run(tool, args, { ...options, searchPath: toolFolders });
}
