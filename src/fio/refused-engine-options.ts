// The options that belong to one I/O engine of fio and that ioproof does not take over.
import type { RefusedOption } from './refused-options.js';

function group(reason: string, advice: string, names: string): [string, RefusedOption][] {
  return names.split(/\s+/).map((word) => {
    const [name = '', ...aliases] = word.split('|');
    return [name, { aliases, reason, advice, neutral: [] }];
  });
}

const remove = 'Remove it';
const useFiles = 'Mount the service, and import a job that uses files';

export const refusedEngineOptions: [string, RefusedOption][] = [
  group(
    'has no counterpart in the engine io_uring here',
    'Remove it; fixedbufs, registerfiles, sqthread_poll and hipri are taken over',
    `sqthread_poll_cpu nonvectored uncached nowait force_async write_mode verify_mode hipri_percentage`,
  ),
  group('has no counterpart in the engine libaio here', remove, 'userspace_reap libaio_vectored'),
  group('gives operations a priority', remove, 'cmdprio_percentage cmdprio_class cmdprio_hint cmdprio cmdprio_bssplit'),
  group(
    'commands a device, not the files of a mount',
    'Import a job that uses files',
    `cmd_type cdb_len verify_bytchk read_mode md_per_io_size pi_act pi_chk apptag apptag_mask deac readfua writefua sg_write_mode
     stream_id skip_bad libblkio_driver libblkio_path libblkio_pre_connect_props libblkio_num_entries libblkio_queue_size
     libblkio_pre_start_props libblkio_vectored libblkio_write_zeroes_on_trim libblkio_wait_mode
     libblkio_force_enable_completion_eventfd xnvme_be xnvme_mem xnvme_async xnvme_sync xnvme_admin xnvme_dev_nsid xnvme_dev_subnqn
     xnvme_iovec`,
  ),
  group('belongs to the engine mmap of fio', remove, 'thp'),
  group(
    'belongs to an engine for a storage service',
    useFiles,
    `clustername rbdname pool clientname conf busy_poll touch_objects cont chunk_size|chunck_size object_class svcl namenode
     hdfsdirectory single_instance hdfs_use_direct initiator uri nfs_url https http_host http_user http_pass http_s3_key
     http_s3_keyid http_s3_security_token http_swift_auth_token http_s3_region http_s3_sse_customer_key
     http_s3_sse_customer_algorithm http_s3_storage_class http_mode http_verbose http_object_mode volume brick`,
  ),
  group(
    'belongs to an engine for networks',
    'Remove it; a network is no storage',
    'hostname bindname port verb protocol|proto nodelay listen pingpong interface ttl window_size mss',
  ),
  group(
    'belongs to an engine that reads into GPU memory',
    'Remove it, and name another engine with --engine',
    'gpu_dev_ids cuda_io rocm_io',
  ),
  group(
    'belongs to an engine that does not read or write files',
    'Remove the section',
    `cpuload cpumode cpuchunks exit_on_io_done donorname inplace stat_type program arguments grace_time std_redirect`,
  ),
  group('belongs to an engine of another operating system', remove, 'no_completion_thread'),
  group(
    'belongs to the engine of a library',
    remove,
    'spdk_conf spdk_json_conf json_spdk_conf env_context mem_size_mb shm_id single-instance dummy',
  ),
].flat();
