// FUSE file systems of which only the version of the program and the connection to the kernel can be asked.
import type { FileSystemAdapter, MountedFileSystem, SystemFacts } from '../adapter.js';
import type { Access } from '../access.js';
import type { FileSystemKind } from '../kinds.js';
import { Questions } from '../questions.js';
import { connectionDetails, connectionSources } from './connection.js';

interface Program {
  command: string;
  args: readonly string[];
  version: RegExp;
}

const programs: Partial<Record<FileSystemKind, Program>> = {
  sshfs: { command: 'sshfs', args: ['--version'], version: /^SSHFS version (\S+)/m },
  s3fs: { command: 's3fs', args: ['--version'], version: /\bV(\d\S*)/ },
};

async function describe(mount: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const ask = new Questions(access);
  const program = programs[mount.kind];
  const versionOf = ({ command, args, version }: Program): Promise<string | null> =>
    ask.run(command, args, (text) => version.exec(text)?.[1] ?? null);
  const version = program === undefined ? null : await versionOf(program);
  const details = await connectionDetails(mount, ask);
  return { version: version ?? '', details, targets: [], asked: ask.asked };
}

/** 3FS counts in its monitor only, so its client tells no more than the kernel does. */
export const fuseAdapter: FileSystemAdapter = {
  kinds: ['sshfs', 's3fs', '3fs', 'fuse'],
  describe,
  counters: connectionSources,
};
