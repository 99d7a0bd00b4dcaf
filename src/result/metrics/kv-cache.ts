// Metrics of a cache of keys and values, as the JSON Schema describes them. Rates are over the measured time.

export const kvCacheMetrics = {
  requestsPerSecond: 'requests served to their end. Unit: requests per second.',
  tokensPerSecond: 'tokens of the answers of requests served to their end. Unit: tokens per second.',
  storageTokensPerSecond: 'tokens whose keys and values storage took or gave. Unit: tokens per second.',
  writeBytesPerSecond: 'bytes that storage took. Unit: bytes per second.',
  readP95Ns: '95th percentile of the reads of what one turn had kept. Unit: nanoseconds.',
  readDeviceP95Ns: '95th percentile of the part of these reads from opening to the last byte. Unit: nanoseconds.',
  writeP95Ns: '95th percentile of the writes of what one turn keeps. Unit: nanoseconds.',
  syncP95Ns: '95th percentile of the syncs in these writes. Unit: nanoseconds.',
  storageP95Ns: '95th percentile of all reads and writes of a request together. Unit: nanoseconds.',
  hitFraction: 'share of the looks for kept keys and values that found them. Unit: fraction, 0 to 1.',
  turnHitFraction: 'share of the looks for earlier turns of a conversation that found them. Unit: fraction, 0 to 1.',
  evictions: 'turns that were removed from storage for others. Unit: count.',
  roomWaits: 'writes that waited for room on storage. Unit: count.',
  roomWaitSeconds: 'sum of these waits. Unit: seconds.',
  waiting: 'requests that had arrived and were not done at the end. Unit: count.',
};
