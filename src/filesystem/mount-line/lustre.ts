// What the line of a Lustre mount tells: servers, network, file system, options of the client.
import type { MountLine } from './line.js';
import { type OptionField, type OptionList } from './options.js';
import { detailsOf, type Details } from '../told.js';

const fields: readonly OptionField[] = [
  ['checksum', 'checksum', 'flag'],
  ['lruResize', 'lruresize', 'flag'],
  ['lazyStatfs', 'lazystatfs', 'flag'],
  ['userXattr', 'user_xattr', 'flag'],
  ['encrypt', 'encrypt', 'flag'],
  ['alwaysPing', 'always_ping', 'flag'],
];

/** Magic number of the mounts of servers, LUSTRE_SUPER_MAGIC of lustre_disk.h; clients have 0x0BD00BD0. */
const serverMagic = 0x0bd00bd1;

/** A container may show the source of a client as `none`; then nothing is told of the servers. */
export function lustreDetails({ type, source }: MountLine, options: OptionList, magic: number | null): Details {
  if (magic === serverMagic || type === 'lustre_tgt') {
    return { role: 'server', ...detailsOf({ target: source, service: options.text('svname') }) };
  }
  const locks = options.firstOf('flock', 'localflock', 'noflock');
  return {
    ...placeOf(source),
    ...detailsOf({ flock: locks }),
    ...options.told(fields),
    ...(options.has('nochecksum') ? { checksum: false } : {}),
  };
}

/**
 * `NID[,NID][:NID…]:/fsname[/subdirectory]`: a colon before each server that can take over, a comma between its NIDs. A NID
 * ends with its network: `tcp`, `o2ib`, `kfi`, with a number where there are several.
 */
function placeOf(source: string): Details {
  const [, servers, fsname, subdirectory] = /^(.+):\/([^/]+)(\/.*)?$/.exec(source) ?? [];
  if (servers === undefined) return {};
  const nids = [...servers.matchAll(/(?:^|[,:])([^@,]+@([a-z0-9]+?)(\d*))(?=[,:]|$)/g)];
  const networks = [...new Set(nids.map(([, , network]) => network))];
  return detailsOf({
    fsname,
    subdirectory,
    servers: nids.length === 0 ? servers : nids.map(([, nid]) => nid).join(', '),
    transport: networks.join(', '),
  });
}
