// Passwords and keys do not get into a record: neither by options, nor by a source, nor by the facts made of them.
import { expect, test } from 'vitest';
import { recognise } from '../../src/filesystem/recognise.js';
import { parseMountinfo } from '../../src/mount/mountinfo.js';
import { withoutSecrets } from '../../src/mount/secrets.js';

const secret = 'hunter2';

function cleaned(type: string, source: string, options = '') {
  const [entry] = parseMountinfo(`9 1 0:9 / /m rw - ${type} ${source} rw${options === '' ? '' : `,${options}`}`);
  if (entry === undefined) throw new Error('the line is not read');
  return withoutSecrets(entry);
}

test.each([
  ['cifs', '//server/share', `password=${secret}`],
  ['cifs', '//server/share', `password2=${secret},pass=${secret}`],
  ['ceph', 'a@b.c=/', `secret=${secret},key=${secret}`],
  ['fuse.s3fs', 's3fs', `access_key_id=${secret},secret_access_key=${secret},session_token=${secret}`],
  ['fuse.x', 'x', `client.private-key=${secret},CREDENTIALS=${secret},x509.passphrase=${secret}`],
  ['fuse.x', 'x', `url=https://me:${secret}@host/path`],
  ['fuse.rclone', `https://me:${secret}@dav.example/share`, ''],
  ['fuse.rclone', `:sftp,host=h,user=u,pass=${secret}:path`, ''],
  ['fuse.rclone', `:s3,access_key_id=${secret},secret_access_key="${secret}",region=x:bucket`, ''],
  ['fuse.x', 'x', `password=${secret}=${secret}`],
])('%s %s %s', (type, source, options) => {
  const entry = cleaned(type, source, options);
  expect(JSON.stringify({ entry, system: recognise(entry, null) })).not.toContain(secret);
  expect(JSON.stringify(entry)).toContain('<hidden>');
});

test.each([
  ['lustre', '192.0.2.1@tcp:/fs', 'flock'],
  ['nfs4', 'key:/export', 'sec=krb5p,keyring=x,monkey=1'],
  ['beegfs', 'beegfs_nodev', 'cfgFile=/etc/pass/client.conf'],
  ['fuse.rclone', ':webdav{a}:path,key', 'max_read=4'],
  ['fuse.sshfs', 'me@host:/home/me', ''],
])('%s %s %s is no secret', (type, source, options) => {
  expect(JSON.stringify(cleaned(type, source, options))).not.toContain('hidden');
});
