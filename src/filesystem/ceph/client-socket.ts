// The admin socket of the ceph-fuse that serves a mount, and what it answers.
import type { Access, Answer, NoAnswer } from '../access.js';
import type { MountedFileSystem } from '../adapter.js';
import { countOf, jsonOf, objectOf, textOf } from '../told.js';

/** Where Ceph makes them unless its configuration says otherwise. */
const usualFolder = '/var/run/ceph';
const socketsPath = '/proc/net/unix';
const daemons = /-(?:mon|mgr|osd|mds|rgw|rbd-mirror|crash)\.[^/]*$/;
const mostAsked = 8;

export interface ClientSocket {
  path: string;
  status: ClientStatus;
}

/** The part of the answer to `status` that is of use; texts are empty, and the number null, where they are not told. */
export interface ClientStatus {
  id: number | null;
  fileSystem: string;
  version: string;
  mountPoint: string;
  root: string;
  user: string;
}

export function askSocket(path: string, command: readonly string[], access: Access): Promise<Answer> {
  return access.run('ceph', ['--admin-daemon', path, ...command]);
}

/** Number of the client of this mount in its cluster, by a virtual attribute of both clients; null: it does not tell. */
export async function clientId(mount: MountedFileSystem, access: Access): Promise<number | null> {
  const answer = await access.xattr(mount.path, 'ceph.client_id');
  return answer.ok ? countOf(/^client\.?(\d+)$/.exec(answer.text.trim())?.[1]) : null;
}

/** Sockets are asked in turn for the one whose client has the mount's number or, where that is not told, mount point. */
export async function findClientSocket(mount: MountedFileSystem, access: Access): Promise<ClientSocket | NoAnswer> {
  const [id, paths] = await Promise.all([clientId(mount, access), socketPaths(access)]);
  const refusals: string[] = [];
  for (const path of paths.slice(0, mostAsked)) {
    const answer = await askSocket(path, ['status'], access);
    // Without the tool no other socket answers either, and one that hangs has cost its time already.
    if (!answer.ok && ['MISSING', 'TIMED_OUT', 'ABANDONED'].includes(answer.code)) return answer;
    if (!answer.ok) refusals.push(answer.reason);
    const status = answer.ok ? parseStatus(answer.text) : null;
    if (status !== null && serves(status, id, mount.mountPoint)) return { path, status };
  }
  return noSocket(mount, paths, refusals);
}

function serves(status: ClientStatus, id: number | null, mountPoint: string): boolean {
  return id === null ? status.mountPoint === mountPoint : status.id === id;
}

/** Null where it is no object of JSON. */
function parseStatus(text: string): ClientStatus | null {
  const status = objectOf(jsonOf(text));
  const metadata = objectOf(status?.['metadata']) ?? {};
  if (status === null) return null;
  return {
    id: countOf(status['id']),
    fileSystem: textOf(status['fs_name']),
    version: textOf(metadata['ceph_version']),
    mountPoint: textOf(metadata['mount_point']),
    root: textOf(metadata['root']),
    user: textOf(metadata['entity_id']),
  };
}

function noSocket(mount: MountedFileSystem, paths: string[], refusals: string[]): NoAnswer {
  const [refused] = refusals;
  if (refused !== undefined) return { ok: false, code: 'REFUSED', reason: refused };
  const seen = paths.length === 0 ? 'there is none of a client' : `asked: ${paths.slice(0, mostAsked).join(', ')}`;
  const reason = `no admin socket of the ceph-fuse at ${mount.mountPoint}: ${seen}; see admin_socket in ceph.conf`;
  return { ok: false, code: 'MISSING', reason };
}

/** Those of clients that listen in this network namespace, and those in the usual folder. */
async function socketPaths(access: Access): Promise<string[]> {
  const [table, names] = await Promise.all([access.read(socketsPath), access.list(usualFolder)]);
  const listening = table.ok ? [...table.text.matchAll(/ (\/\S*\.asok)$/gm)].map(([, path = '']) => path) : [];
  const usual = names.filter((name) => name.endsWith('.asok')).map((name) => `${usualFolder}/${name}`);
  const short = (path: string): string => path.replace(/^\/var\/run\//, '/run/');
  const paths = new Map([...usual, ...listening].map((path) => [short(path), path]));
  return [...paths.values()].filter((path) => !daemons.test(path));
}
