// Each option that is taken over has an outcome in every kind of job: a note, or a problem.
import { describe, expect, test } from 'vitest';
import { implementedOptions } from '../../src/fio/implemented-options.js';
import { importText } from './importing.js';

describe('each option that is taken over', () => {
  const samples: Record<string, string[]> = {
    bs: ['8k'],
    bsrange: ['4k-8k'],
    bssplit: ['4k/50:8k/50'],
    buffer_pattern: ['0xab'],
    cpus_allowed: ['0'],
    cpus_allowed_policy: ['split', 'shared'],
    description: ['text'],
    directory: ['/mnt/a'],
    fadvise_hint: ['0', 'random'],
    fallocate: ['none', 'keep'],
    file_service_type: ['random'],
    filename: ['a', 'a:b'],
    filename_format: ['x$jobnum', 'x'],
    filesize: ['0', '8m'],
    io_size: ['0', '4m', '50%'],
    ioengine: ['libaio', 'null', 'mmap', 'posixaio', 'io_uring'],
    kb_base: ['1000'],
    name: ['other'],
    offset: ['4k'],
    offset_increment: ['4k'],
    percentile_list: ['99'],
    random_distribution: ['random', 'zipf', 'zoned:100/100'],
    rate_process: ['poisson'],
    rw: ['read', 'randrw', 'randwrite', 'write:4k'],
    size: ['1m'],
    steadystate: ['bw:1%'],
    sync: ['0', 'dsync'],
    verify: ['0', 'md5'],
    write_bw_log: ['log'],
    write_hist_log: ['log'],
    write_iops_log: ['log'],
    write_lat_log: ['log'],
  };
  const jobs = [
    'rw=read',
    'rw=randwrite\nruntime=9\ntime_based',
    'rw=randrw\nioengine=libaio\niodepth=4\nruntime=9',
    'rw=rw\nioengine=null\nnumjobs=2',
  ];

  test.each(Object.keys(implementedOptions))('%s has an outcome in every kind of job', (name) => {
    for (const value of samples[name] ?? ['0', '1', '2']) {
      for (const job of jobs) {
        const imported = importText(`[a]\nsize=8m\n${job}\n${name}=${value}\n`);
        const line = 2 + 1 + job.split('\n').length;
        const about = [
          ...imported.notes.filter((note) => note.line === line && note.option === name),
          ...imported.problems.filter((problem) => problem.line === line),
        ];
        expect({ job, value, about: about.length > 0 }).toEqual({ job, value, about: true });
      }
    }
  });
});
