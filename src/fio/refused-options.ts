// The options that fio knows and ioproof does not take over, each with the reason, in groups that share one.

export interface RefusedOption {
  aliases: readonly string[];
  /** Completes "option …". */
  reason: string;
  advice: string;
  /** Values that ask for nothing, such as `zonemode=none`: they are recorded instead of refused. */
  neutral: readonly string[];
}

/** `names` are words, each `name`, `name|alias` or `name=neutral,neutral`. */
function group(reason: string, advice: string, names: string): [string, RefusedOption][] {
  return names.split(/\s+/).map((word) => {
    const [spelling = '', neutral = ''] = word.split('=');
    const [name = '', ...aliases] = spelling.split('|');
    return [name, { aliases, reason, advice, neutral: neutral.split(',').filter((value) => value !== '') }];
  });
}

const remove = 'Remove it';

const groups = [
  group(
    'belongs to zoned devices and to patterns in zones',
    'Remove it; hot and cold areas are random_distribution=zoned:ACCESS/SIZE:…',
    `zonemode=none zonesize zonecapacity zonerange zoneskip read_beyond_wp=0 max_open_zones=0 job_max_open_zones=0
     ignore_zone_limits=0 zone_reset_threshold zone_reset_frequency recover_zbd_write_error=0 write_zone_remainder=0`,
  ),
  group(
    'trims, which is not done on the files of a mount',
    remove,
    'trim_percentage=0 trim_verify_zero trim_backlog=0 trim_backlog_batch num_range=1',
  ),
  group(
    'records or replays a trace, for which there is no workload here',
    'Describe its pattern by rw, bs and random_distribution',
    `write_iolog read_iolog read_iolog_chunked replay_no_stall replay_redirect replay_scale replay_align replay_time_scale
     replay_skip merge_blktrace_file merge_blktrace_scalars merge_blktrace_iters`,
  ),
  group('runs a command, which a job file must not do', 'Run it before or after ioproof', 'exec_prerun exec_postrun'),
  group(
    'changes the user or the control group of the process',
    'Start ioproof as that user, or inside of that group',
    'cgroup cgroup_nodelete=0 cgroup_weight uid gid',
  ),
  group('changes the priority of the process', 'Start ioproof under nice or ionice', 'nice=0 prio prioclass priohint'),
  group('changes the settings of a device', 'Set it before the run, and write it down with the result', 'ioscheduler'),
  group('selects a benchmark of its own inside of fio', 'Write its pattern as a job', 'profile'),
  group(
    'places data on a device by hints that file systems hide',
    remove,
    `fdp=0 dataplacement|data_placement=none plid_select|fdp_pli_select plids|fdp_pli dp_scheme write_hint=none`,
  ),
  group(
    'prepares a solid-state disk in a way that is not built in',
    'Precondition with a section rw=write and one rw=randwrite, each with stonewall',
    'sprandom=0 spr_op spr_num_regions spr_cs',
  ),
  group(
    'chooses the memory of the buffers',
    'Remove it; in the workload file, hugePages and registerBuffers are the keys',
    'mem|iomem=malloc iomem_align|mem_align=0 hugepage-size lockmem=0',
  ),
  group(
    'changes the order of the blocks in a way that has no counterpart here',
    'Remove it, and look at the keys access and skew of the workload file',
    `random_generator=tausworthe,tausworthe64 softrandommap=0 percentage_random=100 percentage_sequential rw_sequencer=sequential
     random_sequence_stride=0 rwmixcycle`,
  ),
  group(
    'changes sizes or alignment of blocks in a way that has no counterpart here',
    'Remove it; blocks start at multiples of their smallest size',
    'bs_unaligned|blocksize_unaligned=0 bs_is_seq_rand=0 ba|blockalign offset_align=0',
  ),
  group(
    'changes how blocks are verified; here each sector carries its own proof',
    'Remove it; verify, do_verify, verify_only and verify_backlog are enough',
    `verify_interval verify_offset verify_pattern verify_pattern_interval=0 verify_async=0 verify_async_cpus verify_backlog_batch
     verify_policy=completed experimental_verify=0 verify_state_load=0 verify_write_sequence verify_header_seed verifysort
     verifysort_nr`,
  ),
  group('couples jobs by tokens, but each workload runs alone', remove, 'flow=0 flow_id flow_watermark flow_sleep'),
  group(
    'couples the end or start of jobs, but each workload runs alone',
    'Use stonewall, so that the sections run one after another',
    'wait_for exitall=0 exit_what',
  ),
  group(
    'shapes the logs of fio, which are not written; events.ndjson has the time series',
    remove,
    `per_job_logs log_entries log_hist_coarseness log_window_value|log_max_value=avg log_offset=0 log_prio=0 log_issue_time=0
     log_compression=0 log_compression_cpus log_store_compressed=0 log_alternate_epoch_clock_id bwavgtime iopsavgtime`,
  ),
  group(
    'shapes the report of fio; the record has every counter and the whole histogram',
    remove,
    `slat_percentiles=0 significant_figures unified_rw_reporting=none,0 stats=1 block_error_percentiles=0 job_start_clock_id
     disable_bw_measurement|disable_bw=0 gtod_cpu`,
  ),
  group(
    'lets a job go on after an error, or end without one; here the first error fails the step',
    remove,
    'continue_on_error=none ignore_error error_dump=0 max_latency=0',
  ),
  group(
    'judges or adapts the rate during the run',
    'In the workload file, latencyTarget searches the highest rate under a latency; judge results after the run',
    `rate_min|ratemin=0 rate_iops_min=0 rate_cycle|ratecycle latency_target=0 latency_window=0 latency_percentile=100
     latency_run=0`,
  ),
  group(
    'changes when the next operation starts, in a way that has no counterpart here',
    'Use thinktime with thinktime_blocks, or rate with rate_process',
    `rate_ignore_thinktime=0 thinktime_spin=0 thinkcycles=0 thinktime_blocks_type=complete thinktime_iotime=0
     io_submit_mode=inline serialize_overlap=0`,
  ),
  group(
    'changes how completions are collected; batch is for submission and completion',
    'Use iodepth_batch, and iodepth_batch_complete_min with the same number',
    'iodepth_batch_complete_max=0',
  ),
  group(
    'changes files in a way that data sets of ioproof do not allow',
    'Remove it; data sets are made before the run, and kept',
    `fill_device|fill_fs=0 file_append=0 opendir unlink_each_loop=0 lockfile=none filetype=none pre_read=0 unique_filename
     create_fsync=1 atomic=0 allow_mounted_write=0`,
  ),
  group(
    'syncs in a way that has no counterpart here',
    'Use fsync, fdatasync, end_fsync or sync',
    'sync_file_range write_barrier=0 end_syncfs=0',
  ),
  group(
    'binds to processors or memory in a way that has no counterpart here',
    'Use cpus_allowed; in the workload file, numaNode places the buffers',
    'cpumask numa_cpu_nodes numa_mem_policy gpu_dev_id comm',
  ),
  group('ends the time before the measurement by bytes', 'Use ramp_time', 'ramp_size=0'),
  group(
    'changes how often the steady state is judged',
    'Remove it; the window is steadystate_duration',
    'steadystate_check_interval|ss_interval',
  ),
  group(
    'chooses which blocks repeat',
    'Use dedupe_percentage alone',
    'dedupe_global=0 dedupe_mode=repeat dedupe_working_set_percentage',
  ),
];

export const refusedOptions: [string, RefusedOption][] = groups.flat();
