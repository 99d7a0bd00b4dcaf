// Declares every key of workloads of kind `kv-cache`, in the order in which people read them.
import { computed, type Field, type FieldTable, plainField } from './field.js';
import { bytes, choice, duration, flag, integer, list, nullableInteger } from './field-kinds.js';
import { kvModels, kvSyncs, kvUserTypes, kvVerifies, type KvCacheWorkload } from './kv-cache-workload.js';
import { publishedBytesPerToken } from './kv-cache-models.js';
import { choiceLeaf, numberLeaf } from './leaf.js';
import { amountOrShare } from './map-fields.js';
import * as shared from './shared-fields.js';
import type { Engine } from './workload.js';

const { GiB, KiB, MiB, maxWhole, second } = shared;
const TiB = 1024 * GiB;
// The benchmark has a thread for each user, up to so many.
const mostServed = 500;
const ringWorkers = 4;
const oneAtATime: readonly Engine[] = ['sync', 'mmap'];

const scale: Field<number, KvCacheWorkload> = plainField('number', 'above 0 … 1', numberLeaf(0, 1), {
  default: 1,
  help: 'Factor on the tokens that are kept, which makes objects smaller and leaves the requests as they are; --scale multiplies it.',
});

export const kvCacheFields: FieldTable<Omit<KvCacheWorkload, 'sweep' | 'computedKeys'>, KvCacheWorkload> = {
  ...shared.namingFields,
  kind: shared.kindField(
    'kv-cache',
    'the attention keys and values of a language model that users ask: written once, read often, evicted',
  ),
  model: choice(kvModels, {
    default: 'llama3.1-8b',
    help: 'Published model whose bytes per token are used; with "custom" they are given.',
  }),
  bytesPerToken: bytes({
    min: 1,
    max: 64 * MiB,
    default: computed(
      'that of the model: layers x heads of keys and values x size of a head x 2 x 2 bytes; required for custom',
      ({ model }) => publishedBytesPerToken(model) ?? KiB,
      { when: ({ model }) => model === 'custom', example: 128 * KiB },
    ),
    help: 'Keys and values of a token over all layers.',
  }),
  users: integer({ min: 1, max: 100_000, default: 100, help: 'Users who ask, each on its own (--num-users).' }),
  userTypes: list('list of choices', kvUserTypes.join(', '), choiceLeaf(kvUserTypes), {
    default: [...kvUserTypes],
    help: 'What a user may be: each is one of these, with contexts, answers and pauses as the benchmark has them.',
  }),
  blockTokens: integer({
    min: 0,
    max: 65_536,
    default: 0,
    help: 'Tokens of an object, 16 as vLLM has blocks, 256 as LMCache has chunks; 0: what a turn keeps is one object.',
  }),
  scale,
  capacity: {
    ...amountOrShare(
      bytes<KvCacheWorkload>({
        min: 1,
        max: maxWhole,
        example: 100 * GiB,
        help: 'Bytes that storage holds at most; then the turn that was used least recently goes (--storage-capacity-gb).',
      }),
    ),
    default: { kind: 'value', value: { percentOfFree: 50, atMost: TiB } },
  },
  cpuMemory: bytes({
    min: 0,
    max: 64 * TiB,
    default: 0,
    help: 'Size of a tier in memory before storage, which is reckoned with but not filled (--cpu-mem-gb); 0: none.',
  }),
  allocations: integer({
    min: 0,
    max: 65_536,
    default: 16,
    help: 'Turns that are written at once (--max-concurrent-allocs); 0: any number.',
  }),
  continuePercent: integer({
    min: 0,
    max: 100,
    default: 80,
    help: 'Share of requests that go on with a conversation.',
  }),
  turns: integer({ min: 1, max: 10_000, default: 50, help: 'Most turns of a conversation.' }),
  prefillTokens: integer({
    min: 1,
    max: maxWhole,
    default: 10_000,
    help: 'A context of so many tokens or more is written and not read back by its own request.',
  }),
  decodeBatch: integer({
    min: 1,
    max: 1e6,
    default: 32,
    help: 'Tokens of an answer for which the context is read once.',
  }),
  prefixPercent: integer({
    min: 0,
    max: 100,
    default: 20,
    help: 'Share of requests that begin with a prompt known to all, of 5, 9 or 6 tokens, which is looked for and never kept.',
  }),
  tokenTime: duration({
    min: 0,
    max: second,
    default: 0,
    help: 'Time that a token of an answer takes (--generation-mode: none 0s, fast 2ms, realistic 30ms).',
  }),
  requests: nullableInteger({
    min: 1,
    max: maxWhole,
    default: null,
    help: 'Requests after which the workload ends (--max-requests); null: at the end of the runtime.',
  }),
  engine: { ...shared.issueFields.engine, default: { kind: 'value', value: 'sync' } },
  direct: flag({ default: false, help: 'Pass by the page cache (O_DIRECT).' }),
  workers: integer({
    min: 1,
    max: 4096,
    default: computed('users, at most 500, with engine sync; else 4, at most users', ({ engine, users }) =>
      Math.min(users, engine === 'sync' ? mostServed : ringWorkers),
    ),
    help: 'Threads; each serves queueDepth requests at a time.',
  }),
  queueDepth: integer({
    min: 1,
    max: 4096,
    default: computed('1 with engine sync; else so many that users, at most 500, are served at a time', (workload) =>
      oneAtATime.includes(workload.engine) ? 1 : Math.ceil(Math.min(workload.users, mostServed) / workload.workers),
    ),
    help: 'Requests that a worker serves at a time, each with one call in flight.',
  }),
  batch: shared.issueFields.batch,
  blockSize: bytes({
    min: 4 * KiB,
    max: GiB,
    default: MiB,
    help: 'Bytes a read or write, a multiple of 4KiB; an object is moved in pieces of it, one after the other.',
  }),
  fsync: choice(kvSyncs, {
    default: 'object',
    help: '"object": each object is synced before it is closed, as the benchmark does it.',
  }),
  verify: choice(kvVerifies, {
    default: 'none',
    help: '"during": what is read is compared with what was written, inside the measured time.',
  }),
  runtime: shared.runtimeField(
    computed('300s, or null where requests are given', ({ requests }) => (requests === null ? 300 * second : null)),
    'the requests are done',
  ),
  dropCache: flag({
    default: computed(
      'true without direct, with any engine but null',
      ({ direct, engine }) => !direct && engine !== 'null',
    ),
    help: 'Drop the cached pages of an object before each read of it (POSIX_FADV_DONTNEED), as the benchmark does it.',
  }),
  ...shared.remainingFields,
  seed: integer({
    min: 0,
    max: maxWhole,
    // That of the rules (kv_cache_benchmark/mlperf_wrapper.py), plus the number of the client.
    default: 42,
    help: 'Determines users and their requests; the users are those of the benchmark with the same seed.',
  }),
};
