// Doubts that a mount gives: full targets, caches of its client, requests that were lost, data that it makes smaller.
import { dataReduction } from './data-reduction.js';
import { fullParts } from './fullness.js';
import { receivedPerByteAsked } from './wire-bytes.js';
import type { Circumstances, Evidence, Rule, StepToJudge } from './warning-rule.js';
import type { StepResult } from '../result/step-result.js';

/** Parts that are named; those that are less full are left out. */
const namedParts = 4;
/** Readings are a little before and after the measured time, and attributes are read besides the data. */
const leastFromServers = 0.9;
const toleratedThrottling = 0.01;

export const mountRules = {
  TARGET_NEARLY_FULL: {
    evidence: (_spec, { ready }, { fileSystem }) => {
      const parts = ready.engineUsed === 'null' ? [] : fullParts(fileSystem);
      return parts.length === 0 ? null : { targets: parts.slice(0, namedParts), fullTargets: parts.length };
    },
    advice: 'Free space, or use another pool, before you judge the storage: what is over 85 % full writes slowly.',
  },
  CLIENT_CACHE_ANSWERED: {
    evidence: cachedByClient,
    advice:
      'Use direct: true, data larger than the caches of the client, or empty these: the servers have not sent all of what ' +
      'was read.',
  },
  RETRANSMISSIONS: {
    evidence: (_spec, _result, { counters }) => {
      const { retransmissions = null, requests = 0, protocol = '' } = counters?.rpc ?? {};
      return retransmissions === null || retransmissions === 0 ? null : { protocol, retransmissions, requests };
    },
    advice:
      'Look for lost packets on the way and for a server that cannot keep up: each of these requests waited for a time-out.',
  },
  HYBRID_IO: {
    evidence: (_spec, { ready }, { counters }) => (ready.direct.used ? null : hybrid(counters?.deltas ?? {})),
    advice:
      'Read the figures as those of direct I/O in part: the client of Lustre does large buffered reads and writes so ' +
      '(llite.*.hybrid_io turns it off).',
  },
  COMPRESSING_FILE_SYSTEM: {
    evidence: (spec, result, { fileSystem }) => reduced(spec, result, fileSystem),
    advice:
      'Use data that nothing makes smaller (no compress, dedupe or pattern, with refill), or turn it off on the mount: ' +
      'fewer bytes went to the drives than the figures say.',
  },
  CGROUP_THROTTLED: {
    evidence: (_spec, _result, { counters }) => {
      const { throttledSeconds = null, seconds = 0 } = counters ?? {};
      if (throttledSeconds === null || throttledSeconds <= toleratedThrottling * seconds) return null;
      return { throttledSeconds, measuredSeconds: seconds };
    },
    advice: 'Raise the processor limit of the control group (cpu.max), or use fewer workers: they were not let run.',
  },
} satisfies Record<string, Rule>;

function cachedByClient(
  { visits, workers, checkpoint }: StepToJudge['spec'],
  { operations }: StepResult,
  { counters }: Circumstances,
): Evidence | null {
  const askedBytes = operations.read?.bytes ?? 0;
  const { readBytes = null, receivedBytes = null, protocol = '' } = counters?.rpc ?? {};
  const perByte = counters?.rpc?.readPerByteAsked ?? receivedPerByteAsked(counters?.rpc, askedBytes);
  if (perByte === null) return null;
  // What the first worker has fetched, the others are meant to find.
  const needed = visits === 'everyWorker' || checkpoint?.loadAll === true ? 1 / workers : 1;
  if (perByte >= leastFromServers * needed) return null;
  return { protocol, askedBytes, fromServersBytes: readBytes ?? receivedBytes };
}

function hybrid(deltas: Readonly<Record<string, number>>): Evidence | null {
  const [readBytes, writtenBytes] = (['read', 'write'] as const).map(
    (kind) => deltas[`lustre.llite.hybrid_${kind}_bytes.sumBytes`] ?? 0,
  );
  return readBytes || writtenBytes ? { hybridReadBytes: readBytes, hybridWrittenBytes: writtenBytes } : null;
}

/** Where data is made smaller, and this data gives in to it. */
function reduced(
  { compressPercent, dedupePercent, pattern, refill }: StepToJudge['spec'],
  { operations }: StepResult,
  fileSystem: Circumstances['fileSystem'],
): Evidence | null {
  const { compression, deduplication } = dataReduction(fileSystem);
  const writes = (operations.write?.count ?? 0) > 0;
  const compressed = compression !== null && (compressPercent > 0 || pattern !== '');
  // Buffers that keep what they were filled with are written again and again.
  const deduplicated = deduplication !== null && (dedupePercent > 0 || pattern !== '' || (writes && !refill));
  if (!compressed && !deduplicated) return null;
  return { ...(compressed ? { compression } : {}), ...(deduplicated ? { deduplication } : {}) };
}
