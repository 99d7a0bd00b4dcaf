// Distributions of caches of keys and values: turns read and written, and whole requests.
import type { Distribution } from './latency-charts.js';

export const kvCacheDistributions: Distribution[] = [
  { id: 'turn-read', name: 'Read of a turn', of: (step) => step.kvCache?.readNs ?? null },
  { id: 'turn-write', name: 'Write of a turn', of: (step) => step.kvCache?.writeNs ?? null },
  { id: 'request', name: 'Storage time of a request', of: (step) => step.kvCache?.storageNs ?? null },
];
