#!/usr/bin/env bash
# GlusterFS in one process, without server or network: check | up DIRECTORY | down DIRECTORY (DIRECTORY/mount)
set -euo pipefail
# shellcheck source=test/servers/parts.sh
. "$(dirname "${BASH_SOURCE[0]}")/parts.sh"

usage() {
  echo "usage: gluster-local.sh check | up DIRECTORY | down DIRECTORY   (the mount is DIRECTORY/mount)" >&2
  exit 2
}

check() {
  need glusterfs glusterfs-client
  need_fuse
  need_root "GlusterFS (its attributes are trusted.*)"
}

up() {
  local directory=$1
  check
  mkdir -p "$directory"/{brick,mount}
  trap 'down "$directory"' ERR
  cat >"$directory/volume" <<CONF
volume brick
  type storage/posix
  option directory $directory/brick
end-volume
volume threads
  type performance/io-threads
  subvolumes brick
end-volume
CONF
  glusterfs -f "$directory/volume" -l "$directory/log" -p "$directory/pid" "$directory/mount"
  await 60 mountpoint --quiet "$directory/mount"
}

down() {
  unmount "$1/mount"
  end_of "$1/pid"
  rm -rf "$1"
}

case ${1:-} in
  check) [ $# = 1 ] || usage; check ;;
  up) [ $# = 2 ] || usage; up "$2" ;;
  down) [ $# = 2 ] || usage; down "$2" ;;
  *) usage ;;
esac
