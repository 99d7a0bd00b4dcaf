// VAST: NFS by the client of VAST, whose own tool tells its version; all else is that of NFS.
import type { Access } from '../access.js';
import type { FileSystemAdapter, MountedFileSystem, SystemFacts } from '../adapter.js';
import { nfsAdapter } from '../nfs/adapter.js';
import { Questions } from '../questions.js';
import { detailsOf, keyValues } from '../told.js';

/** `vastnfs-ctl status`: lines `key: value`. Null: another form. */
export function parseStatus(text: string): { version: string; modules: string } | null {
  const told = keyValues(text, ':');
  const version = told.get('version') ?? '';
  return version === '' ? null : { version, modules: told.get('kernel modules') ?? '' };
}

async function describe(mount: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const ask = new Questions(access);
  const client = await ask.run('vastnfs-ctl', ['status'], parseStatus);
  const nfs = await nfsAdapter.describe?.(mount, access);
  return {
    version: client?.version ?? nfs?.version ?? '',
    details: { ...nfs?.details, ...detailsOf({ kernelModules: client?.modules }) },
    targets: nfs?.targets ?? [],
    asked: [...ask.asked, ...(nfs?.asked ?? [])],
  };
}

export const vastAdapter: FileSystemAdapter = { ...nfsAdapter, kinds: ['vast'], describe };
