// Name of the block device of a mount, as sysfs has it: `/dev/mapper/data` is `dm-0` there.
import type { Access } from '../access.js';
import type { MountedFileSystem } from '../adapter.js';

/** Empty where it is not to be found. */
export async function deviceName({ majorMinor, source }: MountedFileSystem, access: Access): Promise<string> {
  const event = await access.read(`/sys/dev/block/${majorMinor}/uevent`);
  const name = event.ok ? /^DEVNAME=(\S+)$/m.exec(event.text)?.[1] : undefined;
  // The device of btrfs is one of its own, which is not a block device.
  return name ?? /^\/dev\/([^/]+)$/.exec(source)?.[1] ?? '';
}
