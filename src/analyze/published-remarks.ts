// What is published besides the figures of single systems: trainings, GPUDirect Storage, commands, and what operators look at.
import type { PublishedSource } from './published-figures.js';

export interface PublishedRemark {
  about: 'Training' | 'GPUDirect Storage' | 'fio' | 'Operation';
  what: string;
  figure: string;
  sources: readonly PublishedSource[];
}

type Row = [what: string, figure: string, ...sources: PublishedSource[]];

const training: Row[] = [
  ['an epoch of ImageNet (14 M files of about 100 KB) on 8 A100', 'NFS 45 min, Lustre 15 min, WEKA 3 min', 'B'],
  ['a system that does not fit the workload', 'a half to a fifth of the bandwidth that it could have', 'A'],
  ['small files packed into shards of 100 MB to 1 GB on Lustre', '5 to 10 times as fast', 'A'],
  [
    'a checkpoint of 10 GB, save and load',
    'NFS over 1 GbE 80 s and 80 s, over 10 GbE 8 s and 8 s, Lustre 3 s and 2 s, WEKA on NVMe 0.5 s and 0.4 s, with ' +
      'GPUDirect Storage 0.3 s and 0.25 s',
    'B',
  ],
  ['bursts of checkpoints on the largest clusters', '10 to 20 Tb/s every few hours', 'C'],
  ['a listing of 10^6 entries with attributes', '10^6 calls; from 10,000 nodes at once it stops the lock manager', 'C'],
  ['small files of a multi-modal data set', 'billions of images of about 50 KB, clips of about 1 MB', 'C'],
];

const gpuDirect: Row[] = [
  ['large sequential read of a GPU', '12 GB/s through the host, 25 GB/s direct', 'B'],
  ['small random read of a GPU', '500 K IOPS through the host, 1.2 M direct', 'B'],
  ['write of a checkpoint from a GPU', '8 GB/s through the host, 20 GB/s direct', 'B'],
  ['processors of the host', '30 to 50 % busy through the host, 5 to 10 % direct', 'B'],
];

const fio: Row[] = [
  ['sequential read', 'rw=read bs=1M numjobs=16 iodepth=32 size=10G direct=1', 'B'],
  ['random read', 'rw=randread bs=4K numjobs=32 iodepth=64 size=1G direct=1', 'B'],
  ['mixed', 'rw=randrw rwmixread=70 bs=64K numjobs=16 iodepth=32 size=5G direct=1', 'B'],
];

const operation: Row[] = [
  ['a pool that is over 85 % full', 'writes are slow, since it is fragmented: look at `lfs df` first', 'E'],
  ['load average above three times the processors on a server', 'the server is the bottleneck', 'E'],
  ['`req_waittime` of a client above 100 ms', 'the metadata server cannot keep up', 'C', 'E'],
  ['hundreds of random writers on a pool of disks', 'they stop everybody: move the output to flash before', 'E'],
  ['WekaFS compresses and removes duplicates', 'test data must be incompressible and unique', 'B'],
];

const rowsOf = (about: PublishedRemark['about'], rows: readonly Row[]): PublishedRemark[] =>
  rows.map(([what, figure, ...sources]) => ({ about, what, figure, sources }));

export const publishedRemarks: readonly PublishedRemark[] = [
  ...rowsOf('Training', training),
  ...rowsOf('GPUDirect Storage', gpuDirect),
  ...rowsOf('fio', fio),
  ...rowsOf('Operation', operation),
];
