#!/usr/bin/env bash
# GlusterFS of one daemon and two bricks in a network of its own: check | up DIRECTORY | down DIRECTORY (DIRECTORY/mount)
set -euo pipefail
# shellcheck source=test/servers/parts.sh
. "$(dirname "${BASH_SOURCE[0]}")/parts.sh"

usage() {
  echo "usage: gluster.sh check | up DIRECTORY | down DIRECTORY   (the mount is DIRECTORY/mount)" >&2
  exit 2
}

check() {
  need glusterd glusterfs-server
  need glusterfs glusterfs-client
  need gluster glusterfs-cli
  need_fuse
  need_root "GlusterFS (its attributes are trusted.*)"
  need_network
}

gluster_of() {
  inside "$1" gluster --mode=script --glusterd-sock="$1/run/glusterd.socket" --log-file="$1/log/cli.log" "${@:2}"
}

configure() {
  cat >"$1/glusterd.vol" <<CONF
volume management
    type mgmt/glusterd
    option working-directory $1/work
    option run-directory $1/run
    option glusterd-sockfile $1/run/glusterd.socket
    option transport-type socket
    option transport.socket.bind-address 10.99.0.1
    option transport.address-family inet
    option ping-timeout 0
    option event-threads 1
    option base-port 49152
    option max-port 49999
end-volume
CONF
}

up() {
  local directory=$1
  check
  mkdir -p "$directory"/{work,run,log,one,two,mount}
  trap 'down "$directory"' ERR
  make_network "$directory"
  configure "$directory"
  inside "$directory" glusterd -f "$directory/glusterd.vol" -p "$directory/run/glusterd.pid" -l "$directory/log/glusterd.log" -L WARNING
  await 60 gluster_of "$directory" pool list
  gluster_of "$directory" volume create trial "10.99.0.1:$directory/one" "10.99.0.1:$directory/two" force >/dev/null
  gluster_of "$directory" volume start trial >/dev/null
  inside "$directory" glusterfs --volfile-server=10.99.0.1 --volfile-id=/trial -l "$directory/log/mount.log" -p "$directory/run/mount.pid" "$directory/mount"
  await 60 mountpoint --quiet "$directory/mount"
  wrap "$directory" gluster
}

down() {
  local directory=$1
  unmount "$directory/mount"
  gluster_of "$directory" volume stop trial force >/dev/null 2>&1 || true
  mapfile -t files < <(find "$directory/run" "$directory/work" -name '*.pid' 2>/dev/null)
  end_of "${files[@]}"
  remove_network "$directory"
  rm -rf "$directory"
}

case ${1:-} in
  check) [ $# = 1 ] || usage; check ;;
  up) [ $# = 2 ] || usage; up "$2" ;;
  down) [ $# = 2 ] || usage; down "$2" ;;
  *) usage ;;
esac
