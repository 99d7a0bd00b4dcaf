// What the lines of other parallel and shared file systems tell: WekaFS, BeeGFS, GPFS, SMB, 9p.
import type { MountLine } from './line.js';
import { type OptionField, type OptionList } from './options.js';
import { detailsOf, type Details } from '../told.js';

const wekaFields: readonly OptionField[] = [
  ['readAheadKb', 'readahead_kb', 'number'],
  ['inodeBits', 'inode_bits', 'text'],
  ['dentryMaxAgePositiveMs', 'dentry_max_age_positive', 'number'],
  ['dentryMaxAgeNegativeMs', 'dentry_max_age_negative', 'number'],
  ['container', 'container_name', 'text'],
];

/** `backend[,backend…]/name`, or the name alone. Default modes are not always shown. */
export function wekaDetails({ source }: MountLine, options: OptionList): Details {
  const [, backends, fileSystem] = /^(?:(.*)\/)?([^/]*)$/.exec(source) ?? [];
  const mode = options.firstOf('forcedirect', 'coherent', 'readcache', 'writecache');
  return { ...detailsOf({ mode, backends: backends?.split(',').join(', '), fileSystem }), ...options.told(wekaFields) };
}

/** BeeOND gives its manager and the shift of its ports as options; its configuration file may be missing. */
export function beegfsDetails(_line: MountLine, options: OptionList): Details {
  return options.told([
    ['configFile', 'cfgFile', 'text'],
    ['manager', 'sysMgmtdHost', 'text'],
    ['portShift', 'connPortShift', 'number'],
  ]);
}

/** `name` or `/dev/name`. */
export function gpfsDetails({ source }: MountLine): Details {
  return detailsOf({ fileSystem: source.replace(/^\/dev\//, '') });
}

/** `//server/share`. */
export function smbDetails({ source }: MountLine, options: OptionList): Details {
  const [, server, share] = /^[/\\]{2}([^/\\]+)[/\\](.*)$/.exec(source) ?? [];
  return {
    ...detailsOf({ server, share }),
    ...options.told([
      ['version', 'vers', 'text'],
      ['cache', 'cache', 'text'],
      ['rsize', 'rsize', 'number'],
      ['wsize', 'wsize', 'number'],
      ['channels', 'max_channels', 'number'],
    ]),
  };
}

export function ninepDetails(_line: MountLine, options: OptionList): Details {
  return options.told([
    ['transport', 'trans', 'text'],
    ['cache', 'cache', 'text'],
    ['messageSize', 'msize', 'number'],
    ['version', 'version', 'text'],
  ]);
}
