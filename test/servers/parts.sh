# Parts of the scripts that bring up servers: what is asked before, a network of their own, ends by process id. Sourced.

refuse() {
  echo "$1"
  exit 1
}

# need TOOL PACKAGE
need() {
  command -v "$1" >/dev/null || refuse "$1 is not installed (Debian: $2)"
}

need_fuse() {
  { : >/dev/fuse; } 2>/dev/null || refuse "/dev/fuse cannot be opened"
}

# CAP_SYS_ADMIN is bit 21: root in a container often lacks it.
need_root() {
  [ "$(id -u)" = 0 ] || refuse "$1 needs root"
  (((16#$(awk '/^CapEff:/ {print $2}' /proc/self/status) >> 21) & 1)) || refuse "$1 needs CAP_SYS_ADMIN"
}

need_network() {
  need ip iproute2
  need nsenter util-linux
  [ "$(cat /proc/sys/user/max_net_namespaces 2>/dev/null || echo 0)" != 0 ] || refuse "there are no network namespaces here"
}

# make_network DIRECTORY: a network with one address, 10.99.0.1, that nothing else can reach. Its name: DIRECTORY/network.
make_network() {
  local name
  name=ioproof-$$-$RANDOM
  ip netns add "$name"
  echo "$name" >"$1/network"
  inside "$1" ip link set lo up
  inside "$1" ip addr add 10.99.0.1/32 dev lo
}

# inside DIRECTORY COMMAND…: in that network, with the same mounts.
inside() {
  local network
  network=$(cat "$1/network")
  nsenter --net="/var/run/netns/$network" "${@:2}"
}

remove_network() {
  [ ! -f "$1/network" ] || ip netns delete "$(cat "$1/network")"
}

# wrap DIRECTORY TOOL…: DIRECTORY/bin/TOOL runs the tool in that network.
wrap() {
  local directory=$1 tool network
  network=$(cat "$directory/network")
  mkdir -p "$directory/bin"
  for tool in "${@:2}"; do
    printf '#!/bin/sh\nexec nsenter --net=/var/run/netns/%s %s "$@"\n' "$network" "$(command -v "$tool")" >"$directory/bin/$tool"
    chmod +x "$directory/bin/$tool"
  done
}

# await SECONDS COMMAND…: until it succeeds.
await() {
  local end=$((SECONDS + $1))
  shift
  while ((SECONDS <= end)); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.05
  done
  echo "not within its time: $*" >&2
  return 1
}

# end_of PID_FILE…: ends the processes and waits; what stays is killed.
end_of() {
  local file pid
  for file in "$@"; do
    [ -s "$file" ] || continue
    pid=$(cat "$file")
    kill "$pid" 2>/dev/null || continue
    for _ in $(seq 60); do
      kill -0 "$pid" 2>/dev/null || continue 2
      [ "$(awk '{print $3}' "/proc/$pid/stat" 2>/dev/null)" != Z ] || continue 2
      sleep 0.05
    done
    kill -9 "$pid" 2>/dev/null || true
  done
}

# unmount DIRECTORY: a mount that is busy for a moment is tried again; one that stays so is detached.
unmount() {
  mountpoint --quiet "$1" || return 0
  for _ in $(seq 40); do
    umount "$1" 2>/dev/null || fusermount3 -u "$1" 2>/dev/null && return
    sleep 0.05
  done
  umount --lazy "$1"
}
