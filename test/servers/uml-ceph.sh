# In User-Mode Linux, by uml.sh: CephFS by the kernel's client, over a cluster of one node. Arguments: NODE, folder of dist.
set -uo pipefail
node=$1 dist=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() { echo "uml-ceph: $*"; exit 1; }

modprobe ceph || fail "no CephFS in this kernel"
mount -t tmpfs -o size=900m tmpfs /mnt && mkdir -p /mnt/kernel
"$here/cephfs.sh" cluster /mnt/cluster || fail "the cluster does not start"
port=$(sed -n 's/.*v1:127.0.0.1:\([0-9]*\).*/\1/p' /mnt/cluster/ceph.conf)
mount -i -t ceph "127.0.0.1:$port:/" /mnt/kernel -o name=admin || fail "the kernel does not mount it: $(dmesg | tail -3)"
mkdir /mnt/kernel/data
mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null
export PATH=/mnt/cluster/bin:$PATH

cat >/tmp/block.yaml <<'YAML'
name: block
kind: block
access: random
blockSize: 4KiB
size: 2MiB
passes: 1
YAML
timeout --kill-after=5 200 "$node" "$dist/cli/main.js" run /tmp/block.yaml --mount kernel=/mnt/kernel/data \
  --out "$OUT/results" >"$OUT/run.stdout" 2>"$OUT/run.stderr"
echo $? >"$OUT/run.exit"
setfattr -n ceph.dir.layout -v "stripe_unit=65536 stripe_count=2 object_size=1048576 pool=fast" /mnt/kernel/data
touch /mnt/kernel/data/file
getfattr --absolute-names --only-values -n ceph.file.layout /mnt/kernel/data/file >"$OUT/layout"
umount /mnt/kernel
