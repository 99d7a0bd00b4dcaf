# In User-Mode Linux, by uml.sh: kernel NFS server and client over loopback. Arguments: NODE, folder of dist.
set -uo pipefail
node=$1 dist=$2

fail() { echo "uml-nfs: $*"; exit 1; }

export_with() { exportfs -o "$1" 127.0.0.1:/mnt/export || fail "exportfs refuses"; }

# An export on a disk in memory, so that the server can do all that NFS 4.2 asks of a file system.
serve() {
  modprobe brd rd_nr=1 rd_size=262144 && modprobe -a nfsd nfs nfsv3 nfsv4 || fail "no NFS in this kernel"
  mount -t tmpfs tmpfs /var/lib/nfs
  mkdir -p /var/lib/nfs/{sm,sm.bak,v4recovery,rpc_pipefs,nfsdcld} /mnt/{export,local,v3,v41,v42,soft,hard}
  touch /var/lib/nfs/{etab,rmtab,state}
  [ -b /dev/ram0 ] || mknod /dev/ram0 b 1 0
  mkfs.ext4 -q -O ^has_journal /dev/ram0 && mount /dev/ram0 /mnt/export || fail "no file system to export"
  mkdir /mnt/export/data && chmod 777 /mnt/export/data
  mount -t rpc_pipefs rpc_pipefs /var/lib/nfs/rpc_pipefs && mount -t nfsd nfsd /proc/fs/nfsd
  rpcbind || fail "rpcbind does not start"
  export_with "$options"
  rpc.nfsd -U -H 127.0.0.1 --grace-time 10 --lease-time 10 4 || fail "nfsd does not start"
  rpc.mountd -u --port 20048 || fail "mountd does not start"
}
options=rw,no_root_squash,insecure,no_subtree_check,async,fsid=0
three=vers=3,nolock,mountport=20048,mountproto=tcp,nosharecache

mount_all() {
  mount -t nfs -o "$three" 127.0.0.1:/mnt/export /mnt/v3 || fail "NFS 3 does not mount"
  mount -t nfs -o vers=4.1,nconnect=4,rsize=65536,wsize=65536,nosharecache 127.0.0.1:/ /mnt/v41 || fail "NFS 4.1 does not mount"
  # A mount asks once whether there is pNFS. The server is its own data server, by flexible files.
  export_with "$options,pnfs"
  mount -t nfs -o vers=4.2,nosharecache 127.0.0.1:/ /mnt/v42 || fail "NFS 4.2 does not mount"
}

# Whatever goes wrong in it, the rest is still to be seen.
measure() {
  local name=$1
  shift
  timeout --kill-after=5 150 "$node" "$dist/cli/main.js" "$@" >"$OUT/$name.stdout" 2>"$OUT/$name.stderr"
  echo $? >"$OUT/$name.exit"
}

whole_run() {
  cat >/tmp/block.yaml <<'YAML'
name: block
kind: block
access: random
blockSize: 4KiB
size: 2MiB
runtime: 4s
YAML
  # Again and again: what reads the counters of a mount may come too late for a step where the machine is slow.
  measure run run /tmp/block.yaml --repeat 2 --mount v3=/mnt/v3/data --mount v41=/mnt/v41/data --mount v42=/mnt/v42/data \
    --out "$OUT/results"
}

# The server stops when the step has begun; a mount on the local file system comes last.
dying_run() {
  local name=$1 mount=$2 grace=$3 command
  measure "$name" run /tmp/long.yaml --mount "$name=$mount/data" --mount local=/mnt/local --grace "$grace" --out "$OUT/$name" &
  command=$!
  while kill -0 $command 2>/dev/null; do
    if grep -q "long/$name/1: ready" "$OUT/$name.stderr" 2>/dev/null; then break; fi
    sleep 0.2
  done
  rpc.nfsd 0
  wait "$command"
}

dying_runs() {
  sed -e 's/^name: .*/name: long/' -e 's/^runtime: .*/runtime: 3s/' /tmp/block.yaml >/tmp/long.yaml
  mount -t nfs -o "$three,soft,timeo=5,retrans=1" 127.0.0.1:/mnt/export /mnt/soft || fail "the soft mount fails"
  dying_run soft /mnt/soft 60s
  rpc.nfsd -U -H 127.0.0.1 --grace-time 10 --lease-time 10 4
  mount -t nfs -o "$three,hard,timeo=5,retrans=1" 127.0.0.1:/mnt/export /mnt/hard || fail "the hard mount fails"
  dying_run hard /mnt/hard 20s
}

serve
mount_all
cp /proc/self/mountinfo "$OUT/mountinfo"
whole_run
measure doctor doctor --json --mount v41=/mnt/v41/data
# With pNFS the trial of O_DIRECT in a new file does not come back in this kernel, and is given up in time.
measure pnfs doctor --json --grace 5s --mount v42=/mnt/v42/data --mount local=/mnt/local
cp /proc/self/mountstats "$OUT/mountstats"
dying_runs
