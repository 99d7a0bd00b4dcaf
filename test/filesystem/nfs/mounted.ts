// NFS mounts of the fixture, with the machine that has them.
import { readFileSync } from 'node:fs';
import type { MountedFileSystem } from '../../../src/filesystem/adapter.js';
import { ScriptedAccess, type Scripted } from '../../helpers/scripted-access.js';

export const mountstats = readFileSync(new URL('../../fixtures/nfs/mountstats', import.meta.url), 'utf8');

export function mounted(mountPoint: string): MountedFileSystem {
  return {
    kind: 'nfs',
    path: `${mountPoint}/data`,
    mountPoint,
    source: 'server.example:/',
    type: 'nfs4',
    options: ['rw'],
    superOptions: ['rw'],
    majorMinor: '0:42',
  };
}

export function machine(statistics: Scripted = mountstats): ScriptedAccess {
  return new ScriptedAccess({
    files: { '/proc/self/mountstats': statistics, '/proc/sys/kernel/osrelease': '6.1.0-13-amd64\n' },
  });
}
