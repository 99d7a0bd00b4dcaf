// Parameters of a Lustre client: by lctl, or where that is missing by the files of /proc that older releases have.
import { basename } from 'node:path';
import type { Access, NoAnswer } from '../access.js';
import { adminFolders } from '../admin-folders.js';
import { unexpected } from '../no-answer.js';

/** Name, such as `llite.scratch-ffff8881.stats`, → value; a value of several lines without the line of its name. */
export type Parameters = ReadonlyMap<string, string>;

const procFolder = '/proc/fs/lustre';
const debugFolder = '/sys/kernel/debug';

/**
 * The parameters that fit one of the patterns; `*` stands for anything in a part of a name. Those that this release does
 * not have are left out. No answer where none of them is there, with REFUSED where only root could see them.
 */
export async function readParameters(access: Access, patterns: readonly string[]): Promise<Parameters | NoAnswer> {
  const answer = await access.run('lctl', ['get_param', ...patterns], { searchPath: adminFolders });
  // lctl ends with an error when one of several is missing; what it has found is there nevertheless.
  const found = parseParameters(answer.ok ? answer.text : (answer.output ?? ''));
  if (found.size > 0) return found;
  if (answer.ok) return unexpected('lctl get_param', answer.text);
  if (answer.code === 'MISSING') return readFiles(access, patterns, answer);
  return (await isForRoot(access, answer)) ? refused(patterns, answer) : answer;
}

/** Output of `lctl get_param`. Lines that are no parameter, and belong to none, are left out. */
export function parseParameters(text: string): Parameters {
  const found = new Map<string, string[]>();
  let lines: string[] | undefined;
  for (const line of text.split('\n')) {
    const [, name, value = ''] = /^([a-z_]+\.[\w.:@-]+|[a-z_]+)=(.*)$/i.exec(line) ?? [];
    if (name === undefined) lines?.push(line);
    else found.set(name, (lines = value === '' ? [] : [value]));
  }
  return new Map([...found].map(([name, value]) => [name, value.join('\n').trim()]));
}

/** The values of parameters whose last part is `field`, in the order of their names. */
export function valuesOf(parameters: Parameters, field: string): string[] {
  return [...parameters].filter(([name]) => name.endsWith(`.${field}`)).map(([, value]) => value);
}

/** Since 2.12 statistics are in debugfs, which nobody but root may look into: to all others lctl says that they do not exist. */
async function isForRoot(access: Access, { code, reason }: NoAnswer): Promise<boolean> {
  if (code === 'REFUSED') return true;
  return /no such file|not found/i.test(reason) && (await access.list(debugFolder)).length === 0;
}

function refused(patterns: readonly string[], { reason }: NoAnswer): NoAnswer {
  const what = patterns.map((pattern) => pattern.split('.').slice(-1)).join(', ');
  return { ok: false, code: 'REFUSED', reason: `${what}: needs root, as Lustre keeps it in debugfs (${reason})` };
}

async function readFiles(
  access: Access,
  patterns: readonly string[],
  missing: NoAnswer,
): Promise<Parameters | NoAnswer> {
  const found = new Map<string, string>();
  for (const pattern of patterns) {
    for (const path of await pathsOf(access, pattern)) {
      const answer = await access.read(path);
      const name = path.slice(procFolder.length + 1).replaceAll('/', '.');
      if (answer.ok) found.set(name, answer.text.trim());
    }
  }
  return found.size > 0 ? found : missing;
}

/** A pattern is a type of devices, one of them with `*` in its name, and a file. */
async function pathsOf(access: Access, pattern: string): Promise<string[]> {
  const [type = '', ...rest] = pattern.split('.');
  const file = rest.pop() ?? '';
  const folder = [procFolder, ...(type === 'ldlm' ? ['ldlm', rest.shift() ?? ''] : [type])].join('/');
  if (rest.length === 0) return [`${procFolder}/${pattern.replaceAll('.', '/')}`];
  const devices = await access.list(folder);
  const wanted = new RegExp(`^${rest.join('.').split('*').map(escaped).join('.*')}$`);
  return devices.filter((device) => wanted.test(basename(device))).map((device) => `${folder}/${device}/${file}`);
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
}
