// Takes passwords and keys out of a line of mountinfo before it is recorded.
import { withoutPasswords } from '../filesystem/passwords.js';
import type { MountEntry } from './mountinfo.js';

/** Names of options whose value is a secret, or the way to one. */
const secretName = String.raw`(?:[\w.-]*(?:pass|secret|token|credential|access[-_]?key|private[-_]?key)[\w.-]*|key)`;

export function withoutSecrets(entry: MountEntry): MountEntry {
  return {
    ...entry,
    // FUSE file systems write their whole address into it.
    source: withoutPasswords(withoutParameters(entry.source)),
    options: entry.options.map(withoutSecret),
    superOptions: entry.superOptions.map(withoutSecret),
  };
}

/** rclone takes the options of a remote in its name: `:sftp,host=h,pass=…:path`. */
function withoutParameters(source: string): string {
  return source.replace(new RegExp(`(,${secretName})=(?:"[^"]*"|[^,:]*)`, 'gi'), '$1=<hidden>');
}

function withoutSecret(option: string): string {
  return withoutPasswords(option.replace(new RegExp(`^(${secretName})=.+$`, 'is'), '$1=<hidden>'));
}
