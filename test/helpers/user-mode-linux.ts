// A Linux kernel of its own for tests that need clients which the host's kernel may lack: test/servers/uml.sh.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const servers = fileURLToPath(new URL('../servers/', import.meta.url));
const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const boots = join(servers, 'uml.sh');

/** Why it cannot be booted on this machine; an empty string when it can. `tools` are what the script in it needs. */
export function whyNoUserModeLinux(tools: Record<string, string> = {}): string {
  const { status, stdout, stderr } = spawnSync(boots, ['check'], { encoding: 'utf8' });
  if (status !== 0) return stdout.trim() || stderr.trim() || 'uml.sh does not run here';
  const isThere = (tool: string): boolean => spawnSync('sh', ['-c', 'command -v "$0"', tool]).status === 0;
  const missing = Object.entries(tools).find(([tool]) => !isThere(tool));
  return missing === undefined ? '' : `${missing[0]} is not installed (Debian: ${missing[1]})`;
}

/**
 * Boots it and runs a script of test/servers in it, with node and the folder dist as arguments. What the
 * script writes to $OUT is in `directory`. Throws with its last words when it fails or takes longer than `deadlineMs`.
 */
export async function inUserModeLinux(
  script: string,
  directory: string,
  deadlineMs: number,
  memory = '768M',
): Promise<void> {
  const args = ['run', directory, join(servers, script), process.execPath, dist];
  const child = spawn(boots, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, UML_MEMORY: memory, UML_SECONDS: String(Math.ceil(deadlineMs / 1000)) },
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
  const [status] = (await once(child, 'exit')) as [number | null];
  if (status !== 0) throw new Error(`${script} failed in User-Mode Linux: ${lastWords(directory)}${words}`);
}

function lastWords(directory: string): string {
  try {
    return readFileSync(join(directory, 'log'), 'utf8').slice(-2000);
  } catch {
    return '';
  }
}
