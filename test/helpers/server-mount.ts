// Real servers with a mount of theirs for tests: the scripts of test/servers that know `check`, `up` and `down`.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MountedFileSystem, SystemFacts } from '../../src/filesystem/adapter.js';
import { adapterOf } from '../../src/filesystem/adapters.js';
import type { FileSystemKind } from '../../src/filesystem/kinds.js';
import { loadBinding } from '../../src/native/load.js';
import { MachineAccess } from '../../src/run/access.js';

export type ServerScript = 'cephfs' | 'gluster' | 'gluster-local' | 'moosefs' | 'rclone' | 's3fs' | 'sshfs';

export interface ServerMount {
  /** Mount point. */
  path: string;
  /** Folder of all that was made for it. */
  directory: string;
  /** Tools that must run in the network of the servers, in a folder for PATH; empty: there are none. */
  tools: string;
  /** As an adapter is given it, from the kernel's line. */
  mounted(kind: FileSystemKind): MountedFileSystem;
  /** Unmounts, ends the servers and removes all. */
  unmount(): void;
}

/** Milliseconds for what a script does; one that installs its server waits for a registry. */
const scriptMs = 150_000;
const installMs = 180_000;

const scriptOf = (name: ServerScript): string => fileURLToPath(new URL(`../servers/${name}.sh`, import.meta.url));

/** Why `serverMount(name)` cannot work on this machine; an empty string when it can. */
export function whyNoServer(name: ServerScript): string {
  const { status, stdout, stderr } = spawnSync(scriptOf(name), ['check'], { encoding: 'utf8' });
  return status === 0 ? '' : stdout.trim() || stderr.trim() || `${name}.sh does not run here`;
}

/** Starts the servers, in a temporary directory. The caller unmounts, in `afterAll` or `finally`. */
export function serverMount(name: ServerScript, ...args: readonly string[]): ServerMount {
  const parent = mkdtempSync(join(tmpdir(), `ioproof-${name}-`));
  const directory = join(parent, 'servers');
  const removeParent = (): void => {
    rmSync(parent, { recursive: true, force: true });
  };
  try {
    // Daemons keep what they inherit open, so a pipe would never end.
    const timeout = name === 's3fs' ? installMs : scriptMs;
    execFileSync(scriptOf(name), ['up', directory, ...args], { stdio: 'ignore', timeout });
  } catch (error) {
    removeParent();
    throw error;
  }
  const path = join(directory, 'mount');
  const tools = join(directory, 'bin');
  return {
    path,
    directory,
    tools: existsSync(tools) ? tools : '',
    mounted: (kind) => mountedAt(path, kind),
    unmount: () => {
      execFileSync(scriptOf(name), ['down', directory], { stdio: 'ignore', timeout: scriptMs });
      removeParent();
    },
  };
}

/** Facts of the mount, asked of the machine by the adapter of its kind. */
export function describeServer(server: ServerMount, kind: FileSystemKind): Promise<SystemFacts> {
  return withMachine(server.tools, async (access) => {
    const facts = await adapterOf(kind)?.describe?.(server.mounted(kind), access);
    if (facts === undefined) throw new Error(`${kind} has nothing to describe`);
    return facts;
  });
}

/** Reads the counters of all sources of the mount, whenever it is called; throws for one that cannot be read. */
export async function counterReader(
  server: ServerMount,
  kind: FileSystemKind,
): Promise<() => Promise<Record<string, number>>> {
  const sources = await withMachine(
    server.tools,
    async (access) => (await adapterOf(kind)?.counters?.(server.mounted(kind), access)) ?? [],
  );
  return () =>
    withMachine(server.tools, async () => {
      const counters: Record<string, number> = {};
      for (const source of sources) {
        const reading = await source.read();
        if ('ok' in reading) throw new Error(reading.reason);
        Object.assign(counters, reading.counters);
      }
      return counters;
    });
}

/** How much each counter grew. */
export function differences(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]));
}

/** The last line of mountinfo for a mount point, as a mount that was recognised. */
export function mountedAt(mountPoint: string, kind: FileSystemKind): MountedFileSystem {
  const unescape = (text: string): string =>
    text.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  const fields = lines.map((line) => line.split(' ')).findLast((line) => unescape(line[4] ?? '') === mountPoint);
  if (fields === undefined) throw new Error(`nothing is mounted at ${mountPoint}`);
  const [type = '', source = '', superOptions = ''] = fields.slice(fields.indexOf('-') + 1).map(unescape);
  const options = (fields[5] ?? '').split(',');
  return {
    ...{ kind, path: mountPoint, mountPoint, source, type, options, superOptions: superOptions.split(',') },
    majorMinor: fields[2] ?? '',
  };
}

/** The machine as in a child process of a run, with `tools` before PATH while `work` runs. */
export async function withMachine<T>(tools: string, work: (access: MachineAccess) => Promise<T>): Promise<T> {
  const path = process.env.PATH ?? '';
  if (tools !== '') process.env.PATH = `${tools}:${path}`;
  try {
    return await work(new MachineAccess({ timeoutMs: () => 60_000, attributes: loadBinding }));
  } finally {
    process.env.PATH = path;
  }
}
