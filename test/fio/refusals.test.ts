// What a job asks for that no workload can do is refused at its line, all at once.
import { describe, expect, test } from 'vitest';
import { optionTable } from '../../src/fio/option-table.js';
import { importText, problemsOf, problemsOfText } from './importing.js';

describe('what cannot be taken over', () => {
  test.each([
    ['rw=randread:8', 'rw: does 8 blocks in a row at each random offset, which has no counterpart here'],
    ['rw=read:-4k', 'rw: goes back by other than one block, which has no counterpart here'],
    ['rw=read:4k\nbsrange=4k-8k', 'rw: leaves holes between blocks of several sizes, which has no counterpart here'],
    ['size=20%', 'size: is 20 % of files that exist already, but data sets are made for the run'],
    ['offset=50%', 'offset: is 50 % of files that exist already, but data sets are made for the run'],
    ['size=2k', 'size: gives 2KiB in each file, less than a block of 4KiB'],
    ['rw=randrw\nbs=4k,64k\nsize=32k', 'size: gives 32KiB in each file, less than a block of 64KiB'],
    ['offset=1m\nsize=2k', 'size: gives 2KiB in each file, less than a block of 4KiB'],
    ['filesize=1m\noffset=2m', 'offset: starts behind the end of files of 1MiB'],
    ['numjobs=4\nfilesize=1m\noffset_increment=512k', 'offset_increment: starts behind the end of files of 1MiB'],
    ['size=8t\nnumjobs=4096', 'size: gives more than 2^53 bytes over 4096 files'],
    ['filesize=1m\nsize=1k', 'size: is less than a block'],
    ['io_size=1k', 'io_size: is less than a block'],
    ['bs=0', 'bs: has blocks of no bytes'],
    ['bssplit=0/50:4k/50', 'bssplit: has blocks of no bytes'],
    ['filename=/dev/nvme0n1', 'filename: names /dev/nvme0n1, which is a device, not a file of a mount'],
    ['filename=/mnt/a:/mnt/../dev/sda', 'filename: names /mnt/../dev/sda, which is a device, not a file of a mount'],
    ['filename=-', 'filename: is a pipe, not a file of a mount'],
    ['directory=/dev', 'directory: is /dev, where devices are, not files of a mount'],
    ['directory=/mnt/a:/mnt/b', 'directory: spreads the clones over 2 directories'],
    ['nrfiles=2\nfilename_format=one', 'filename_format: gives all 2 files one name'],
    [
      'nrfiles=2\nfile_service_type=random:8',
      'file_service_type: does 8 blocks before it goes to the next file, which has no counterpart here',
    ],
    ['time_based', 'time_based: needs a runtime'],
    ['ramp_time=5', 'ramp_time: comes before a runtime, and there is none'],
    ['rw=randrw\nrate=1m,2m', 'rate: limits reads and writes in another ratio than rwmixread, but a rate is for both'],
    ['rw=randrw\nrate_iops=,100', 'rate_iops: limits one of reads and writes, but a rate is for both'],
    ['rw=randrw\nbs=4k,8k\nrate=1m', 'rate: limits bytes of reads and of writes with blocks of several sizes'],
    ['rw=read:6k', 'rw: leaves holes of 6KiB, which are not whole blocks of 4KiB'],
    ['rw=write\nfsync=8\nfdatasync=8', 'fdatasync: cannot stand beside fsync here'],
    ['ss=iops:1%\nss_dur=10', 'steadystate_duration: needs a runtime, at which the job ends at the latest'],
    ['rate=1m\nrate_iops=100', 'rate_iops: cannot stand beside rate, in fio neither'],
    ['verify=null', 'verify: "null" only pretends to verify'],
    ['verify=pattern', 'verify: "pattern" checks a fixed pattern, which cannot tell one block from another'],
    ['verify=crc33', 'verify: "crc33" is not a checksum of fio'],
    [
      'ioengine=libaio\niodepth=8\niodepth_batch=4\niodepth_batch_complete=8',
      'iodepth_batch_complete_min: is 8, but as many are collected at once as are submitted at once, 4',
    ],
    [
      'rw=randrw\nrandom_distribution=zoned:50/5:50/95,100/100',
      'random_distribution: has other zones for reads than for writes, which has no counterpart here',
    ],
  ])('is refused: %j', (lines, problem) => {
    const [option = '', text] = problem.split(/:(.*)/s);
    const { problems } = importText(`[a]\nsize=8m\n${lines}\n`);
    expect(problems.map(({ what }) => what)).toEqual([text?.trim()]);
    expect(optionTable.get(problems[0]?.key ?? '')?.name).toBe(option);
  });

  test('is refused without a size', () => {
    expect(problemsOf('rw=read')).toEqual([
      'job.fio:1:1 size: is missing, and filesize too. Write size=…, the bytes of each clone.',
    ]);
  });

  test.each([
    ['size=4x\nfilesize=1m', ['2 size']],
    ['size=4x', ['2 size']],
    ['filesize=-4k', ['2 filesize']],
    ['size=${UNSET}', ['2 size']],
    ['size=${UNSET}\nloops=2\nio_size=4m\noffset=4k\nnumjobs=2', ['2 size']],
    ['rw=write\nbs=${UNSET}\nsize=1m\ndirect=1\noffset=1000', ['3 bs']],
    ['size={{ size }}', ['2 size']],
    ['size 1g', ['2 size']],
    ['size=1m\ntime_based\nruntime=5x', ['4 runtime']],
    ['size=1m\ntime_based\ntimeout=5x', ['4 timeout']],
    ['size=1m\nramp_time=5\nruntime=5x', ['4 runtime']],
    ['size=2k\nbs=1x', ['3 bs']],
    ['size=4x\ntime_based', ['2 size', '3 time_based']],
  ])('is told once where %j cannot be read', (lines, places) => {
    const { problems } = importText(`[a]\n${lines}\n`);
    expect(problems.map(({ line, key }) => `${line} ${key}`).sort()).toEqual(places);
  });

  test.each(['[', '[]', '[b'])('a line %j starts no section that anything else could be wrong with', (head) => {
    expect(problemsOfText(`[g]\nrw=read\nsize=1m\n${head}\nrw=read\n[h]\nstonewall\nsize=1m\n`)).toEqual([
      `job.fio:4:1: ${JSON.stringify(head)} is not a section. Write [name].`,
    ]);
  });

  test('is told in the words of what is wrong', () => {
    expect(problemsOf('size=1m\nrw read\niodepth=-1\nbs=-4k\nruntime=-5')).toEqual([
      'job.fio:3:1 rw: has no "=" before "read". Write rw=read.',
      'job.fio:4:1 iodepth: "-1" is negative. Write a number from 0 on.',
      'job.fio:5:1 bs: "-4k" is negative. Write a number from 0 on.',
      'job.fio:6:1 runtime: "-5" is negative. Write a number from 0 on.',
    ]);
  });

  test('is told all at once', () => {
    const { problems } = importText('[a]\nrw=trim\nsize=20%\nioengine=rbd\nfoo=1\nnice=3\ntime_based\n');
    expect(problems.map(({ line, key }) => `${line} ${key}`)).toEqual([
      '2 rw',
      '3 size',
      '4 ioengine',
      '5 foo',
      '6 nice',
      '7 time_based',
    ]);
  });

  test('a tmpfs among the devices is no device', () => {
    expect(problemsOf('size=1m\nfilename=/dev/shm/x')).toEqual([]);
  });
});
