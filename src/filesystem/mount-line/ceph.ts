// What the line of a CephFS mount of the kernel's client tells, in the old and the new syntax of the device.
import type { MountLine } from './line.js';
import { type OptionField, type OptionList } from './options.js';
import { detailsOf, type Details } from '../told.js';

const fields: readonly OptionField[] = [
  ['rsize', 'rsize', 'number'],
  ['wsize', 'wsize', 'number'],
  ['readAheadBytes', 'rasize', 'number'],
  ['messengerMode', 'ms_mode', 'text'],
  ['capsMax', 'caps_max', 'number'],
  ['readFromReplica', 'read_from_replica', 'text'],
  ['recoverSession', 'recover_session', 'text'],
  ['synchronousDirectoryOperations', 'wsync', 'flag'],
  ['fsCache', 'fsc', 'flag'],
  ['noDentryCache', 'nodcache', 'flag'],
  ['noCopyFrom', 'nocopyfrom', 'flag'],
];

export function cephDetails({ source }: MountLine, options: OptionList): Details {
  const { monitors, ...place } = placeOf(source);
  return {
    ...detailsOf({
      monitors: listed(options.text('mon_addr'), '/') ?? listed(monitors ?? null, ','),
      ...place,
      user: place.user ?? options.text('name'),
      fileSystem: place.fileSystem ?? options.text('mds_namespace') ?? options.text('fs'),
    }),
    ...options.told(fields),
  };
}

interface Place {
  monitors?: string | undefined;
  user?: string | undefined;
  fsid?: string | undefined;
  fileSystem?: string | undefined;
  path?: string | undefined;
}

/** `user@fsid.fsname=/path`, where the fsid may be missing, or `monitor,monitor:/path`. */
function placeOf(source: string): Place {
  const [, user, fsid, fileSystem, path] = /^([^@:/]*)@([^.=/]*)\.([^=]*)=(\/.*)?$/.exec(source) ?? [];
  if (fileSystem !== undefined) return { user, fsid, fileSystem, path: path ?? '/' };
  const end = source.indexOf(':/');
  return end < 0 ? {} : { monitors: source.slice(0, end), path: source.slice(end + 1) };
}

function listed(text: string | null, separator: string): string | null {
  return text === null ? null : text.split(separator).join(', ');
}
