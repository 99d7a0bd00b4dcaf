#!/usr/bin/env bash
# File system in a sparse image, loop-mounted: check TYPE | up TYPE DIRECTORY [SIZE_MIB [SECTOR_BYTES]] | down DIRECTORY
set -euo pipefail

usage() {
  echo "usage: loopfs.sh check TYPE | up TYPE DIRECTORY [SIZE_MIB [SECTOR_BYTES]] | down DIRECTORY   (TYPE: ext4, xfs, btrfs)" >&2
  exit 2
}

# Prints why a mount of this type cannot work here and ends with 1.
check() {
  local type=$1 package
  case $type in
    ext4) package=e2fsprogs ;;
    xfs) package=xfsprogs ;;
    btrfs) package=btrfs-progs ;;
    *) usage ;;
  esac
  refuse() { echo "$1"; exit 1; }
  [ "$(id -u)" = 0 ] || refuse "loop mounts need root"
  for tool in losetup mount umount truncate; do
    command -v "$tool" >/dev/null || refuse "$tool is not installed (Debian: mount, coreutils)"
  done
  command -v "mkfs.$type" >/dev/null || refuse "mkfs.$type is not installed (Debian: $package)"
  losetup --find >/dev/null 2>&1 || refuse "there is no free loop device"
  grep -qw "$type" /proc/filesystems || modprobe -q "$type" 2>/dev/null || refuse "this kernel has no $type"
  # CAP_SYS_ADMIN is bit 21: root in a container often lacks it.
  local capabilities
  capabilities=$(awk '/^CapEff:/ {print $2}' /proc/self/status)
  (((16#$capabilities >> 21) & 1)) || refuse "mounting needs CAP_SYS_ADMIN"
}

undo_up() {
  [ -z "$device" ] || losetup --detach "$device"
  rm -f "$image"
  rmdir "$directory"
}

# Prints the loop device. On any failure what was made is taken away again.
up() {
  local type=$1 size=${3:-512} sector=${4:-512}
  directory=$2 image=$2.img device=
  check "$type"
  mkdir -p "$directory"
  trap undo_up EXIT
  truncate -s "${size}M" "$image"
  device=$(losetup --sector-size "$sector" --find --show "$image")
  # The device and not the image: blocks of the file system must not be smaller than sectors.
  case $type in
    ext4) mkfs.ext4 -q -F "$device" >&2 ;;
    xfs) mkfs.xfs -q "$device" >&2 ;;
    btrfs) mkfs.btrfs -q "$device" >&2 ;;
  esac
  mount -t "$type" "$device" "$directory"
  trap - EXIT
  echo "$device"
}

down() {
  local directory=$1 device
  device=$(findmnt --noheadings --output SOURCE --mountpoint "$directory")
  # The kernel closes the files of an io_uring a moment after the process has: a busy mount is tried again.
  for _ in $(seq 50); do
    umount "$directory" 2>/dev/null && break
    sleep 0.1
  done
  if mountpoint --quiet "$directory"; then umount "$directory"; fi
  losetup --detach "$device"
  rm -f "$directory.img"
  rmdir "$directory"
}

case ${1:-} in
  check) [ $# = 2 ] || usage; check "$2" ;;
  up) (($# >= 3 && $# <= 5)) || usage; up "${@:2}" ;;
  down) [ $# = 2 ] || usage; down "$2" ;;
  *) usage ;;
esac
