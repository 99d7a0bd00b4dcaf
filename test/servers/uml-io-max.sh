# In User-Mode Linux, by uml.sh: a run and doctor in a control group whose parent limits its I/O. Arguments: NODE, folder of dist.
set -uo pipefail
node=$1 dist=$2

fail() { echo "uml-io-max: $*"; exit 1; }

modprobe brd rd_nr=1 rd_size=131072 || fail "no disk in memory"
[ -b /dev/ram0 ] || mknod /dev/ram0 b 1 0
mkdir /mnt/disk && mkfs.ext4 -q /dev/ram0 && mount /dev/ram0 /mnt/disk || fail "no file system"
groups=/sys/fs/cgroup
mount -t cgroup2 none $groups && echo "+io +pids" >$groups/cgroup.subtree_control || fail "no control groups"
mkdir -p $groups/job/step && echo "+io" >$groups/job/cgroup.subtree_control || fail "no group"
echo "1:0 riops=200 wbps=1048576" >$groups/job/io.max && echo 200 >$groups/job/pids.max || fail "no limit"
echo $$ >$groups/job/step/cgroup.procs || fail "the group takes nobody"

cat >/tmp/held.yaml <<'YAML'
name: held
kind: block
access: random
blockSize: 4KiB
size: 4MiB
runtime: 4s
YAML
"$node" "$dist/cli/main.js" run /tmp/held.yaml --mount disk=/mnt/disk --out "$OUT/results" >"$OUT/run.txt" || fail "the run fails"
cp "$OUT"/results/*/run.json "$OUT/run.json"
# It ends with 1, for there is something to tell.
"$node" "$dist/cli/main.js" doctor --json --mount disk=/mnt/disk >"$OUT/doctor.json"
[ $? = 1 ] || fail "doctor finds nothing"
