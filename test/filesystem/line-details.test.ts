// What each form of line tells: every fact by name, so that a fact too many or too few shows.
import { describe, expect, test } from 'vitest';
import { recognise } from '../../src/filesystem/recognise.js';
import { lineAt } from './lines.js';

const relatime = { atime: 'relatime' };

const told: Record<string, Record<string, string | number | boolean>> = {
  '/lustre/tcp': {
    ...{ atime: 'noatime', fsname: 'scratch', servers: '192.0.2.1@tcp', transport: 'tcp', flock: 'flock' },
    ...{ checksum: true, lruResize: true, lazyStatfs: true, userXattr: true },
  },
  '/lustre/o2ib': {
    ...{ ...relatime, fsname: 'big', subdirectory: '/projects/ml', transport: 'o2ib', flock: 'localflock' },
    ...{ checksum: false, lazyStatfs: true },
    servers: '192.0.2.5@o2ib1, 192.0.2.6@o2ib1, 192.0.2.7@o2ib1, 192.0.2.8@o2ib1',
  },
  '/lustre/mixed': {
    ...{ ...relatime, readOnly: true, fsname: 'mix', servers: '192.0.2.5@kfi, 192.0.2.6@tcp2', transport: 'kfi, tcp' },
    flock: 'noflock',
  },
  '/lustre/six': {
    ...{ ...relatime, fsname: 'six', servers: '2001:db8::1@tcp, 2001:db8::2@tcp', transport: 'tcp', flock: 'flock' },
  },
  '/lustre/host': { ...relatime, fsname: 'lab', servers: 'mgs01' },
  '/lustre/hidden': { ...relatime, flock: 'flock' },
  '/lustre/mdt0': { ...relatime, role: 'server', target: 'mdtpool/mdt0', service: 'scratch-MDT0000' },
  '/weka/write': {
    ...{ ...relatime, mode: 'writecache', backends: 'node-a.example, node-b.example', fileSystem: 'fast' },
    ...{ readAheadKb: 32768, inodeBits: 'auto', dentryMaxAgePositiveMs: 1000, dentryMaxAgeNegativeMs: 0 },
    container: 'client7',
  },
  '/weka/direct': { ...relatime, mode: 'forcedirect', fileSystem: 'plain', inodeBits: '64' },
  '/gpfs/name': { ...relatime, fileSystem: 'work' },
  '/gpfs/device': { ...relatime, fileSystem: 'gpfs02' },
  '/beegfs': { ...relatime, configFile: '/etc/beegfs/beegfs-client.conf' },
  '/job/7/fast': { ...relatime, manager: 'n001', portShift: 1000 },
  '/job/8/fast': { ...relatime, configFile: '/etc/beegfs/beeond/beegfs-client.conf' },
  '/mnt/beeond': relatime,
  '/daos': { atime: 'noatime', subtype: 'daos', defaultPermissions: true },
  '/ceph/old': {
    ...{ ...relatime, monitors: '192.0.2.20:6789, 192.0.2.21:6789', path: '/home', user: 'bench', fileSystem: 'fs2' },
    readAheadBytes: 16777216,
  },
  '/ceph/new': {
    ...{ ...relatime, monitors: '192.0.2.20:6789, 192.0.2.21:6789', path: '/home', user: 'bench', fileSystem: 'fs1' },
    ...{ fsid: '11111111-2222-3333-4444-555555555555', messengerMode: 'crc', synchronousDirectoryOperations: true },
  },
  '/ceph/six': { ...relatime, monitors: '[2001:db8::20]:6789', path: '/', user: 'admin' },
  '/ceph/fuse': { ...relatime, subtype: 'ceph-fuse', allowOther: true },
  '/nfs/3': {
    ...{ ...relatime, server: 'filer.example', export: '/export/b', version: '3', hard: false, protocol: 'tcp' },
    ...{ rsize: 131072, wsize: 131072, security: 'sys', timeoutDeciseconds: 600, retransmissions: 2, ownCache: true },
    ...{ address: '192.0.2.40', localLock: 'all' },
  },
  '/nfs/40': {
    ...{ ...relatime, server: 'filer.example', export: '/', version: '4.0', hard: true, protocol: 'tcp' },
    ...{ rsize: 1048576, wsize: 1048576, security: 'krb5p', clientAddress: '192.0.2.9', localLock: 'none' },
    address: '192.0.2.40',
  },
  '/nfs/41': {
    ...{ ...relatime, server: 'filer.example', export: '/a', version: '4.1', hard: true, protocol: 'tcp' },
    ...{ nconnect: 4, maxConnect: 8, rsize: 65536, wsize: 65536, security: 'sys', transportSecurity: 'tls' },
    ...{ timeoutDeciseconds: 600, retransmissions: 2, address: '192.0.2.40' },
  },
  '/nfs/42': {
    ...{ ...relatime, synchronous: true, server: '2001:db8::40', export: '/a b', version: '4.2', hard: true },
    ...{ protocol: 'rdma6', port: 20049, nconnect: 16, rsize: 1048576, wsize: 1048576, security: 'sys' },
    ...{ fsCache: true, noAttributeCache: true, noCloseToOpen: true, writeMode: 'eager', address: '2001:db8::40' },
  },
  '/nfs/old': {
    ...{ ...relatime, server: 'filer.example', export: '/old', version: '4.1', hard: true, protocol: 'tcp' },
    ...{ rsize: 32768, wsize: 32768 },
  },
  '/vast/options': {
    ...{
      ...relatime,
      server: 'vip.example',
      export: '/export',
      version: '3',
      hard: true,
      protocol: 'rdma',
      port: 20049,
    },
    ...{ nconnect: 16, rsize: 1048576, wsize: 1048576, address: '192.0.2.51', localPorts: 'ib0' },
    ...{ remotePorts: '192.0.2.51-192.0.2.82', spreadReads: true, spreadWrites: true },
    ...{ metadataConnections: 4, parallelConnections: 8 },
  },
  '/gluster': {
    ...{ ...relatime, server: 'node1.example', volume: 'volume1', subtype: 'glusterfs', maxRead: 131072 },
    ...{ allowOther: true, defaultPermissions: true },
  },
  '/moose': { ...relatime, master: '192.0.2.30', port: 9421, allowOther: true },
  '/moose/sub': { ...relatime, master: 'master.example', port: 9421, path: '/team' },
  '/juice': { ...relatime, volume: 'models', subtype: 'juicefs', allowOther: true, defaultPermissions: true },
  '/3fs': {
    ...{ ...relatime, cluster: 'stage', subtype: 'hf3fs', maxRead: 1048576, allowOther: true },
    defaultPermissions: true,
  },
  '/ssh': { ...relatime, user: 'bench', server: 'login.example', path: '/home/bench', subtype: 'sshfs' },
  '/s3': { ...relatime, subtype: 's3fs' },
  '/rclone/named': { ...relatime, remote: 'bucket', path: 'data/set', subtype: 'rclone' },
  '/rclone/nameless': { ...relatime, backend: 'webdav', subtype: 'rclone' },
  '/xfs': {
    ...{ atime: 'noatime', logBuffers: 8, logBufferSize: '32k', stripeUnitSectors: 1024, stripeWidthSectors: 8192 },
  },
  '/ext4': { ...relatime, data: 'ordered', stripeBlocks: 256, barrier: false },
  '/ext4/unsafe': { atime: 'noatime', readOnly: true, data: 'writeback', barrier: false },
  '/btrfs': { ...relatime, subvolume: '/', compress: 'zstd:3', ssd: true, discard: 'async' },
  '/btrfs/raw': {
    ...relatime,
    subvolume: '/vm',
    noCopyOnWrite: true,
    noChecksums: true,
    discard: true,
    degraded: true,
  },
  '/tank': { ...relatime, dataset: 'tank/data', pool: 'tank' },
  '/bcachefs': { ...relatime, compression: 'lz4', dataReplicas: 2 },
  '/memory': { atime: 'strictatime', sizeBytes: 2 ** 30, hugePages: 'always', noSwap: true },
  '/memory/share': { atime: 'strictatime' },
  '/merged': { ...relatime, lowerDirectories: 3, upperDirectory: '/xfs/up', volatile: true, metadataCopy: 'on' },
  '/merged/new': { ...relatime, lowerDirectories: 2, upperDirectory: '/memory/up' },
  '/smb': {
    ...{ ...relatime, server: 'server.example', share: 'share', version: '3.1.1', cache: 'strict' },
    ...{ rsize: 4194304, wsize: 4194304, channels: 4 },
  },
  '/smb3': { ...relatime, server: 'server.example', share: 'share/sub', version: '3.0' },
  '/9p': {
    ...{ ...relatime, synchronous: true, synchronousDirectories: true, transport: 'virtio', cache: 'mmap' },
    ...{ messageSize: 512000, version: '9p2000.L' },
  },
  '/own': { ...relatime, subtype: 'faultfs', blockSize: 4096 },
  '/windows': { ...relatime, allowOther: true, blockSize: 4096 },
  '/posing': { ...relatime, subtype: 'wekafs' },
  '/strange': { ...relatime, lazyTime: true },
};

test.each(Object.entries(told))('%s', (mountPoint, details) => {
  expect(recognise(lineAt(mountPoint), null).details).toEqual(details);
});

test('a target of a Lustre server is told by the magic number where the type is that of clients', () => {
  expect(recognise(lineAt('/lustre/ost0'), '0xbd00bd1').details).toEqual({
    ...{ ...relatime, readOnly: true, role: 'server', target: '/dev/sdb', service: 'scratch-OST0000' },
  });
});

describe('options', () => {
  const line = lineAt('/nfs/3');

  test('the last of several counts', () => {
    const twice = { ...line, superOptions: ['rsize=4096', 'rsize=8192'] };
    expect(recognise(twice, null).details).toMatchObject({ rsize: 8192 });
  });

  test.each(['rsize=', 'rsize', 'rsize=1e3', 'rsize=-1', 'rsize=99999999999999999999'])('%s is no number', (option) => {
    expect(recognise({ ...line, superOptions: [option] }, null).details).not.toHaveProperty('rsize');
  });

  test.each(['soft', 'softerr'])('%s gives up, neither is not told', (option) => {
    expect(recognise({ ...line, superOptions: [option] }, null).details).toMatchObject({ hard: false });
    expect(recognise({ ...line, superOptions: [] }, null).details).not.toHaveProperty('hard');
  });

  test('a lower directory with a colon in its name is one', () => {
    const overlay = { ...lineAt('/merged'), superOptions: ['lowerdir=/a\\:b:/c::/data'] };
    expect(recognise(overlay, null).details).toMatchObject({ lowerDirectories: 3 });
  });
});
