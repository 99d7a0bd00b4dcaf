// Layout of files and directories of CephFS, through the virtual attributes that both of its clients have.
import type { Access, NoAnswer } from '../access.js';
import type { LayoutAdapter, MountedFileSystem } from '../adapter.js';
import type { FileLayout } from '../layout.js';
import { isNoAnswer, unexpected } from '../no-answer.js';
import { brokenRule, layoutValue, parseLayout, toFileLayout, type CephLayout } from './layout-text.js';

type Told = { layout: CephLayout; by: string } | NoAnswer;

export const cephLayout: LayoutAdapter = {
  keys: ['pool', 'stripeCount', 'stripeSize', 'objectSize'],

  async read(path, mount, access) {
    const file = await ask(path, 'ceph.file.layout', access);
    if (!isNoAnswer(file)) return toFileLayout(file.layout, file.by);
    return file.code === 'MISSING' ? readDirectory(path, mount, access) : file;
  },

  async set(directory, request, mount, access) {
    const now = await readDirectory(directory, mount, access);
    const broken = brokenRule(request, isNoAnswer(now) ? null : asCeph(now));
    if (broken !== '') return { ok: false, code: 'FAILED', reason: broken };
    const value = layoutValue(request);
    const done = await access.setXattr(directory, 'ceph.dir.layout', value);
    return done.ok ? { ok: true, by: `ceph.dir.layout="${value}"` } : withAdvice(done);
  },
};

/**
 * What new files of a directory get. Newer servers tell it as JSON, inherited or not; else it is that of the nearest
 * directory above that has one, and the root always has one.
 */
async function readDirectory(path: string, mount: MountedFileSystem, access: Access): Promise<FileLayout | NoAnswer> {
  const full = await ask(path, 'ceph.dir.layout.json', access);
  if (!isNoAnswer(full)) return toFileLayout(full.layout, full.by);
  for (const directory of upTo(mount.mountPoint, path)) {
    const told = await ask(directory, 'ceph.dir.layout', access);
    if (!isNoAnswer(told))
      return toFileLayout(told.layout, told.by, directory === path ? {} : { inheritedFrom: directory });
    // No such attribute, or no such directory: both are MISSING, and the next above tells.
    if (told.code !== 'MISSING') return told;
  }
  const reason = `no directory from ${path} up to ${mount.mountPoint} has the attribute ceph.dir.layout`;
  return { ok: false, code: 'MISSING', reason };
}

async function ask(path: string, name: string, access: Access): Promise<Told> {
  const answer = await access.xattr(path, name);
  if (!answer.ok) return answer;
  const layout = parseLayout(answer.text);
  const by = `${name} of ${path}`;
  return layout === null ? unexpected(by, answer.text) : { layout, by };
}

/** The path, its parents, and the mount point last. */
function upTo(mountPoint: string, path: string): string[] {
  const above: string[] = [path];
  for (let at = path; at !== mountPoint && at.lastIndexOf('/') > 0;) {
    at = at.slice(0, at.lastIndexOf('/'));
    if (at.length < mountPoint.length) break;
    above.push(at);
  }
  return above;
}

function asCeph({ stripeSize, stripeCount, objectSize, pool }: FileLayout): CephLayout {
  return {
    stripeUnit: stripeSize ?? 0,
    stripeCount: stripeCount ?? 0,
    objectSize: objectSize ?? 0,
    pool: pool ?? '',
    namespace: '',
    inheritance: null,
  };
}

/** The words of the errno say nothing of what is missing. */
function withAdvice(failed: NoAnswer): NoAnswer {
  const { code, reason } = failed;
  if (code === 'REFUSED')
    return { ...failed, reason: `${reason}; the key of the client needs the capability "p" of the MDS (allow rwp)` };
  if (reason.includes('EINVAL'))
    return { ...failed, reason: `${reason}; is the pool one of the data pools of this file system (ceph fs ls)?` };
  return failed;
}
