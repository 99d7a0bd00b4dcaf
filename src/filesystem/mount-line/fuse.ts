// What the lines of FUSE file systems tell; each has a form of its own for the source.
import type { MountLine } from './line.js';
import { type OptionField, type OptionList } from './options.js';
import { detailsOf, type Details } from '../told.js';

const fields: readonly OptionField[] = [
  ['maxRead', 'max_read', 'number'],
  ['blockSize', 'blksize', 'number'],
  ['allowOther', 'allow_other', 'flag'],
  ['defaultPermissions', 'default_permissions', 'flag'],
];

/** Options that the kernel shows of any FUSE mount, and the name of its program where the type has it. */
export function fuseDetails({ type }: MountLine, options: OptionList): Details {
  return { ...detailsOf({ subtype: /^fuse(?:blk)?\.(.+)$/.exec(type)?.[1] }), ...options.told(fields) };
}

/** `host:/volume`. */
export function glusterDetails(line: MountLine, options: OptionList): Details {
  const [, server, volume] = /^(.+):\/?([^:]+)$/.exec(line.source) ?? [];
  return { ...detailsOf({ server, volume }), ...fuseDetails(line, options) };
}

/** `mfs#host:port`, with the directory behind it where another than the root is mounted. */
export function mooseDetails(line: MountLine, options: OptionList): Details {
  const [, master, port, path] = /^mfs#(.+?)(?::(\d+))?(\/.*)?$/.exec(line.source) ?? [];
  return {
    ...detailsOf({ master, port: port === undefined ? null : Number(port), path }),
    ...fuseDetails(line, options),
  };
}

/** `JuiceFS:volume`. */
export function juiceDetails(line: MountLine, options: OptionList): Details {
  return { ...detailsOf({ volume: after(line.source, 'JuiceFS:') }), ...fuseDetails(line, options) };
}

/** `hf3fs.cluster`. */
export function threeDetails(line: MountLine, options: OptionList): Details {
  return { ...detailsOf({ cluster: after(line.source, 'hf3fs.') }), ...fuseDetails(line, options) };
}

/** `user@host:path`; the user may be missing. */
export function sshDetails(line: MountLine, options: OptionList): Details {
  const [, user, host, path] = /^(?:([^@:/]+)@)?(\[[^\]]+\]|[^:/]+):(.*)$/.exec(line.source) ?? [];
  return { ...detailsOf({ user, server: host, path }), ...fuseDetails(line, options) };
}

/** `remote:path`, or `:backend{hash}:path` for a remote without a name. */
export function rcloneDetails(line: MountLine, options: OptionList): Details {
  const [, backend] = /^:([a-z0-9]+)/.exec(line.source) ?? [];
  const [, remote, path] = /^([^:]+):(.*)$/.exec(line.source) ?? [];
  return { ...detailsOf({ backend, remote, path }), ...fuseDetails(line, options) };
}

function after(text: string, prefix: string): string | null {
  return text.startsWith(prefix) ? text.slice(prefix.length) : null;
}
