// Metrics of loads of a model, as the JSON Schema describes them. Only complete loads count.

export const modelLoadMetrics = {
  processSeconds: 'time until a process has all of it, median of all processes. Unit: seconds.',
  firstByteSeconds: 'time until a process has done its first read, median. Unit: seconds.',
  firstByteSecondsMax: 'longest time until a process has done its first read. Unit: seconds.',
  processBytesPerSecond: 'bytes of a process over its time, median. Unit: bytes per second.',
  modelBytesPerSecond:
    'bytes of the model, once, over the time of the slowest process, median. Unit: bytes per second.',
  cachedBeforeFraction: 'what the page cache held of the files before a load, the most. Unit: fraction, 0 to 1.',
};
