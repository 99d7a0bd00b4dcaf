#!/usr/bin/env bash
# Tries all that ioproof does with GPUs on a machine that has one: unattended and without network. Leaves JSON and a log.
# Exit status: 0 all steps are complete and their data is right, 1 some are not, 2 usage, 3 there is no usable GPU or cuFile.
# shellcheck disable=SC2317 # part calls the functions
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

usage() {
  cat <<'TEXT'
scripts/gpu-check.sh [--mount NAME=PATH]... [--out DIR] [--quick] [--no-build] [--cuda-lib PATH] [--cufile-lib PATH]

  --mount NAME=PATH  directory to try; repeat it. Default: here=<current directory>
  --out DIR          new folder for everything. Default: gpu-check-<time> in the current directory
  --quick            a few MiB and tenths of a second: does it all work? Its figures mean nothing
  --no-build         take the build that is there
  --cuda-lib, --cufile-lib PATH
                     other libraries than those of the system
TEXT
}

wrong_usage() {
  echo "gpu-check.sh: $1" >&2
  usage >&2
  exit 2
}

mounts=()
libraries=()
out=gpu-check-$(date +%Y%m%d-%H%M%S)
quick=false
build=true
while [ $# -gt 0 ]; do
  case $1 in
    --mount | --out | --cuda-lib | --cufile-lib) [ $# -ge 2 ] || wrong_usage "$1 needs a value" ;;
  esac
  case $1 in
    --mount) mounts+=(--mount "$2") && shift ;;
    --out) out=$2 && shift ;;
    --cuda-lib | --cufile-lib) libraries+=("$1" "$2") && shift ;;
    --quick) quick=true ;;
    --no-build) build=false ;;
    --help | -h) usage && exit 0 ;;
    *) wrong_usage "unknown option $1" ;;
  esac
  shift
done

[ ! -e "$out" ] || wrong_usage "$out exists: results are not mixed"
mkdir -p "$out"
out=$(cd "$out" && pwd)
exec </dev/null > >(tee "$out/gpu-check.log") 2>&1

status=0
part() {
  local name=$1 start=$SECONDS code=0
  shift
  echo "== $name"
  "$@" || code=$?
  echo "== $name: exit status $code after $((SECONDS - start)) s"
  [ "$code" = 0 ] || status=1
}

ioproof() {
  node "$root/dist/cli/main.js" "$@"
}

# The addon that is there serves where this machine has no compiler.
build_all() {
  node "$root/scripts/build.mjs" || return
  node "$root/scripts/install.mjs" && return
  [ -e "$root/build/Release/ioproof.node" ] || ls "$root"/prebuilds/linux-*/ioproof.*.node
}

show() {
  echo "-- $*"
  "$@" 2>&1 || echo "(exit status $?)"
}

# Besides what doctor looks at: what a person who reads the results elsewhere wants to know.
describe_system() {
  local file tool
  show uname -a
  for file in /proc/driver/nvidia/version /proc/driver/nvidia/params /proc/driver/nvidia-fs/* /etc/cufile.json; do
    [ ! -f "$file" ] || show cat "$file"
  done
  for tool in "nvidia-smi" "nvidia-smi topo -m" "nvidia-smi -q" "lspci -tv" "lsblk -o NAME,MODEL,SIZE,FSTYPE,MOUNTPOINT"; do
    # shellcheck disable=SC2086 # each is a command with its arguments
    ! command -v "${tool%% *}" >/dev/null || show $tool
  done
  for tool in /usr/local/cuda/gds/tools/gdscheck /usr/local/cuda/gds/tools/gdscheck.py; do
    [ ! -x "$tool" ] || show "$tool" -p
  done
}

# That something would spoil a measurement (status 1) is a finding, and no failure of the check.
doctor() {
  ioproof doctor "${mounts[@]}" "${libraries[@]}" --json >"$out/doctor.json"
  ioproof doctor "${mounts[@]}" "${libraries[@]}" --gds || [ $? = 1 ]
}

# Whether GPU and cuFile can be used; doctor has said why not.
is_usable() {
  node -e 'process.exit(JSON.parse(require("fs").readFileSync(process.argv[1])).gds.present ? 0 : 1)' "$out/doctor.json"
}

run() {
  local name=$1
  shift
  ioproof run "$@" "${mounts[@]}" "${libraries[@]}" --gds-allow-compat --out "$out/$name" --json >/dev/null
}

# Every way between storage and GPU, every byte checked.
modes() {
  local file=$root/scripts/gpu-check.yaml size=()
  if [ "$quick" = true ]; then
    sed 's/blockSize: \[4KiB, [0-9]*MiB\]/blockSize: [64KiB]/' "$file" >"$out/modes.yaml"
    file=$out/modes.yaml
    size=(--set size=8MiB)
  fi
  run modes "$file" "${size[@]}"
}

compare() {
  local file=$root/workloads/gds-compare.yaml size=()
  if [ "$quick" = true ]; then
    sed -e 's/fileSize: 128MiB/fileSize: 4MiB/' -e 's/blockSize: 16MiB/blockSize: 1MiB/' -e 's/atMost: 128 /atMost: 8 /' \
      -e 's/runtime: 15s/runtime: 100ms/' -e 's/ramp: 2s/ramp: 0s/' "$file" >"$out/gds-compare.yaml"
    file=$out/gds-compare.yaml
    size=(--set size=16MiB)
  fi
  run gds-compare "$file" "${size[@]}"
}

tables() {
  ioproof report "$out"/*/*/run.json -o "$out/report.txt"
}

summary() {
  node "$root/scripts/gpu-check-summary.mjs" "$out" | tee "$out/summary.md"
}

[ "$build" = false ] || part build build_all
[ "$status" = 0 ] || exit 1
describe_system >"$out/system.txt"
part doctor doctor
if [ "$status" != 0 ] || ! is_usable; then
  echo "No use of GPU and cuFile here; see $out/doctor.json"
  exit 3
fi
part 'all modes, verified' modes
part gds-compare compare
describe_system >"$out/system-after.txt"
part tables tables
part 'test data removed' ioproof clean "${mounts[@]}"
part summary summary
echo "status $status; everything is in $out"
exit "$status"
