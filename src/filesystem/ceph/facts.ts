// Facts of a CephFS mount: cluster and client by their attributes, version and caches of ceph-fuse by its admin socket.
import type { Access } from '../access.js';
import type { MountedFileSystem, SystemFacts } from '../adapter.js';
import { OptionList } from '../mount-line/options.js';
import { askedOf, isNoAnswer } from '../no-answer.js';
import { countOf, detailsOf, jsonOf, objectOf, textOf, type Details } from '../told.js';
import { askSocket, clientId, findClientSocket, type ClientStatus } from './client-socket.js';
import { dataPools } from './pools.js';

type Part = Pick<SystemFacts, 'version' | 'details' | 'asked'>;

export async function describeFuse(mount: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const [cluster, client] = await Promise.all([clusterFacts(mount, access), fuseFacts(mount, access)]);
  const pools = await dataPools(textOf(client.details['fileSystem']), access);
  return {
    version: client.version,
    details: { ...cluster.details, ...client.details },
    targets: pools.targets,
    asked: [...cluster.asked, ...client.asked, ...pools.asked],
  };
}

/** The client is the kernel, so its version is the kernel's. */
export async function describeKernel(mount: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const fileSystem = fileSystemIn(mount);
  const [cluster, kernel, pools] = await Promise.all([
    clusterFacts(mount, access),
    access.read('/proc/sys/kernel/osrelease'),
    dataPools(fileSystem, access),
  ]);
  return {
    version: kernel.ok ? `Linux ${kernel.text.trim()}` : '',
    details: { ...cluster.details, ...detailsOf({ fileSystem }) },
    targets: pools.targets,
    asked: [...cluster.asked, ...pools.asked],
  };
}

/** Both clients prove by these that they are CephFS, without any tool. */
async function clusterFacts(mount: MountedFileSystem, access: Access): Promise<Part> {
  const [fsid, id] = await Promise.all([access.xattr(mount.path, 'ceph.cluster_fsid'), clientId(mount, access)]);
  return {
    version: '',
    details: detailsOf({ fsid: fsid.ok ? fsid.text.trim() : null, client: id === null ? null : `client.${id}` }),
    asked: [askedOf(`ceph.cluster_fsid of ${mount.path}`, fsid.ok ? null : fsid)],
  };
}

async function fuseFacts(mount: MountedFileSystem, access: Access): Promise<Part> {
  const socket = await findClientSocket(mount, access);
  if (isNoAnswer(socket)) return { version: '', details: {}, asked: [askedOf('admin socket of ceph-fuse', socket)] };
  const { path, status } = socket;
  const command = (words: string): string => `ceph --admin-daemon ${path} ${words}`;
  const settings = await askSocket(path, ['config', 'show'], access);
  return {
    version: versionIn(status),
    details: { ...statusDetails(status), ...(settings.ok ? cacheDetails(settings.text) : {}), adminSocket: path },
    asked: [askedOf(command('status'), null), askedOf(command('config show'), settings.ok ? null : settings)],
  };
}

/** `ceph version 16.2.15 (<commit>) pacific (stable)` → `16.2.15 pacific`. */
function versionIn({ version }: ClientStatus): string {
  const [, number = '', , name = ''] = /^ceph version (\S+)(?: \((\w+)\))?(?: (\w+))?/.exec(version) ?? [];
  return [number, name].filter((word) => word !== '').join(' ');
}

function statusDetails({ fileSystem, root, user }: ClientStatus): Details {
  return detailsOf({ fileSystem, root, user: user === '' ? null : `client.${user}` });
}

/** What the client holds in its own memory, which dropping the kernel's page cache does not empty. */
function cacheDetails(json: string): Details {
  const { client_oc: on, client_oc_size: size, fuse_disable_pagecache: noPages } = objectOf(jsonOf(json)) ?? {};
  return detailsOf({
    objectCacherBytes: on === 'false' ? 0 : countOf(size),
    pageCache: typeof noPages === 'string' ? noPages !== 'true' : null,
  });
}

/** New form of the source, `user@fsid.name=/path`, or an option; empty: the old form, which has no name. */
function fileSystemIn({ source, superOptions }: MountedFileSystem): string {
  const [, inSource] = /^[^@]+@[0-9a-f-]*\.([^=]+)=/.exec(source) ?? [];
  const options = new OptionList(superOptions);
  return inSource ?? options.text('mds_namespace') ?? options.text('fs') ?? '';
}
