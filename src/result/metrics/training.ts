// Metrics of emulated trainings, as the JSON Schema describes them.

export const trainingMetrics = {
  auPercent: 'accelerator utilization by the formula of the rules, mean over epochs. Unit: percent.',
  wallAuPercent:
    'accelerator utilization with the first batch and the filling of the prefetch in it, mean over epochs. Unit: percent.',
  gpuIdlePercent: '100 - wallAuPercent. Unit: percent.',
  auThresholdPercent: 'what auPercent is to reach. Unit: percent.',
  auReached: '1 where auPercent reaches auThresholdPercent, else 0. Unit: none.',
  evalAuPercent: 'auPercent of the evaluations, mean over epochs. Unit: percent.',
  wallSamplesPerSecond:
    'samples of all steps over the whole time of an epoch, mean over epochs. Unit: samples per second.',
  nominalBytesPerSecond:
    'samples a second by the formula of the rules, times the nominal length of a sample, mean over epochs. Unit: bytes per second.',
  acceleratorsFed:
    'as many accelerators that never wait compute as much, mean over epochs. Unit: count, with fractions.',
  firstBatchSeconds: 'time until the first batch of an epoch, mean over epochs. Unit: seconds.',
  rankSpread:
    'from the fastest to the slowest accelerator, in their times without awaiting others, as a fraction of the median, mean over epochs. ' +
    'Unit: fraction.',
  stepP99Ns: '99th percentile of the times of a step. Unit: nanoseconds.',
  dataWaitP50Ns: 'median of the waits of a step for its data. Unit: nanoseconds.',
  dataWaitP99Ns: '99th percentile of the waits of a step for its data. Unit: nanoseconds.',
  itemP99Ns: '99th percentile of the times of reading an item. Unit: nanoseconds.',
  stepErrorNs: '99th percentile of how late readers were told that they may go on. Unit: nanoseconds.',
};
