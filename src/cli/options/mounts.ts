// `--mount name=path` → mounts; all mistakes at once.
import { resolve } from 'node:path';
import type { MountRequest } from '../../plan/planned-step.js';
import { usage } from '../usage.js';

const mountPattern = /^([A-Za-z0-9][A-Za-z0-9._-]*)=(.+)$/;

/** Without any `--mount`, the current directory is the mount `here`. Throws USAGE with every mistake. */
export function readMounts(options: readonly string[], cwd: string): MountRequest[] {
  if (options.length === 0) return [{ name: 'here', path: cwd }];
  const problems: string[] = [];
  const mounts: MountRequest[] = [];
  for (const option of options) {
    const [, name, path] = mountPattern.exec(option) ?? [];
    if (name === undefined || path === undefined) {
      problems.push(`--mount "${option}": is not name=path. Write for example --mount scratch=/mnt/scratch/me.`);
    } else if (mounts.some((mount) => mount.name === name)) {
      problems.push(`--mount "${option}": the name "${name}" is taken. Give each mount a name of its own.`);
    } else {
      mounts.push({ name, path: resolve(cwd, path) });
    }
  }
  if (problems.length > 0) throw usage(problems.join('\n'));
  return mounts;
}
