// Every form of line is recognised, magic numbers where the type says nothing, and nothing at all makes it throw.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kindOfMagic } from '../../src/filesystem/kind-table.js';
import { fileSystemKinds, type FileSystemKind } from '../../src/filesystem/kinds.js';
import { recognise } from '../../src/filesystem/recognise.js';
import { parseMountinfo } from '../../src/mount/mountinfo.js';
import { systemSchema } from '../../src/result/system-schema.js';
import { everyEntry, lineAt } from './lines.js';

const kinds: Record<string, FileSystemKind> = {
  ...{ '/lustre/tcp': 'lustre', '/lustre/o2ib': 'lustre', '/lustre/mixed': 'lustre', '/lustre/six': 'lustre' },
  ...{ '/lustre/host': 'lustre', '/lustre/hidden': 'lustre', '/lustre/ost0': 'lustre', '/lustre/mdt0': 'lustre' },
  ...{ '/weka/write': 'wekafs', '/weka/direct': 'wekafs', '/gpfs/name': 'gpfs', '/gpfs/device': 'gpfs' },
  ...{ '/beegfs': 'beegfs', '/job/7/fast': 'beeond', '/job/8/fast': 'beeond', '/mnt/beeond': 'beeond' },
  ...{ '/daos': 'daos', '/ceph/old': 'cephfs', '/ceph/new': 'cephfs', '/ceph/six': 'cephfs' },
  ...{ '/ceph/fuse': 'ceph-fuse', '/nfs/3': 'nfs', '/nfs/40': 'nfs', '/nfs/41': 'nfs', '/nfs/42': 'nfs' },
  ...{ '/nfs/old': 'nfs', '/vast/options': 'vast', '/vast/many': 'vast', '/gluster': 'glusterfs' },
  ...{ '/moose': 'moosefs', '/moose/sub': 'moosefs', '/juice': 'juicefs', '/3fs': '3fs', '/ssh': 'sshfs' },
  ...{ '/s3': 's3fs', '/rclone/named': 'rclone', '/rclone/nameless': 'rclone', '/xfs': 'xfs', '/ext4': 'ext4' },
  ...{ '/ext4/unsafe': 'ext4', '/btrfs': 'btrfs', '/btrfs/raw': 'btrfs', '/tank': 'zfs', '/bcachefs': 'bcachefs' },
  ...{ '/memory': 'tmpfs', '/memory/share': 'tmpfs', '/merged': 'overlay', '/merged/new': 'overlay' },
  ...{ '/panfs': 'panfs', '/stornext': 'stornext', '/ocfs2': 'ocfs2', '/gfs2': 'gfs2', '/smb': 'smb' },
  ...{ '/smb3': 'smb', '/afs': 'afs', '/9p': '9p', '/hostfs': 'hostfs', '/own': 'fuse', '/bare': 'fuse' },
  ...{ '/windows': 'fuse', '/posing': 'fuse', '/strange': 'other' },
};

describe('the line alone', () => {
  test.each(Object.entries(kinds))('%s is %s', (mountPoint, kind) => {
    expect(recognise(lineAt(mountPoint), null).kind).toBe(kind);
  });

  test('the fixture has every kind, and no line that is not looked at here', () => {
    expect(new Set(Object.values(kinds))).toEqual(new Set(fileSystemKinds));
    expect(new Set(everyEntry.map(({ mountPoint }) => mountPoint))).toEqual(new Set(Object.keys(kinds)));
  });

  test.each([
    ['/nfs/42', 'mountinfo type "nfs4"'],
    ['/moose', 'mountinfo type "fuse", source "mfs#192.0.2.30:9421"'],
    ['/job/7/fast', 'mountinfo type "beegfs", source "beegfs_ondemand"'],
    ['/job/8/fast', 'mountinfo type "beegfs", cfgFile "/etc/beegfs/beeond/beegfs-client.conf"'],
    ['/mnt/beeond', 'mountinfo type "beegfs", mount point "/mnt/beeond"'],
    ['/vast/many', 'mountinfo type "nfs4", nconnect=32, over the 16 of the kernel'],
    [
      '/vast/options',
      'mountinfo type "nfs", options remoteports, localports, spread_reads, spread_writes, mdconnect, pconnect, ' +
        'which the VAST client has',
    ],
  ])('%s tells by what it was recognised', (mountPoint, evidence) => {
    expect(recognise(lineAt(mountPoint), null).evidence).toBe(evidence);
  });

  test('titles are names that people know; of FUSE and of the unknown, that of the program or type', () => {
    const titles = ['/lustre/tcp', '/gpfs/name', '/own', '/bare', '/windows', '/strange'].map(
      (mountPoint) => recognise(lineAt(mountPoint), null).title,
    );
    expect(titles).toEqual(['Lustre', 'IBM Storage Scale (GPFS)', 'FUSE (faultfs)', 'FUSE', 'FUSE', 'scatefs']);
  });
});

describe('the magic number', () => {
  const unknown = { ...lineAt('/strange'), type: 'mystery' };

  test.each([...kindOfMagic].map(([magic, kind]) => [`0x${magic.toString(16)}`, kind] as const))(
    '%s is %s where the type says nothing',
    (magic, kind) => {
      const system = recognise(unknown, magic);
      expect(system.kind).toBe(kind);
      expect(system.evidence).toBe(`statfs magic ${magic}; mountinfo type "mystery" is not known`);
    },
  );

  test('a Lustre that hides behind another type is told as client or as server', () => {
    expect(recognise(unknown, '0xbd00bd0').details).not.toHaveProperty('role');
    expect(recognise(unknown, '0xbd00bd1').details).toMatchObject({ role: 'server' });
  });

  test('one that is not known leaves it at the type', () => {
    expect(recognise(unknown, '0x12345678')).toMatchObject({ kind: 'other', title: 'mystery' });
  });

  test.each(['/lustre/tcp', '/ceph/fuse', '/moose', '/juice', '/own', '/xfs', '/vast/many', '/mnt/beeond'])(
    '%s keeps its kind against a number of another, and says so',
    (mountPoint) => {
      const system = recognise(lineAt(mountPoint), '0x1021997');
      expect(system.kind).toBe(kinds[mountPoint]);
      expect(system.evidence).toMatch(/; its statfs magic 0x1021997 is not that of .+$/);
    },
  );

  test.each([
    ['/lustre/tcp', '0xbd00bd0'],
    ['/lustre/ost0', '0xbd00bd1'],
    ['/weka/write', '0x18031977'],
    ['/mnt/beeond', '0x19830326'],
    ['/vast/many', '0x6969'],
    ['/daos', '0x65735546'],
    ['/3fs', '0x65735546'],
    ['/moose', '0x65735546'],
    ['/strange', '0x12345678'],
  ])('%s has nothing to add where %s is its own', (mountPoint, magic) => {
    expect(recognise(lineAt(mountPoint), magic).evidence).not.toContain('magic');
  });
});

describe('any text', () => {
  const word = fc.oneof(
    fc.constantFrom('lustre', 'nfs', 'nfs4', 'fuse', 'fuse.rclone', 'ceph', 'wekafs', 'beegfs', 'overlay', 'tmpfs'),
    fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', ''),
    fc.string({ maxLength: 20 }),
  );
  const option = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc
      .tuple(
        fc.constantFrom('size', 'lowerdir', 'nconnect', 'vers', 'upperdir', 'mon_addr', 'cfgFile', 'readahead_kb'),
        fc.oneof(fc.string({ maxLength: 30 }), fc.bigInt({ min: 0n }).map(String)),
      )
      .map(([name, value]) => `${name}=${value}`),
  );
  const line = fc.record({
    mountPoint: fc.string(),
    source: fc.oneof(word, fc.string({ unit: fc.constantFrom(':', '/', '@', ',', '#', '[', ']', '.', '=', 'a', '1') })),
    type: word,
    options: fc.array(option, { maxLength: 4 }),
    superOptions: fc.array(option, { maxLength: 6 }),
    majorMinor: fc.string({ maxLength: 8 }),
  });
  const magic = fc.option(
    fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.nat().map((number) => `0x${number.toString(16)}`),
    ),
  );

  test('gives a system that the record can hold', () => {
    fc.assert(
      fc.property(line, magic, (entry, number) => {
        const system = recognise(entry, number);
        expect(systemSchema.parse(system)).toEqual(system);
        expect(Object.values(system.details)).not.toContain('');
      }),
      { numRuns: 1000 },
    );
  });

  test('a line of mountinfo written from an entry is read back as that entry', () => {
    const escaped = (text: string): string =>
      text.replace(/[\s\\#,\u0000-\u001f]/g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`);
    const ascii = fc.string({ unit: fc.integer({ min: 1, max: 126 }).map((code) => String.fromCharCode(code)) });
    const named = fc.record({
      mountPoint: ascii,
      source: ascii,
      type: ascii,
      options: fc.array(ascii, { minLength: 1 }),
    });
    fc.assert(
      fc.property(named, ({ mountPoint, source, type, options }) => {
        const written = options.map(escaped).join(',');
        const text = `7 1 0:9 / ${escaped(`/${mountPoint}`)} ${written} shared:1 - ${escaped(`t${type}`)} ${escaped(source)} rw`;
        const [entry, ...others] = parseMountinfo(text);
        expect(others).toEqual([]);
        expect(entry).toMatchObject({ mountPoint: `/${mountPoint}`, source, type: `t${type}` });
        expect(entry?.options).toEqual(written === '' ? [] : options);
      }),
    );
  });
});
