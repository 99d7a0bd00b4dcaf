// Schema of what a cache of keys and values has seen: part of the record of a step of kind kv-cache.
import { z } from 'zod';
import { bytes, count, nanoseconds, text } from './fields.js';
import { latencySchema } from './latency-schema.js';

const timesSchema = latencySchema.extend({ p95: nanoseconds('95th percentile.') });

const prioritySchema = z.object({
  requests: count('Requests of this priority that were served to their end.'),
  latencyNs: timesSchema.describe('From the arrival of a request to its end, waiting included. Unit: nanoseconds.'),
});

export const kvCacheSchema = z.object({
  model: text('Published model whose bytes per token were used; custom: none.'),
  bytesPerToken: bytes('Keys and values of a token.'),
  blockTokens: count('Tokens of an object; 0: what a turn keeps was one object.'),
  users: count('Users who asked.'),
  servedAtOnce: count('Requests that could be served at a time.'),
  capacityBytes: bytes('What storage might hold at most.'),
  memoryBytes: bytes('Size of the tier in memory, which was reckoned with but not filled; 0: none.'),
  requests: count('Requests that were served to their end.'),
  waiting: count('Requests that had arrived and were not done at the end.'),
  priorities: z
    .object({
      interactive: prioritySchema.describe('Requests that are served first.'),
      responsive: prioritySchema.describe('Requests that are served after them.'),
      batch: prioritySchema.describe('Requests that are served last.'),
    })
    .describe('Requests by their priority.'),
  generatedTokens: count('Tokens of the answers of these requests.'),
  hits: count('Looks for what a turn had kept that found it, in memory or on storage.'),
  misses: count('Looks that did not find it, those for prompts known to all among them.'),
  turnHits: count('Of the hits those for earlier turns of a conversation.'),
  turnMisses: count('Of the misses those for earlier turns of a conversation.'),
  prefixes: count('Requests that began with a prompt known to all.'),
  memoryHits: count('Of the hits those in memory.'),
  evictions: count('Turns that were removed from storage for others.'),
  demotions: count('Turns that went from memory to storage.'),
  storedBytes: bytes('Written to storage, of whole turns.'),
  storedTokens: count('Tokens whose keys and values these are.'),
  loadedBytes: bytes('Read from storage, of whole turns.'),
  loadedTokens: count('Tokens whose keys and values these are.'),
  mostBytes: bytes('What storage held at most, with what was being written or removed; never more than capacityBytes.'),
  leftBytes: bytes('What storage held at the end, reckoned in the same way; it was removed then.'),
  roomWaits: count('Writes that had to wait until enough was removed from storage.'),
  roomWaitNs: nanoseconds('How long they waited, all together.'),
  verifiedBytes: bytes('What was read and compared with what had been written.'),
  damagedReads: count('Reads of a turn that brought something else.'),
  readNs: timesSchema.describe(
    'Reads of what one turn had kept, from the dropping of its cached pages to its closing. Unit: nanoseconds.',
  ),
  readDeviceNs: timesSchema.describe(
    'Of them the part from the opening of each object to its last byte. Unit: nanoseconds.',
  ),
  writeNs: timesSchema.describe(
    'Writes of what one turn keeps, from the creation to the closing of its objects. Unit: nanoseconds.',
  ),
  syncNs: timesSchema.describe('Of them the syncs. Unit: nanoseconds.'),
  storageNs: timesSchema.describe('All reads and writes of a request together. Unit: nanoseconds.'),
});

export type KvCacheRecord = z.infer<typeof kvCacheSchema>;
