#!/usr/bin/env bash
# A kernel of its own without a virtual machine, User-Mode Linux: check | run DIRECTORY SCRIPT [ARGUMENT...]
set -euo pipefail

# SCRIPT runs in it as root over the files of this machine, which it can read. What it writes to DIRECTORY, its $OUT, is
# there afterwards; /tmp, /run and /mnt are its own. DIRECTORY/status has its exit status, DIRECTORY/console the kernel's words.

usage() {
  echo "usage: uml.sh check | run DIRECTORY SCRIPT [ARGUMENT...]" >&2
  exit 2
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd -P)
modules=/usr/lib/uml/modules

# Prints why it cannot work here and ends with 1.
check() {
  refuse() { echo "$1"; exit 1; }
  [ "$(uname -m)" = x86_64 ] || refuse "User-Mode Linux runs on x86-64 only"
  command -v linux.uml >/dev/null || refuse "linux.uml is not installed (Debian: user-mode-linux)"
  [ -d $modules ] || refuse "$modules is missing (Debian: user-mode-linux)"
  [ -x /sbin/modprobe ] || refuse "modprobe is not installed (Debian: kmod)"
  command -v cc >/dev/null || refuse "there is no C compiler"
  # It keeps the memory of the guest in a file that it maps as code.
  case $(findmnt --noheadings --output OPTIONS --target "${TMPDIR:-/tmp}") in
    *noexec*) refuse "${TMPDIR:-/tmp} is mounted noexec" ;;
  esac
  case $(cat /proc/sys/kernel/yama/ptrace_scope 2>/dev/null) in
    3) refuse "ptrace is forbidden here (kernel.yama.ptrace_scope)" ;;
  esac
}

# The first process of the guest. Arguments come through a file, since the kernel's command line is short.
write_init() {
  local version
  mkdir -p "$out/root/lib/modules"
  for version in "$modules"/*; do ln -sfn "$version" "$out/root/lib/modules/"; done
  printf '#!/bin/sh\nexec /sbin/modprobe -d %q "$@"\n' "$out/root" >"$out/modprobe"
  {
    echo '#!/bin/bash'
    echo 'export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C'
    printf 'export OUT=%q\n' "$out"
    echo 'mount -t proc proc /proc && mount -t sysfs sysfs /sys'
    echo 'for own in /tmp /run /mnt; do mount -t tmpfs tmpfs $own; done'
    echo 'mkdir -p /dev/shm /dev/pts "$OUT" && mount -t tmpfs tmpfs /dev/shm && mount -t devpts devpts /dev/pts'
    echo 'mount -t hostfs -o "$OUT" none "$OUT"'
    # What SCRIPT runs is in the repository, and may be of a checkout below a folder that the guest has for its own.
    case $repository in
      /tmp/* | /run/* | /mnt/*) printf 'mkdir -p %q && mount -t hostfs -o %q,ro none %q\n' "$repository" "$repository" "$repository" ;;
    esac
    echo 'ln -sfn /proc/self/fd /dev/fd'
    echo 'modprobe() { "$OUT/modprobe" "$@"; } && export -f modprobe'
    echo 'echo "$OUT/modprobe" >/proc/sys/kernel/modprobe'
    echo 'ip link set lo up && hostname uml'
    printf 'bash'
    printf ' %q' "$@"
    echo ' >"$OUT/log" 2>&1'
    echo 'echo $? >"$OUT/status"'
    # Nothing is written through a cache, and halting would wait for mounts whose server is gone.
    echo 'echo o >/proc/sysrq-trigger; sleep 60'
  } >"$out/init"
  chmod +x "$out/init" "$out/modprobe"
}

run() {
  out=$(cd "$1" && pwd)
  shift
  check
  cc -O2 -shared -fPIC -o "$out/uml-ptrace.so" "$here/uml-ptrace.c"
  write_init "$@"
  # On SIGTERM it takes its processes with it, which are a group of their own.
  timeout --kill-after=5 "${UML_SECONDS:-600}" env LD_PRELOAD="$out/uml-ptrace.so" linux.uml "mem=${UML_MEMORY:-768M}" umid=guest "uml_dir=$out/" \
    rootfstype=hostfs rootflags=/ ro "init=$out/init" con=null con0=null,fd:1 quiet </dev/null >"$out/console" 2>&1 || true
  [ -f "$out/status" ] || {
    tail -20 "$out/console" >&2
    return 1
  }
  return "$(cat "$out/status")"
}

case ${1:-} in
  check) [ $# = 1 ] || usage; check ;;
  run) (($# >= 3)) || usage; run "${@:2}" ;;
  *) usage ;;
esac
