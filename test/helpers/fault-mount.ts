// A mount that fails or stalls on command: test/servers/faultfs.c over a directory of its own, where FUSE can be used.
import { execFileSync, spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../servers/faultfs.c', import.meta.url));
const library = 'fuse3 >= 3.12';
const patienceMs = 5000;

type Daemon = ChildProcessByStdio<Writable, Readable, Readable>;

/** Why `buildFaultfs` and `FaultMount.make` cannot work on this machine; an empty string when they can. */
export function whyNoFaultMount(): string {
  const works = (command: string, ...options: string[]): boolean => spawnSync(command, options).status === 0;
  try {
    closeSync(openSync('/dev/fuse', 'r+'));
  } catch (error) {
    return `FUSE cannot be used here: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (!works('cc', '--version')) return 'there is no C compiler';
  if (!works('pkg-config', '--exists', library)) return `${library} is missing (Debian: libfuse3-dev, pkg-config)`;
  if (process.getuid?.() !== 0)
    return works('fusermount3', '--version') ? '' : 'there is no fusermount3 (Debian: fuse3)';
  // CAP_SYS_ADMIN is bit 21: root in a container often lacks it.
  const [, capabilities = '0'] = /^CapEff:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return ((BigInt(`0x${capabilities}`) >> 21n) & 1n) === 1n ? '' : 'mounting needs CAP_SYS_ADMIN';
}

/** Compiles the daemon into `directory`; returns its path. */
export function buildFaultfs(directory: string): string {
  const program = join(directory, 'faultfs');
  const flags = execFileSync('pkg-config', ['--cflags', '--libs', library], { encoding: 'utf8' }).trim().split(/\s+/);
  execFileSync('cc', ['-Wall', '-Wextra', '-o', program, source, ...flags], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return program;
}

export class FaultMount {
  /** Mount point. */
  readonly path: string;
  readonly #parent: string;
  readonly #daemon: Daemon;
  readonly #answers: AsyncIterator<string>;
  #errors = '';

  private constructor(program: string, log: readonly string[]) {
    this.#parent = mkdtempSync(join(tmpdir(), 'ioproof-fault-'));
    this.path = join(this.#parent, 'mount');
    const backing = join(this.#parent, 'backing');
    for (const directory of [this.path, backing]) mkdirSync(directory);
    this.#daemon = spawn(program, [backing, this.path, ...log], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#daemon.stderr.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()));
    // A daemon that is gone shows by the lack of an answer.
    this.#daemon.stdin.on('error', () => undefined);
    this.#answers = createInterface({ input: this.#daemon.stdout })[Symbol.asyncIterator]();
  }

  /**
   * Mounts an empty file system without faults. `program` is from `buildFaultfs`; the caller unmounts, in `afterEach`. Each
   * open and read becomes a line of the file `log`, if one is given.
   */
  static async make(program: string, log?: string): Promise<FaultMount> {
    const mount = new FaultMount(program, log === undefined ? [] : [log]);
    try {
      await mount.#expectAnswer('mounted');
      return mount;
    } catch (error) {
      await mount.unmount();
      throw error;
    }
  }

  /** Obeys one command of the language at the top of faultfs.c; it is in force when this returns. */
  async set(command: string): Promise<void> {
    this.#daemon.stdin.write(`${command}\n`);
    await this.#expectAnswer('ok');
  }

  /**
   * Unmounts and removes all that was made for it. What is stalled fails: the kernel aborts the connection when the
   * daemon is gone, by itself or by force.
   */
  async unmount(): Promise<void> {
    const daemon = this.#daemon;
    if (daemon.exitCode === null && daemon.signalCode === null) {
      const gone = once(daemon, 'exit');
      const force = setTimeout(() => daemon.kill('SIGKILL'), patienceMs);
      daemon.stdin.end();
      await gone;
      clearTimeout(force);
    }
    if (daemon.exitCode !== 0) unmountByForce(this.path);
    rmSync(this.#parent, { recursive: true, force: true });
  }

  async #expectAnswer(expected: string): Promise<void> {
    const answer = await this.#answers.next();
    if (answer.done === true) throw new Error(`faultfs has ended: ${this.#errors.trim()}`);
    if (answer.value !== expected) throw new Error(`faultfs: ${answer.value}`);
  }
}

/** A daemon that did not end by itself may leave a dead mount behind. */
function unmountByForce(path: string): void {
  if (process.getuid?.() === 0) spawnSync('umount', ['--lazy', path]);
  else spawnSync('fusermount3', ['-u', '-z', path]);
}
