// The options that are taken over: how each is written, and how its value is read. What becomes of it is said in convert-*.ts.
import { bufferPattern, distribution, pattern, service, sizeRange, sizeSplit, steadyState } from './pattern-readers.js';
import {
  amount,
  byDirection,
  bytes,
  choice,
  count,
  delay,
  fixedBytes,
  onOff,
  paths,
  percent,
  processors,
  type Reader,
  time,
  word,
} from './readers.js';
import type { FioOptionName, FioValues } from './values.js';

export interface ImplementedOption<T> {
  read: Reader<T>;
  aliases: readonly string[];
  /** What the option means without `=`; undefined where fio wants a value. */
  alone?: T;
}

function option<T>(read: Reader<T>, ...aliases: string[]): ImplementedOption<T> {
  return { read, aliases };
}

/** An option that may stand alone, and then is on. */
function flag(...aliases: string[]): ImplementedOption<boolean> {
  return { read: onOff, aliases, alone: true };
}

/** The prefix of a log's files, which may be missing. */
const log: ImplementedOption<string> = { read: word, aliases: [], alone: '' };

const maxWorkers = 4096;
const maxFiles = 65536;

export const implementedOptions: { [K in FioOptionName]: ImplementedOption<FioValues[K]> } = {
  allow_file_create: option(onOff),
  bs: option(byDirection, 'blocksize'),
  bsrange: option(sizeRange, 'blocksize_range'),
  bssplit: option(sizeSplit),
  buffer_compress_chunk: option(bytes),
  buffer_compress_percentage: option(percent),
  buffer_pattern: option(bufferPattern),
  buffered: option(onOff),
  clat_percentiles: option(onOff),
  cpus_allowed: option(processors),
  cpus_allowed_policy: option(choice({ shared: 'shared', split: 'split' })),
  create_on_open: option(onOff),
  create_only: option(onOff),
  create_serialize: option(onOff),
  dedupe_percentage: option(percent),
  description: option(word),
  direct: option(onOff),
  directory: option(paths),
  do_verify: option(onOff),
  end_fsync: option(onOff),
  exitall_on_error: flag(),
  fadvise_hint: option(choice({ '0': 'none', '1': 'by pattern', random: 'random', sequential: 'sequential' })),
  fallocate: option(
    choice({
      none: 'none',
      native: 'native',
      posix: 'native',
      keep: 'keep',
      truncate: 'truncate',
      '0': 'none',
      '1': 'native',
    }),
  ),
  fdatasync: option(count(0)),
  file_service_type: option(service),
  filename: option(paths),
  filename_format: option(word),
  filesize: option(fixedBytes),
  fixedbufs: flag(),
  fsync: option(count(0)),
  fsync_on_close: option(onOff),
  group_reporting: flag(),
  hipri: flag(),
  invalidate: option(onOff),
  io_size: option(amount, 'io_limit'),
  iodepth: option(count(1, maxWorkers)),
  iodepth_batch: option(count(0, maxWorkers), 'iodepth_batch_submit'),
  iodepth_batch_complete_min: option(count(0, maxWorkers), 'iodepth_batch_complete'),
  ioengine: option(word),
  kb_base: option(choice({ '1024': 1024, '1000': 1000 })),
  lat_percentiles: option(onOff),
  log_avg_msec: option(count(0)),
  log_hist_msec: option(count(0)),
  loops: option(count(1)),
  name: option(word),
  new_group: flag(),
  norandommap: flag(),
  nrfiles: option(count(1, maxFiles), 'nr_files'),
  number_ios: option(count(0)),
  numjobs: option(count(1, maxWorkers)),
  offset: option(amount, 'fileoffset'),
  offset_increment: option(amount),
  openfiles: option(count(0)),
  overwrite: option(onOff),
  percentile_list: option(word),
  ramp_time: option(time('s')),
  random_distribution: option(distribution),
  randrepeat: option(onOff, 'allrandrepeat'),
  randseed: option(bytes),
  rate: option(byDirection),
  rate_iops: option(byDirection),
  rate_process: option(choice({ linear: 'fixed', poisson: 'poisson' })),
  refill_buffers: flag(),
  registerfiles: flag(),
  runtime: option(time('s'), 'timeout'),
  rw: option(pattern, 'readwrite'),
  rwmixread: option(percent),
  rwmixwrite: option(percent),
  scramble_buffers: option(onOff),
  size: option(amount),
  sqthread_poll: flag(),
  startdelay: option(delay),
  steadystate: option(steadyState, 'ss'),
  steadystate_duration: option(time('s'), 'ss_dur'),
  steadystate_ramp_time: option(time('s'), 'ss_ramp'),
  stonewall: flag('wait_for_previous'),
  sync: option(choice({ none: 'none', '0': 'none', sync: 'sync', '1': 'sync', dsync: 'dsync' })),
  thinktime: option(time('us')),
  thinktime_blocks: option(count(1)),
  thread: flag(),
  time_based: flag(),
  unlink: option(onOff),
  verify: option(word),
  verify_backlog: option(count(0)),
  verify_dump: option(onOff),
  verify_fatal: option(onOff),
  verify_only: flag(),
  write_bw_log: log,
  write_hist_log: log,
  write_iops_log: log,
  write_lat_log: log,
  zero_buffers: flag(),
};
