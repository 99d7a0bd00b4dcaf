// Metrics of reads, writes and small files, as the JSON Schema describes them.

export const generalMetrics = {
  workerSpread:
    'From the slowest to the fastest worker, in their operations a second, as a fraction of the median; absent of kinds ' +
    'training, checkpoint, model-load and kv-cache. Unit: fraction.',
  overHundredMs:
    'Of kind files: share of the chains over 100 ms; of the operations where chains are one, of the looks at entries where they are ' +
    'one listing, of openings with packing; exact to the resolution of the histogram, 0.1 %. Unit: fraction, 0 to 1.',
  slowestSeconds: 'Of kind files: measured time of the worker with the fewest operations a second. Unit: seconds.',
  slowestPace:
    'Of kind files: operations a second of the slowest worker as a fraction of those of the median one. Unit: fraction, 0 to 1.',
  cpuSecondsPerGiB:
    'Where bytes were read or written: processor time of the process for each GiB (2^30 bytes) of them. Unit: seconds per GiB.',
  registrationSeconds:
    'With memory gpu: time of making files and memory known to a library, in no other figure. Unit: seconds.',
  hostMemoryBytesPerSecond:
    'With memory gpu: what the memory of the host moved, reads and writes, for all that ran on the machine. ' +
    'Unit: bytes per second.',
};
