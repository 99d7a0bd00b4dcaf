// btrfs: what the kernel tells in /sys/fs/btrfs, one folder a file system, named after its UUID.
import type { Access } from '../access.js';
import type { FileSystemAdapter, MountedFileSystem, SystemFacts } from '../adapter.js';
import type { CounterSource, Reading } from '../counters.js';
import { isNoAnswer } from '../no-answer.js';
import { OptionList } from '../mount-line/options.js';
import { Questions } from '../questions.js';
import { fileSource } from '../sources.js';
import { countOf, detailsOf, keyValues } from '../told.js';
import { deviceName } from './device-name.js';

const root = '/sys/fs/btrfs';

/** The folder that has the device of the mount; empty where there is none. */
async function folderOf(mount: MountedFileSystem, access: Access): Promise<string> {
  const device = await deviceName(mount, access);
  for (const uuid of await access.list(root)) {
    if (device !== '' && (await access.list(`${root}/${uuid}/devices`)).includes(device)) return `${root}/${uuid}`;
  }
  return '';
}

const profiles = /^(single|dup|raid0|raid1|raid1c3|raid1c4|raid10|raid5|raid6)$/;

/** How data or metadata is spread over the devices: each profile in use has a folder of its name. */
async function profileOf(folder: string, what: 'data' | 'metadata', access: Access): Promise<string> {
  const names = await access.list(`${folder}/allocation/${what}`);
  return names.filter((name) => profiles.test(name)).join(', ');
}

async function describe(mount: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const folder = await folderOf(mount, access);
  const ask = new Questions(access);
  const checksum = await ask.read(
    `${folder === '' ? root : folder}/checksum`,
    (text) => text.trim().split(' ')[0] ?? '',
  );
  if (folder === '') return { version: '', details: {}, targets: [], asked: ask.asked };
  const options = new OptionList(mount.superOptions);
  const option = (name: string): string | null => options.text(name) ?? (options.has(name) ? name : null);
  return {
    version: '',
    details: detailsOf({
      checksum,
      dataProfile: await profileOf(folder, 'data', access),
      metadataProfile: await profileOf(folder, 'metadata', access),
      devices: (await access.list(`${folder}/devices`)).length,
      sectorBytes: await ask.read(`${folder}/sectorsize`, countOf),
      nodeBytes: await ask.read(`${folder}/nodesize`, countOf),
      // Space is given to data and metadata in large pieces: either can be full before the other.
      dataAllocatedBytes: await ask.read(`${folder}/allocation/data/total_bytes`, countOf),
      dataUsedBytes: await ask.read(`${folder}/allocation/data/bytes_used`, countOf),
      metadataAllocatedBytes: await ask.read(`${folder}/allocation/metadata/total_bytes`, countOf),
      metadataUsedBytes: await ask.read(`${folder}/allocation/metadata/bytes_used`, countOf),
      compression: option('compress-force') ?? option('compress'),
      copyOnWrite: !options.has('nodatacow'),
    }),
    targets: [],
    asked: ask.asked,
  };
}

/** `commit_stats`: commits of the whole file system. Null: another form. */
export function parseCommits(text: string): Reading | null {
  const told = keyValues(text, ' ');
  const commits = countOf(told.get('commits'));
  const total = countOf(told.get('total_commit_ms'));
  if (commits === null) return null;
  const counters = { 'btrfs.commits.count': commits, ...(total === null ? {} : { 'btrfs.commits.totalMs': total }) };
  return { counters, gauges: {} };
}

/** `error_stats` of a device: errors since they were last set back. Null: another form. */
export function parseErrors(text: string): Reading | null {
  const told = keyValues(text, ' ');
  const errors = ['write_errs', 'read_errs', 'flush_errs', 'corruption_errs', 'generation_errs'];
  const counts = errors.map((name) => countOf(told.get(name)));
  if (counts.every((count) => count === null)) return null;
  return {
    counters: { 'btrfs.errors.count': counts.reduce<number>((sum, count) => sum + (count ?? 0), 0) },
    gauges: {},
  };
}

async function counters(mount: MountedFileSystem, access: Access): Promise<CounterSource[]> {
  const folder = await folderOf(mount, access);
  if (folder === '') return [];
  const devices = await access.list(`${folder}/devinfo`);
  const errors: CounterSource['read'] = async () => {
    let count = 0;
    for (const device of devices) {
      const source = fileSource('', `${folder}/devinfo/${device}/error_stats`, access, parseErrors);
      const reading = await source.read();
      if (isNoAnswer(reading)) return reading;
      count += reading.counters['btrfs.errors.count'] ?? 0;
    }
    return { counters: { 'btrfs.errors.count': count }, gauges: {} };
  };
  return [
    fileSource('btrfs commits', `${folder}/commit_stats`, access, parseCommits),
    ...(devices.length === 0 ? [] : [{ name: 'btrfs errors', cost: 'kernel' as const, read: errors }]),
  ];
}

export const btrfsAdapter: FileSystemAdapter = { kinds: ['btrfs'], describe, counters };
