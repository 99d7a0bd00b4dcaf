// What the values of the options mean that are taken over, by the option's name.
import type { ByDirection, FioAmount, KbBase } from './fio-units.js';

/** `rw`, split into what it says. */
export interface FioPattern {
  random: boolean;
  reads: boolean;
  writes: boolean;
  /** `rw=read:8k`: bytes between the end of a block and the start of the next; negative: backwards. */
  hole: number;
  /** `rw=randread:8`: blocks in a row at each random offset. */
  blocksPerOffset: number;
}

/** One entry of `bssplit`. */
export interface FioShareOfSize {
  size: number;
  percent: number;
}

/** One zone of `random_distribution=zoned`. */
export interface FioZone {
  operations: number;
  space: number;
}

export type FioDistribution =
  | { kind: 'random' }
  | { kind: 'zipf' | 'pareto' | 'normal'; skew: number }
  | { kind: 'zoned'; zones: ByDirection<FioZone[]> };

export interface FioRange {
  from: number;
  to: number;
}

export interface FioService {
  order: 'roundrobin' | 'random' | 'sequential';
  /** Blocks before the next file. */
  blocks: number;
}

export interface FioSteadyState {
  metric: 'iops' | 'bandwidth';
  criterion: 'slope' | 'deviation';
  limitPercent: number;
}

/** Types of all implemented options: bytes and counts as numbers, times in nanoseconds. */
export interface FioValues {
  allow_file_create: boolean;
  bs: ByDirection<number>;
  bsrange: ByDirection<FioRange>;
  bssplit: ByDirection<FioShareOfSize[]>;
  buffer_compress_chunk: number;
  buffer_compress_percentage: number;
  /** In the form of the key `pattern`. */
  buffer_pattern: string;
  buffered: boolean;
  clat_percentiles: boolean;
  cpus_allowed: number[];
  cpus_allowed_policy: string;
  create_on_open: boolean;
  create_only: boolean;
  create_serialize: boolean;
  dedupe_percentage: number;
  description: string;
  direct: boolean;
  directory: string[];
  do_verify: boolean;
  end_fsync: boolean;
  exitall_on_error: boolean;
  fadvise_hint: string;
  fallocate: string;
  fdatasync: number;
  file_service_type: FioService;
  filename: string[];
  filename_format: string;
  filesize: number;
  fixedbufs: boolean;
  fsync: number;
  fsync_on_close: boolean;
  group_reporting: boolean;
  hipri: boolean;
  invalidate: boolean;
  io_size: FioAmount;
  iodepth: number;
  iodepth_batch: number;
  iodepth_batch_complete_min: number;
  ioengine: string;
  kb_base: KbBase;
  lat_percentiles: boolean;
  log_avg_msec: number;
  log_hist_msec: number;
  loops: number;
  name: string;
  new_group: boolean;
  norandommap: boolean;
  nrfiles: number;
  number_ios: number;
  numjobs: number;
  offset: FioAmount;
  offset_increment: FioAmount;
  openfiles: number;
  overwrite: boolean;
  percentile_list: string;
  ramp_time: number;
  random_distribution: FioDistribution;
  randrepeat: boolean;
  randseed: number;
  rate: ByDirection<number>;
  rate_iops: ByDirection<number>;
  rate_process: string;
  refill_buffers: boolean;
  registerfiles: boolean;
  runtime: number;
  rw: FioPattern;
  rwmixread: number;
  rwmixwrite: number;
  scramble_buffers: boolean;
  size: FioAmount;
  sqthread_poll: boolean;
  startdelay: number;
  steadystate: FioSteadyState;
  steadystate_duration: number;
  steadystate_ramp_time: number;
  stonewall: boolean;
  sync: 'none' | 'sync' | 'dsync';
  thinktime: number;
  thinktime_blocks: number;
  thread: boolean;
  time_based: boolean;
  unlink: boolean;
  verify: string;
  verify_backlog: number;
  verify_dump: boolean;
  verify_fatal: boolean;
  verify_only: boolean;
  write_bw_log: string;
  write_hist_log: string;
  write_iops_log: string;
  write_lat_log: string;
  zero_buffers: boolean;
}

/** Name of an implemented option, not one of its aliases. */
export type FioOptionName = keyof FioValues;
