// What the metrics of a step are: the description that the JSON Schema publishes.

const lines = [
  'Metrics of the step.',
  "workerSpread: from the slowest to the fastest worker, as a fraction of the median worker's operations a second.",
  'Of a workload that reads whole files: samples: files read to their end, with packing the samples in the shards read to',
  'their end; samplesPerSecond: samples / elapsedSeconds.',
  'overHundredMs: of kind files, the fraction of chains that took over 100 ms (of single operations where chains are one, of the',
  'looks at entries where they are one listing), exact to the resolution of the histogram, 0.1 %.',
  'slowestSeconds, slowestPace: measured time of the slowest worker, in seconds, and its operations a second as a fraction of',
  "the median worker's.",
  'Of a step that reads or writes: cpuSecondsPerGiB: processor seconds of the process for each GiB (2^30 bytes) read or written.',
  'With memory gpu: registrationSeconds: time of making files and memory known to a library, in no other figure;',
  'hostMemoryBytesPerSecond: what the memory of the host moved, reads and writes, for all that ran on the machine.',
  'Of a workload with steadyState, whose other figures are of the whole measured time: steadyAttained: 1 or 0;',
  'steadyAfterSeconds: measured time until then, in seconds; steadyValue: slope (percent a second) or deviation (percent) of the',
  'steady window, or of the last one; steadyMean: mean of the metric over that window, in operations a second, bytes a',
  'second or nanoseconds.',
  'Of a workload with latencyTarget: targetRate: rate that was found, in operations a second over all workers;',
  'targetPercentileNs: percentile at that rate in the measured run, in nanoseconds; probes: number of probes.',
  'Of a search for a number of accelerators: fitAccelerators: the most that are fed, in accelerators.',
  'Of kind training, means over the complete epochs of training, or over those that were cut off where none is complete:',
  'auPercent: accelerator utilization by the formula of the rules; wallAuPercent: with the first batch and the filling of the',
  'prefetch in it; gpuIdlePercent: 100 - wallAuPercent; samplesPerSecond: by the formula of the rules, of all accelerators;',
  'wallSamplesPerSecond: of all steps over the whole time; nominalBytesPerSecond: samplesPerSecond times the nominal length of a',
  'sample, in bytes a second; readBytesPerSecond: what was really read of all epochs, over the measured time; acceleratorsFed: as',
  'many accelerators that never wait compute as much; firstBatchSeconds: until the first batch, in seconds; rankSpread: from the',
  "fastest to the slowest accelerator, as a fraction of the median's time without awaiting others; evalAuPercent: auPercent of the",
  'evaluations. auThresholdPercent: what auPercent is to reach; auReached: 1 or 0. stepP99Ns, dataWaitP50Ns, dataWaitP99Ns,',
  'itemP99Ns: percentiles of the times of a step, of its wait for data, of an item, in nanoseconds; stepErrorNs: 99th percentile',
  'of how late readers were told that they may go on, in nanoseconds. samples: samples in steps of training that were done.',
];

/** One text, a clause a metric with its unit. */
export const stepMetricsHelp = lines.join(' ');
