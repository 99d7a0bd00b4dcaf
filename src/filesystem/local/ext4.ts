// ext4: what the kernel tells in /sys/fs/ext4 and /proc/fs/ext4.
import type { Access } from '../access.js';
import type { FileSystemAdapter, MountedFileSystem, SystemFacts } from '../adapter.js';
import type { CounterSource, Reading } from '../counters.js';
import { OptionList } from '../mount-line/options.js';
import { Questions, type Parser } from '../questions.js';
import { fileSource } from '../sources.js';
import { bytesOfKiB, countOf, detailsOf, linesOf } from '../told.js';
import type { Details } from '../told.js';
import { deviceName } from './device-name.js';

/** Options that are in force, defaults among them. Null: another form. */
export function parseOptions(text: string): Details | null {
  const options = new OptionList(linesOf(text));
  if (options.firstOf('rw', 'ro') === null) return null;
  return detailsOf({
    dataMode: options.text('data') ?? 'no journal',
    barrier: options.has('barrier'),
    delayedAllocation: options.has('delalloc'),
    commitSeconds: options.number('commit'),
    stripeBlocks: options.number('stripe'),
  });
}

async function describe(mount: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const device = await deviceName(mount, access);
  const ask = new Questions(access);
  const options = await ask.read(`/proc/fs/ext4/${device}/options`, parseOptions);
  const errors = await ask.read(`/sys/fs/ext4/${device}/errors_count`, countOf);
  const lifetime = await ask.read(`/sys/fs/ext4/${device}/lifetime_write_kbytes`, bytesOfKiB);
  return {
    version: '',
    details: { ...options, ...detailsOf({ errors, lifetimeWrittenBytes: lifetime }) },
    targets: [],
    asked: ask.asked,
  };
}

/** A file of one number. */
const counted =
  (name: string, parse: Parser<number>) =>
  (text: string): Reading | null => {
    const value = parse(text);
    return value === null ? null : { counters: { [name]: value }, gauges: {} };
  };

async function counters(mount: MountedFileSystem, access: Access): Promise<CounterSource[]> {
  const folder = `/sys/fs/ext4/${await deviceName(mount, access)}`;
  const written = counted('ext4.device.writtenBytes', bytesOfKiB);
  return [
    fileSource('ext4 writes', `${folder}/session_write_kbytes`, access, written),
    fileSource('ext4 errors', `${folder}/errors_count`, access, counted('ext4.errors.count', countOf)),
  ];
}

export const ext4Adapter: FileSystemAdapter = { kinds: ['ext4'], describe, counters };
