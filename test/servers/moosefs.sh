#!/usr/bin/env bash
# MooseFS of one master and one chunk server in a network of its own: check | up DIRECTORY | down DIRECTORY (DIRECTORY/mount)
set -euo pipefail
# shellcheck source=test/servers/parts.sh
. "$(dirname "${BASH_SOURCE[0]}")/parts.sh"

usage() {
  echo "usage: moosefs.sh check | up DIRECTORY | down DIRECTORY   (the mount is DIRECTORY/mount)" >&2
  exit 2
}

check() {
  need mfsmaster moosefs-master
  need mfschunkserver moosefs-chunkserver
  need mfsmount moosefs-client
  need mfscli moosefs-cli
  need_fuse
  need_root "a network of its own"
  need_network
}

# write_common DIRECTORY PART: what both daemons are told.
write_common() {
  cat <<CONF
WORKING_USER = $(id -un)
WORKING_GROUP = $(id -gn)
DATA_PATH = $1/$2
LOCK_MEMORY = 0
NICE_LEVEL = 0
SYSLOG_IDENT = ioproof-$2
CONF
}

configure() {
  printf 'MFSM NEW' >"$1/master/metadata.mfs"
  echo '* / rw,alldirs,admin,maproot=0:0,ignoregid' >"$1/exports"
  : >"$1/topology"
  echo "$1/chunks" >"$1/disks"
  {
    write_common "$1" master
    cat <<CONF
EXPORTS_FILENAME = $1/exports
TOPOLOGY_FILENAME = $1/topology
MATOML_LISTEN_HOST = 10.99.0.1
MATOCS_LISTEN_HOST = 10.99.0.1
MATOCL_LISTEN_HOST = 10.99.0.1
CONF
  } >"$1/master.cfg"
  {
    write_common "$1" server
    cat <<CONF
HDD_CONF_FILENAME = $1/disks
HDD_LEAVE_SPACE_DEFAULT = 16MiB
MASTER_HOST = 10.99.0.1
CSSERV_LISTEN_HOST = 10.99.0.1
MASTER_RECONNECTION_DELAY = 1
CONF
  } >"$1/server.cfg"
}

# The chunk server is there once the master knows how large it is.
server_is_known() {
  inside "$1" mfscli -H 10.99.0.1 -p -SCS | awk -F'\t' '$11 > 0 {found = 1} END {exit !found}'
}

up() {
  local directory=$1
  check
  mkdir -p "$directory"/{master,server,chunks,mount}
  trap 'down "$directory"' ERR
  make_network "$directory"
  configure "$directory"
  inside "$directory" mfsmaster -c "$directory/master.cfg" start >"$directory/log" 2>&1
  inside "$directory" mfschunkserver -c "$directory/server.cfg" start >>"$directory/log" 2>&1
  await 60 server_is_known "$directory"
  inside "$directory" mfsmount "$directory/mount" -H 10.99.0.1 >>"$directory/log" 2>&1
  await 60 mountpoint --quiet "$directory/mount"
  wrap "$directory" mfscli mfsgetsclass mfssetsclass mfsfileinfo
}

down() {
  local directory=$1
  unmount "$directory/mount"
  inside "$directory" mfschunkserver -c "$directory/server.cfg" stop >/dev/null 2>&1 || true
  inside "$directory" mfsmaster -c "$directory/master.cfg" stop >/dev/null 2>&1 || true
  remove_network "$directory"
  rm -rf "$directory"
}

case ${1:-} in
  check) [ $# = 1 ] || usage; check ;;
  up) [ $# = 2 ] || usage; up "$2" ;;
  down) [ $# = 2 ] || usage; down "$2" ;;
  *) usage ;;
esac
