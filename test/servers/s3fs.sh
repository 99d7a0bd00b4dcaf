#!/usr/bin/env bash
# s3fs over a small S3 server on 127.0.0.1: check | up DIRECTORY | down DIRECTORY (DIRECTORY/mount)
set -euo pipefail
# shellcheck source=test/servers/parts.sh
. "$(dirname "${BASH_SOURCE[0]}")/parts.sh"

# From the npm registry, into DIRECTORY: ioproof does not depend on it.
server=s3rver@3.7.1
bucket=trial

usage() {
  echo "usage: s3fs.sh check | up DIRECTORY | down DIRECTORY   (the mount is DIRECTORY/mount)" >&2
  exit 2
}

check() {
  need s3fs s3fs
  need node nodejs
  need npm npm
  need_fuse
  need fusermount3 fuse3
  timeout 30 npm view --loglevel=silent "$server" version >/dev/null 2>&1 || refuse "$server cannot be had from the npm registry"
}

install_server() {
  # Without scripts of packages: it needs none.
  timeout 120 npm install --ignore-scripts --no-audit --no-fund --no-package-lock --prefix "$1/npm" "$server" >"$1/npm.log" 2>&1
}

# It takes a port that is free and says which.
start_server() {
  setsid node "$1/npm/node_modules/s3rver/bin/s3rver.js" --directory "$1/objects" --address 127.0.0.1 --port 0 --silent \
    --no-vhost-buckets --configure-bucket "$bucket" >"$1/server.log" 2>&1 </dev/null &
  echo $! >"$1/server.pid"
  await 60 grep --quiet 'listening on' "$1/server.log"
  port=$(sed -n 's/.*listening on 127\.0\.0\.1:\([0-9]*\)$/\1/p' "$1/server.log")
}

up() {
  local directory=$1 port
  mkdir -p "$directory"/{npm,objects,mount}
  trap 'down "$directory"' ERR
  install_server "$directory"
  start_server "$directory"
  # The one account that this server has, by its documentation.
  (umask 077 && echo S3RVER:S3RVER >"$directory/account")
  # In the foreground, so that its process id is known.
  setsid s3fs "$bucket" "$directory/mount" -f -o "url=http://127.0.0.1:$port,use_path_request_style,passwd_file=$directory/account" \
    >"$directory/log" 2>&1 </dev/null &
  echo $! >"$directory/pid"
  await 60 mountpoint --quiet "$directory/mount"
}

down() {
  unmount "$1/mount"
  end_of "$1/pid" "$1/server.pid"
  rm -rf "$1"
}

case ${1:-} in
  check) [ $# = 1 ] || usage; check ;;
  up) [ $# = 2 ] || usage; up "$2" ;;
  down) [ $# = 2 ] || usage; down "$2" ;;
  *) usage ;;
esac
