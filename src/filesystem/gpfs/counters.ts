// Counters of IBM Storage Scale on this client: what applications ask of a file system, from its cache or not (mmpmon).
import type { Access, NoAnswer } from '../access.js';
import type { MountedFileSystem } from '../adapter.js';
import type { CounterSource, Reading } from '../counters.js';
import { unexpected } from '../no-answer.js';
import { countOf } from '../told.js';
import { deviceOf, runTool } from './device.js';

const command = 'mmpmon -s -p (fs_io_s)';

/** Key of `fs_io_s` → name of the counter. */
const names: Readonly<Record<string, string>> = {
  br: 'readBytes',
  bw: 'writtenBytes',
  oc: 'opens',
  cc: 'closes',
  rdc: 'reads',
  wc: 'writes',
  dir: 'readdirs',
  iu: 'inodeUpdates',
};

/** One source, by a tool that is for root. */
export function gpfsCounters(mount: MountedFileSystem, access: Access): Promise<CounterSource[]> {
  const device = deviceOf(mount);
  return Promise.resolve([{ name: 'gpfs mmpmon', cost: 'tool', read: () => readCounters(device, access) }]);
}

async function readCounters(device: string, access: Access): Promise<Reading | NoAnswer> {
  const answer = await runTool(access, 'mmpmon', ['-s', '-p'], { stdin: 'fs_io_s\n' });
  if (!answer.ok) return answer;
  const rows = answer.text
    .split('\n')
    .filter((line) => line.startsWith('_fs_io_s_'))
    .map(pairsOf);
  const row = rows.find((pairs) => pairs.get('fs') === device);
  if (row !== undefined) return readingOf(row);
  const failed = rows.find((pairs) => pairs.get('rc') !== '0')?.get('rc');
  if (failed === undefined && rows.length === 0) return unexpected(command, answer.text);
  const why =
    failed === undefined ? `it knows ${rows.map((pairs) => pairs.get('fs')).join(', ')}` : `return code ${failed}`;
  return { ok: false, code: 'FAILED', reason: `${command}: nothing of ${device}; ${why}` };
}

/** `_key_ value` pairs of a line. */
function pairsOf(line: string): Map<string, string> {
  return new Map([...line.matchAll(/_(\w+?)_ +(\S+)/g)].map(([, key = '', value = '']) => [key, value]));
}

/** Numbers beyond 2^53 are left out. */
function readingOf(pairs: ReadonlyMap<string, string>): Reading {
  const counters: Record<string, number> = {};
  for (const [key, name] of Object.entries(names)) {
    const value = countOf(pairs.get(key));
    if (value !== null) counters[`gpfs.client.${name}`] = value;
  }
  return { counters, gauges: {} };
}
