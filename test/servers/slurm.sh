#!/bin/bash
# Slurm with two nodes on this machine: munged, slurmctld and two slurmd on 127.0.0.1, all files in one folder.
# usage: slurm.sh up FOLDER | down FOLDER
# SLURM_CONF=FOLDER/slurm.conf leads the tools of Slurm to it. Ended by the process ids in its files.
set -eu
folder=$2
conf=$folder/slurm.conf
host=$(uname -n)
user=$(id -un)
export SLURM_CONF=$conf

# A free port in a row for the controller and both nodes, from one that the folder's name gives.
first_port() {
  echo $((20000 + $(printf '%s' "$folder" | cksum | cut -d' ' -f1) % 10000))
}

configuration() {
  local port
  port=$(first_port)
  cat <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$folder/socket/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool/%n
TmpFS=$folder/tmp/%n
SlurmctldPidFile=$folder/run/controller.pid
SlurmdPidFile=$folder/run/%n.pid
SlurmctldLogFile=$folder/log/controller
SlurmdLogFile=$folder/log/%n
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SchedulerType=sched/builtin
SchedulerParameters=batch_sched_delay=0,sched_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
InactiveLimit=0
KillWait=5
MailProg=/bin/true
SlurmdParameters=config_overrides
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=4 RealMemory=1000 State=UNKNOWN
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=4 RealMemory=1000 State=UNKNOWN
PartitionName=test Nodes=n[1-2] Default=YES MaxTime=INFINITE State=UP
CONF
}

up() {
  local node
  mkdir -p "$folder"/{munge,socket,state,log,run,spool/n1,spool/n2,tmp/n1,tmp/n2}
  # Others must reach the socket, and nobody the key.
  chmod 755 "$folder" "$folder/socket"
  chmod 700 "$folder/munge"
  dd if=/dev/urandom of="$folder/munge/key" bs=1 count=1024 status=none
  chmod 400 "$folder/munge/key"
  munged --force --socket="$folder/socket/munge" --key-file="$folder/munge/key" --pid-file="$folder/run/munge.pid" \
    --log-file="$folder/munge/log" --seed-file="$folder/munge/seed"
  configuration >"$conf"
  echo 'CgroupPlugin=cgroup/v1' >"$folder/cgroup.conf"
  slurmctld -f "$conf"
  for node in n1 n2; do slurmd -f "$conf" -N "$node"; done
  for _ in $(seq 600); do
    [ "$(sinfo -h -o %T 2>/dev/null)" = idle ] && return
    sleep 0.1
  done
  echo 'the nodes of Slurm did not become idle:' >&2
  tail -n 5 "$folder"/log/* >&2
  return 1
}

down() {
  local file id
  for file in "$folder"/run/n1.pid "$folder"/run/n2.pid "$folder"/run/controller.pid "$folder"/run/munge.pid; do
    id=$(cat "$file" 2>/dev/null) || continue
    kill "$id" 2>/dev/null || continue
    for _ in $(seq 50); do
      kill -0 "$id" 2>/dev/null || break
      sleep 0.1
    done
    kill -9 "$id" 2>/dev/null || true
  done
}

"$1"
