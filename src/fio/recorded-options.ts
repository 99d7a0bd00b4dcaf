// The options that are accepted and change nothing here, each with the reason; the import tells them once.

export interface RecordedOption {
  aliases: readonly string[];
  /** Completes "option: no effect, …". */
  reason: string;
}

const always = 'every latency is measured, at one clock read a batch';

export const recordedOptions: Record<string, RecordedOption> = {
  clocksource: { aliases: [], reason: 'the clock is chosen by ioproof' },
  disable_clat: { aliases: [], reason: always },
  disable_lat: { aliases: [], reason: always },
  disable_slat: { aliases: [], reason: always },
  disk_util: { aliases: [], reason: 'figures of the block device are not part of a workload' },
  gtod_reduce: { aliases: [], reason: always },
  iodepth_low: {
    aliases: [],
    reason: 'the queue is filled up again after each batch of completions, and not drained first',
  },
  log_alternate_epoch: {
    aliases: ['log_unix_epoch'],
    reason: 'the record has the start of each step as the time of day',
  },
  unit_base: { aliases: [], reason: 'figures are in bytes' },
  verify_state_save: { aliases: [], reason: 'what was written follows from the seed, so that no state has to be kept' },
};
