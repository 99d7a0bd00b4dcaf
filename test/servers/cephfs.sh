#!/usr/bin/env bash
# CephFS of one monitor, one OSD in memory and one MDS on 127.0.0.1: check | up DIRECTORY | cluster DIRECTORY | down DIRECTORY
set -euo pipefail

usage() {
  echo "usage: cephfs.sh check | up DIRECTORY | cluster DIRECTORY | down DIRECTORY   (the mount is DIRECTORY/mount)" >&2
  exit 2
}

# Prints why it cannot work here and ends with 1.
check() {
  local tool
  refuse() { echo "$1"; exit 1; }
  for tool in ceph-mon ceph-osd ceph-mds ceph-fuse ceph monmaptool; do
    command -v "$tool" >/dev/null || refuse "$tool is not installed (Debian: ceph-mon, ceph-osd, ceph-mds, ceph-fuse, ceph-common)"
  done
  { : >/dev/fuse; } 2>/dev/null || refuse "/dev/fuse cannot be opened"
  [ "$(id -u)" = 0 ] || refuse "the mount needs root here"
  # CAP_SYS_ADMIN is bit 21: root in a container often lacks it.
  (((16#$(awk '/^CapEff:/ {print $2}' /proc/self/status) >> 21) & 1)) || refuse "mounting needs CAP_SYS_ADMIN"
}

# A port below those that connections take, so that two clusters rarely meet.
write_configuration() {
  local port=$((12000 + RANDOM % 10000 * 2))
  addresses="[v2:127.0.0.1:$port,v1:127.0.0.1:$((port + 1))]"
  fsid=$(cat /proc/sys/kernel/random/uuid)
  cat >"$CEPH_CONF" <<CONF
[global]
fsid = $fsid
mon host = $addresses
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
auth cluster required = none
auth service required = none
auth client required = none
keyring = $directory/keyring
run dir = $directory/run
admin socket = $directory/run/\$cluster-\$name.\$pid.asok
pid file = $directory/run/\$name.pid
log file = $directory/log/\$name.log
mon data = $directory/mon
osd data = $directory/osd
mds data = $directory/mds
# One copy of everything, in memory.
osd objectstore = memstore
memstore device bytes = 1073741824
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
osd op num shards = 1
osd op num threads per shard = 1
osd max object name len = 460
osd max object namespace len = 64
mon allow pool size one = true
mon warn on pool no redundancy = false
mon allow pool delete = true
mon data avail crit = 1
mon data avail warn = 1
paxos propose interval = 0.1
mds beacon grace = 60
mds root ino uid = $(id -u)
mds root ino gid = $(id -g)
client mount timeout = 20
auth allow insecure global id reclaim = true
fuse allow other = true
# The client and the tool would both write one.
[client]
pid file =
CONF
}

start_cluster() {
  local osd
  mkdir -p "$directory"/{mon,osd,mds,run,log}
  touch "$directory/keyring"
  write_configuration
  monmaptool --create --fsid "$fsid" --addv a "$addresses" "$directory/monmap"
  ceph-mon -i a --mkfs --monmap "$directory/monmap"
  ceph-mon -i a
  osd=$(cat /proc/sys/kernel/random/uuid)
  ceph osd new "$osd" 0
  ceph-osd -i 0 --mkfs --osd-uuid "$osd"
  ceph-osd -i 0
  ceph osd pool create metadata 4
  ceph osd pool create data 4
  ceph osd pool create fast 4
  ceph fs new cephfs metadata data
  ceph fs add_data_pool cephfs fast
  ceph-mds -i a
  for _ in $(seq 600); do
    if ceph mds stat | grep -q up:active; then return; fi
    sleep 0.1
  done
  echo "the MDS does not become active" >&2
  return 1
}

# What the daemons say goes into a file, which is shown when something fails.
cluster() {
  mkdir -p "$directory"
  trap 'cat "$directory/start.log" >&2; down' EXIT
  start_cluster >"$directory/start.log" 2>&1
  trap - EXIT
  write_tool
}

# For those who know nothing of the configuration of this cluster.
write_tool() {
  mkdir "$directory/bin"
  printf '#!/bin/sh\nCEPH_CONF=%q exec %q "$@"\n' "$CEPH_CONF" "$(command -v ceph)" >"$directory/bin/ceph"
  chmod +x "$directory/bin/ceph"
}

up() {
  cluster
  mkdir -p "$directory/mount"
  trap 'cat "$directory/start.log" >&2; down' EXIT
  ceph-fuse --pid-file "$directory/run/client.pid" "$directory/mount" >>"$directory/start.log" 2>&1
  mountpoint --quiet "$directory/mount"
  trap - EXIT
}

# Requests that wait for an OSD cannot be killed, so the connection is cut first.
cut_connection() {
  local control=/sys/fs/fuse/connections number
  number=$(awk -v mount="$directory/mount" '$5 == mount {sub(/.*:/, "", $3); print $3}' /proc/self/mountinfo | tail -1)
  [ -n "$number" ] || return 0
  mountpoint --quiet $control || mount -t fusectl none $control
  echo 1 >"$control/$number/abort" || true
  umount --lazy "$directory/mount"
}

down() {
  local file
  cut_connection
  for file in "$directory"/run/*.pid; do
    [ ! -s "$file" ] || kill -KILL "$(cat "$file")" 2>/dev/null || true
  done
  # They write their logs until they are gone.
  for _ in $(seq 50); do
    if rm -rf "$directory" 2>/dev/null; then return; fi
    sleep 0.1
  done
  rm -rf "$directory"
}

case ${1:-} in
  check) [ $# = 1 ] || usage; check ;;
  up | cluster | down)
    [ $# = 2 ] || usage
    directory=$2
    export CEPH_CONF=$directory/ceph.conf
    "$1"
    ;;
  *) usage ;;
esac
