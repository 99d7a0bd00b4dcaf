// The cases of warnings about what a mount gives: full targets, caches of its client, lost requests, smaller data.
import type { CountersRecord, FileSystemRecord, SystemRecord } from '../../src/result/schema.js';
import { mountRecord } from '../fixtures/records.js';
import { directFacts, nativeOperation, nativeReady } from '../result/samples.js';
import { noCounters, rpcCounters } from './diagnosis/diagnosing.js';
import type { Case } from './judging.js';

const counters = (given: Partial<CountersRecord>) => ({ counters: { ...noCounters, ...given } });

const systemOf = (given: Partial<SystemRecord>): { fileSystem: FileSystemRecord } => ({
  fileSystem: mountRecord('here', {
    system: {
      ...{ kind: 'lustre', title: 'Lustre', evidence: '', version: '', details: {}, targets: [], asked: [] },
      ...given,
    },
  }).fileSystem,
});

const ost = (availableBytes: number, freeInodes = 1000): SystemRecord['targets'][number] => ({
  ...{ name: 'scratch-OST0003', role: 'ost', pools: [], totalBytes: 10_000, availableBytes },
  ...{ inodes: 1000, freeInodes, state: '' },
});

/** Of 1000 blocks a tenth is for root only. */
const space = (available: number, freeFiles = 1000) => {
  const { fileSystem } = mountRecord();
  const statfs = { ...fileSystem.statfs, totalBytes: 1100, freeBytes: available + 100, availableBytes: available };
  return { fileSystem: { ...fileSystem, statfs: { ...statfs, files: 1000, freeFiles } } };
};

/** CephFS without a manager tells nothing. */
const untold = () => {
  const { fileSystem } = mountRecord();
  const sizes = { totalBytes: null, freeBytes: null, availableBytes: null };
  return { fileSystem: { ...fileSystem, statfs: { ...fileSystem.statfs, ...sizes, files: null, freeFiles: null } } };
};

const reads = nativeOperation({ bytes: 1000 });
const llite = (bytes: number) => counters({ deltas: { 'lustre.llite.hybrid_read_bytes.sumBytes': bytes } });
const full = (target: string, of: string, usedFraction: number) => ({ target, of, usedFraction });

export const mountCases: Case[] = [
  {
    code: 'TARGET_NEARLY_FULL',
    circumstances: systemOf({ targets: [ost(1499), { ...ost(1000), name: 'scratch-OST0004' }, ost(5000)] }),
    raised: {},
    evidence: {
      targets: [full('scratch-OST0004', 'space', 0.9), full('scratch-OST0003', 'space', 0.8501)],
      fullTargets: 2,
    },
    silent: {},
    silentCircumstances: systemOf({ targets: [ost(1500)] }),
  },
  {
    code: 'TARGET_NEARLY_FULL',
    circumstances: systemOf({ targets: [ost(9000, 100)] }),
    raised: {},
    evidence: { targets: [full('scratch-OST0003', 'inodes', 0.9)], fullTargets: 1 },
    silent: {},
    // More free than there is: invented, as some file systems do.
    silentCircumstances: systemOf({ targets: [ost(10_001), { ...ost(0), totalBytes: 0, inodes: null }] }),
  },
  {
    code: 'TARGET_NEARLY_FULL',
    circumstances: space(149),
    raised: {},
    evidence: { targets: [full('file system', 'space', 0.851)], fullTargets: 1 },
    silent: {},
    silentCircumstances: space(151),
  },
  {
    code: 'TARGET_NEARLY_FULL',
    circumstances: space(149),
    raised: {},
    evidence: { targets: [full('file system', 'space', 0.851)], fullTargets: 1 },
    silent: {},
    silentCircumstances: untold(),
  },
  {
    code: 'TARGET_NEARLY_FULL',
    circumstances: space(900, 100),
    raised: {},
    evidence: { targets: [full('file system', 'inodes', 0.9)], fullTargets: 1 },
    silent: { ready: nativeReady({ engineUsed: 'null' }) },
    silentCircumstances: space(900, 100),
  },
  {
    code: 'CLIENT_CACHE_ANSWERED',
    circumstances: counters(rpcCounters({ readPerByteAsked: 0.89, readBytes: 890 })),
    raised: { operations: { read: reads } },
    evidence: { protocol: 'nfs', askedBytes: 1000, fromServersBytes: 890 },
    silent: { operations: { read: reads } },
    silentCircumstances: counters(rpcCounters({ readPerByteAsked: 0.9, readBytes: 900 })),
  },
  {
    // Of all that came, data is a part.
    code: 'CLIENT_CACHE_ANSWERED',
    circumstances: counters(rpcCounters({ readPerByteAsked: null, receivedBytes: 899 })),
    raised: { operations: { read: reads } },
    evidence: { protocol: 'nfs', askedBytes: 1000, fromServersBytes: 899 },
    silent: { operations: { read: reads } },
    silentCircumstances: counters(rpcCounters({ readPerByteAsked: null, receivedBytes: 900 })),
  },
  {
    // What the first of two workers has fetched, the other is meant to find.
    code: 'CLIENT_CACHE_ANSWERED',
    spec: { visits: 'everyWorker' },
    circumstances: counters(rpcCounters({ readPerByteAsked: 0.44, readBytes: 440 })),
    raised: { operations: { read: reads } },
    evidence: { protocol: 'nfs', askedBytes: 1000, fromServersBytes: 440 },
    silent: { operations: { read: reads } },
    silentCircumstances: counters(rpcCounters({ readPerByteAsked: 0.45, readBytes: 450 })),
  },
  {
    code: 'RETRANSMISSIONS',
    circumstances: counters(rpcCounters({ retransmissions: 1 })),
    raised: {},
    evidence: { protocol: 'nfs', retransmissions: 1, requests: 1000 },
    silent: {},
    silentCircumstances: counters(rpcCounters({ retransmissions: 0 })),
  },
  {
    code: 'HYBRID_IO',
    circumstances: llite(4096),
    raised: {},
    evidence: { hybridReadBytes: 4096, hybridWrittenBytes: 0 },
    silent: { ready: nativeReady({ direct: directFacts(true) }) },
    silentCircumstances: llite(4096),
  },
  {
    code: 'HYBRID_IO',
    circumstances: counters({ deltas: { 'lustre.llite.hybrid_write_bytes.sumBytes': 1 } }),
    raised: {},
    evidence: { hybridReadBytes: 0, hybridWrittenBytes: 1 },
    silent: {},
    silentCircumstances: llite(0),
  },
  {
    code: 'COMPRESSING_FILE_SYSTEM',
    spec: { compressPercent: 1 },
    circumstances: { fileSystem: mountRecord('here', { superOptions: ['rw', 'compress=zstd:3'] }).fileSystem },
    raised: {},
    evidence: { compression: 'zstd:3' },
    silent: {},
    silentCircumstances: { fileSystem: mountRecord('here', { superOptions: ['rw', 'compress=no'] }).fileSystem },
  },
  {
    code: 'COMPRESSING_FILE_SYSTEM',
    spec: { refill: false },
    circumstances: systemOf({ details: { compression: 'lz4', dedup: 'on' } }),
    raised: { operations: { write: nativeOperation() } },
    evidence: { deduplication: 'on' },
    silent: { operations: { read: nativeOperation() } },
    silentCircumstances: systemOf({ details: { compression: 'lz4', dedup: 'on' } }),
  },
  {
    code: 'COMPRESSING_FILE_SYSTEM',
    spec: { pattern: '00' },
    circumstances: systemOf({ kind: 'wekafs', title: 'WekaFS', details: { dataReduction: true } }),
    raised: {},
    evidence: { compression: 'WekaFS', deduplication: 'WekaFS' },
    silent: {},
    silentCircumstances: systemOf({ details: { dataReduction: false, compression: 'off' } }),
  },
  {
    code: 'CGROUP_THROTTLED',
    circumstances: counters({ throttledSeconds: 0.11 }),
    raised: {},
    evidence: { throttledSeconds: 0.11, measuredSeconds: 10 },
    silent: {},
    silentCircumstances: counters({ throttledSeconds: 0.1 }),
  },
];
