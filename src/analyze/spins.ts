// Whether a disk has a head to move: what it says of itself, where that can be believed.

/** Virtual disks say that they spin whatever they lie on. */
const virtualDisk = /^(x?vd|rbd|nbd|loop|zram)/;

export function spins(device: { name: string; stack?: readonly string[]; rotational: boolean | null } | null): boolean {
  if (device?.rotational !== true) return false;
  return ![device.name, ...(device.stack ?? [])].some((name) => virtualDisk.test(name));
}
