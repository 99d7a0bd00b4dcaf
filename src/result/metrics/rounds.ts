// Metrics that loads of checkpoints share with those of models, as the JSON Schema describes them. Only complete loads count.

export const roundMetrics = {
  loads: 'complete loads. Unit: count.',
  loadSeconds:
    'time of a load until it is complete; of a model, until the slowest process has all of it; median. Unit: seconds.',
  loadSecondsMax: 'the longest time of which loadSeconds is the median. Unit: seconds.',
  loadBytesPerSecond:
    'bytes of all loads over the time of all; of a model, bytes of all processes over the time of the slowest, median. ' +
    'Unit: bytes per second.',
  loadSpreadSeconds: 'from the first rank or process that was done with a load to the last, median. Unit: seconds.',
  releaseSpreadNs:
    'between the first calls of all ranks or processes in a save or load, the longest. Unit: nanoseconds.',
  verifiedPieces: 'pieces, of a MiB at most, that loads have compared. Unit: count.',
  damagedPieces: 'pieces that loads have compared and that differ. Unit: count.',
};
