#!/usr/bin/env bash
# rclone mount of a directory, with remote control on a port of 127.0.0.1: check | up DIRECTORY PORT [CACHE_MODE] | down DIRECTORY
set -euo pipefail
# shellcheck source=test/servers/parts.sh
. "$(dirname "${BASH_SOURCE[0]}")/parts.sh"

usage() {
  echo "usage: rclone.sh check | up DIRECTORY PORT [off|minimal|writes|full] | down DIRECTORY   (the mount is DIRECTORY/mount)" >&2
  exit 2
}

check() {
  need rclone rclone
  need fusermount3 fuse3
  need_fuse
}

up() {
  local directory=$1 port=$2 mode=${3:-full}
  check
  mkdir -p "$directory"/{source,mount,cache}
  trap 'down "$directory"' ERR
  # --daemon together with --rc hangs in 1.60, so it is a process of this shell that outlives it.
  RCLONE_CONFIG=$directory/none setsid rclone mount ":local:$directory/source" "$directory/mount" \
    --vfs-cache-mode "$mode" --cache-dir "$directory/cache" --rc --rc-no-auth --rc-addr "127.0.0.1:$port" \
    >"$directory/log" 2>&1 </dev/null &
  echo $! >"$directory/pid"
  await 60 mountpoint --quiet "$directory/mount"
}

down() {
  unmount "$1/mount"
  end_of "$1/pid"
  rm -rf "$1"
}

case ${1:-} in
  check) [ $# = 1 ] || usage; check ;;
  up) [ $# = 3 ] || [ $# = 4 ] || usage; up "${@:2}" ;;
  down) [ $# = 2 ] || usage; down "$2" ;;
  *) usage ;;
esac
