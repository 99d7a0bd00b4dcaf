// Command lines of the two generations of BeeGFS tools: `beegfs` since version 8, `beegfs-ctl` before.
import type { Access, Answer } from '../access.js';
import type { MountedFileSystem } from '../adapter.js';
import type { LayoutRequest } from '../layout.js';

export type BeegfsCommand = [string, ...string[]];

/** The same question in both generations. */
export interface BeegfsCommands {
  v8: BeegfsCommand;
  v7: BeegfsCommand;
}

const json = ['--output', 'json', '--raw'];

/** Of a file or directory. */
export const entryInfo = (path: string, { mountPoint }: MountedFileSystem): BeegfsCommands => ({
  v8: ['beegfs', 'entry', 'info', path, ...json],
  v7: ['beegfs-ctl', '--getentryinfo', `--mount=${mountPoint}`, path],
});

/** Storage targets with capacity and state. */
export const listTargets = ({ mountPoint }: MountedFileSystem): BeegfsCommands => ({
  v8: ['beegfs', 'target', 'list', '--capacity', '--state', ...json],
  v7: ['beegfs-ctl', '--listtargets', '--nodetype=storage', '--spaceinfo', '--state', `--mount=${mountPoint}`],
});

/** Requests of each client since the servers were started. */
export const clientStats = ({ mountPoint }: MountedFileSystem): BeegfsCommands => ({
  v8: ['beegfs', 'stats', 'client', '--node-type', 'storage', '--interval', '0s', ...json],
  v7: ['beegfs-ctl', '--clientstats', '--nodetype=storage', '--interval=0', '--allstats', `--mount=${mountPoint}`],
});

/** Pattern of new files in a directory. */
export function setPattern(
  directory: string,
  { pool, stripeCount, stripeSize }: LayoutRequest,
  { mountPoint }: MountedFileSystem,
): BeegfsCommands {
  const option = (name: string, value: string | number | null): string[] =>
    value === null ? [] : [`--${name}=${String(value)}`];
  return {
    v8: [
      ...(['beegfs', 'entry', 'set'] as const),
      ...option('num-targets', stripeCount),
      ...option('chunk-size', stripeSize),
      ...option('pool', pool),
      directory,
    ],
    v7: [
      ...(['beegfs-ctl', '--setpattern'] as const),
      ...option('numtargets', stripeCount),
      ...option('chunksize', stripeSize),
      ...option('storagepoolid', pool),
      `--mount=${mountPoint}`,
      directory,
    ],
  };
}

/** Runs the newer tool, or the older one where the newer is not there. */
export async function runEither(
  commands: BeegfsCommands,
  access: Access,
): Promise<{ answer: Answer; command: BeegfsCommand; generation: 8 | 7 }> {
  const run = ([tool, ...args]: BeegfsCommand): Promise<Answer> => access.run(tool, args);
  const newer = await run(commands.v8);
  if (newer.ok || newer.code !== 'MISSING') return { answer: newer, command: commands.v8, generation: 8 };
  return { answer: await run(commands.v7), command: commands.v7, generation: 7 };
}
