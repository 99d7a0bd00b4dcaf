// CephFS mounts with the machine that has them: attributes, an admin socket, debugfs, in the forms of the real ones.
import type { MountedFileSystem } from '../../../src/filesystem/adapter.js';
import { ScriptedAccess, type Script } from '../../helpers/scripted-access.js';

export const fsid = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
export const socket = '/run/clusters/ceph-client.bench.811.asok';
const socketLine = `00000000af3211dd: 00000002 00000000 00010000 0001 01 771 ${socket}`;

export function fuseMount(): MountedFileSystem {
  return {
    kind: 'ceph-fuse',
    path: '/mnt/ceph/bench/data',
    mountPoint: '/mnt/ceph',
    source: 'ceph-fuse',
    type: 'fuse.ceph-fuse',
    options: ['rw'],
    superOptions: ['rw', 'allow_other'],
    majorMinor: '0:51',
  };
}

export function kernelMount(source = `bench@${fsid}.archive=/`): MountedFileSystem {
  return { ...fuseMount(), kind: 'cephfs', type: 'ceph', source };
}

export const status = (id: number, mountPoint = '/mnt/ceph'): string =>
  JSON.stringify({
    metadata: {
      ceph_version: 'ceph version 18.2.4 (e7ad5345525c7aa95470c26863873b581076945d) reef (stable)',
      entity_id: 'bench',
      mount_point: mountPoint,
      root: '/tenants/a',
    },
    id,
    fs_name: 'archive',
  });

export const settings = JSON.stringify({
  client_oc: 'true',
  client_oc_size: '209715200',
  fuse_disable_pagecache: 'false',
  name: 'client.bench',
});

/** As text: Pacific has the key `rdops` twice, which no object can have. */
export const perfDump = `{
  "AsyncMessenger::Worker-0": { "msgr_recv_bytes": 4000, "msgr_send_bytes": 17 },
  "AsyncMessenger::Worker-1": { "msgr_recv_bytes": 333, "msgr_send_bytes": 4 },
  "client": {
    "reply": { "avgcount": 45, "sum": 0.049915962, "avgtime": 0.001109243 },
    "rdlat": { "avgcount": 27, "sum": 0.002601601, "avgtime": 0.000096355 },
    "wrlat": { "avgcount": 407, "sum": 0.097837122, "avgtime": 0.000240386 },
    "fsync": { "avgcount": 1, "sum": 0.004723130, "avgtime": 0.004723130 },
    "readsqsum": 190375325397000000000, "rdops": 27, "rdops": 407
  },
  "objectcacher-libcephfs": { "cache_ops_hit": 6, "cache_ops_miss": 2, "data_flushed": 51384320, "write_ops_blocked": 0 },
  "objecter": { "op_active": 3, "op_laggy": 1, "op_send": 53, "op_send_bytes": 52446308, "op_resend": 2,
    "op_r": 23, "op_w": 30 }
}`;

/** Of a client of the number 811; `more` in front of it. */
export function fuseMachine(more: Script = {}): ScriptedAccess {
  const ask = `ceph --admin-daemon ${socket}`;
  return new ScriptedAccess({
    files: { '/proc/net/unix': `Num RefCount Protocol Flags Type St Inode Path\n${socketLine}\n`, ...more.files },
    directories: { ...more.directories },
    tools: {
      [`${ask} status`]: status(811),
      [`${ask} config show`]: settings,
      [`${ask} perf dump`]: perfDump,
      'ceph df --connect-timeout 3 --format json': JSON.stringify({
        pools: [
          { name: 'meta', id: 1, stats: { stored: 1000, max_avail: 9000 } },
          { name: 'disks', id: 2, stats: { stored: 90e12, max_avail: 10e12 } },
          { name: 'flash', id: 3, stats: { stored: 0, max_avail: 5e12 } },
          { name: 'other', id: 4, stats: { stored: 1, max_avail: 5e12 } },
        ],
      }),
      'ceph fs ls --connect-timeout 3 --format json': JSON.stringify([
        { name: 'archive', metadata_pool: 'meta', data_pools: ['disks', 'flash'] },
        { name: 'second', metadata_pool: 'meta', data_pools: ['other'] },
      ]),
      ...more.tools,
    },
    attributes: {
      'ceph.client_id of /mnt/ceph/bench/data': 'client811',
      'ceph.cluster_fsid of /mnt/ceph/bench/data': fsid,
      ...more.attributes,
    },
  });
}
