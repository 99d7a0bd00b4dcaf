// Metrics whose names mean different things by the kind of the workload, as the JSON Schema describes them.

export const sharedMetrics = {
  samples:
    'Of kind files: files read to their end, with packing the samples in the shards read to their end. ' +
    'Of kind training: samples in steps of training that were done. Unit: count.',
  samplesPerSecond:
    'Of kind files: samples / elapsedSeconds. Of kind training: by the formula of the rules, of all accelerators, mean over ' +
    'epochs. Unit: samples per second.',
  readBytesPerSecond:
    'Of kind training: bytes really read in all epochs, over the measured time. Of kind kv-cache: bytes that storage gave, ' +
    'over the measured time. Unit: bytes per second.',
};
