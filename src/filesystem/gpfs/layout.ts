// Where IBM Storage Scale puts a file, as `mmlsattr -L` tells it. What new files get is decided by its policies alone.
import type { Access, NoAnswer } from '../access.js';
import type { LayoutAdapter, MountedFileSystem } from '../adapter.js';
import type { FileLayout } from '../layout.js';
import { unexpected } from '../no-answer.js';
import { layoutOf } from '../partly-told.js';
import { detailsOf, type Details } from '../told.js';
import { runTool } from './device.js';

export const gpfsLayout: LayoutAdapter = {
  keys: [],

  async read(path: string, _mount: MountedFileSystem, access: Access): Promise<FileLayout | NoAnswer> {
    const answer = await runTool(access, 'mmlsattr', ['-L', path]);
    if (!answer.ok) return answer;
    const pool = fieldOf(answer.text, 'storage pool name');
    const replication = fieldOf(answer.text, 'data replication');
    if (pool === '' && replication === '') return unexpected(`mmlsattr -L ${path}`, answer.text);
    return layoutOf(`mmlsattr -L ${path}`, { pool: pool === '' ? null : pool, details: attributesOf(answer.text) });
  },

  set() {
    const reason =
      'IBM Storage Scale places new files by the policies of the file system, which only an administrator sets';
    return Promise.resolve({ ok: false, code: 'FAILED', reason });
  },
};

/** Replicas are told as `1 max 2`; compression and migration to tape among the miscellaneous attributes. */
function attributesOf(text: string): Details {
  return detailsOf({
    dataReplication: fieldOf(text, 'data replication'),
    metadataReplication: fieldOf(text, 'metadata replication'),
    fileset: fieldOf(text, 'fileset name'),
    flags: fieldOf(text, 'flags'),
    attributes: fieldOf(text, 'Misc attributes'),
    encrypted: fieldOf(text, 'Encrypted'),
  });
}

/** Empty where it is not told. */
function fieldOf(text: string, name: string): string {
  return new RegExp(`^${name}:[ \\t]*(.*?)[ \\t]*$`, 'm').exec(text)?.[1] ?? '';
}
