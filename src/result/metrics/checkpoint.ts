// Metrics of checkpoints, as the JSON Schema describes them. Only complete saves and loads count.

export const checkpointMetrics = {
  saves: 'complete saves. Unit: count.',
  saveSeconds: 'time of a save until the checkpoint is complete, median. Unit: seconds.',
  saveSecondsMax: 'longest time of a save until the checkpoint is complete. Unit: seconds.',
  saveBytesPerSecond: 'bytes of all saves over the time of all. Unit: bytes per second.',
  saveRank0Seconds: 'time of rank 0 in a save, median: the duration that MLPerf Storage prints. Unit: seconds.',
  saveMeanOfRates:
    'all bytes over the time of rank 0, mean over the saves: the throughput that MLPerf Storage prints. ' +
    'Unit: bytes per second.',
  saveSpreadSeconds: 'from the first rank that was done with a save to the last, median. Unit: seconds.',
  saveFirstByteSeconds: 'time until every rank has done its first write of a save, median. Unit: seconds.',
  durableSeconds: 'saveSeconds where a save ends with data that is durable; absent where it does not. Unit: seconds.',
  stallSeconds:
    'time that the training stood still for a save, waits for the save before in it, median. Unit: seconds.',
  drainSeconds: 'of saves in the background: time that the rest of a save took, median. Unit: seconds.',
  waitedSeconds: 'of saves in the background: time that one waited for the save before, median. Unit: seconds.',
  removeSeconds: 'time of removing old checkpoints after a save, median. Unit: seconds.',
  sealSeconds: 'time of writing checksums after a save, median. Unit: seconds.',
  loadRank0Seconds: 'time of rank 0 in a load, median: the duration that MLPerf Storage prints. Unit: seconds.',
  loadMeanOfRates:
    'all bytes over the time of rank 0, mean over the loads: the throughput that MLPerf Storage prints. ' +
    'Unit: bytes per second.',
  loadFirstByteSeconds: 'time until every rank has done its first read of a load, median. Unit: seconds.',
  optimumSeconds: 'work between two saves that costs a job least. Unit: seconds.',
  lostGpuHoursPerDay:
    'what saves and failures cost a job at saveEvery, or else at optimumSeconds. Unit: GPU-hours a day.',
};
