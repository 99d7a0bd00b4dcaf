#!/usr/bin/env bash
# sshfs over a pipe to sftp-server, without sshd or network: check | up DIRECTORY [MOUNT_OPTIONS] | down DIRECTORY
set -euo pipefail
# shellcheck source=test/servers/parts.sh
. "$(dirname "${BASH_SOURCE[0]}")/parts.sh"

sftp=/usr/lib/openssh/sftp-server

usage() {
  echo "usage: sshfs.sh check | up DIRECTORY [MOUNT_OPTIONS] | down DIRECTORY   (the mount is DIRECTORY/mount)" >&2
  exit 2
}

check() {
  need sshfs sshfs
  [ -x "$sftp" ] || refuse "$sftp is not installed (Debian: openssh-sftp-server)"
  need_fuse
}

# In the place of ssh: it notes its process id, by which a test can end the server, and becomes the server.
up() {
  local directory=$1
  check
  mkdir -p "$directory"/{source,mount}
  trap 'down "$directory"' ERR
  printf '#!/bin/sh\necho $$ > %s/server.pid\nexec %s\n' "$directory" "$sftp" >"$directory/ssh"
  chmod +x "$directory/ssh"
  # With options such as subtype=daos the kernel's line is that of another file system.
  sshfs -o "ssh_command=$directory/ssh${2:+,$2}" "trial@127.0.0.1:$directory/source" "$directory/mount"
  await 60 mountpoint --quiet "$directory/mount"
}

down() {
  unmount "$1/mount"
  end_of "$1/server.pid"
  rm -rf "$1"
}

case ${1:-} in
  check) [ $# = 1 ] || usage; check ;;
  up) [ $# = 2 ] || [ $# = 3 ] || usage; up "${@:2}" ;;
  down) [ $# = 2 ] || usage; down "$2" ;;
  *) usage ;;
esac
