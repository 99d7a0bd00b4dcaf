// Which path data took between storage and GPU, by what is proof of it: the state of cuFile's driver, its statistics,
// and data that was compared.
import type { NativeCufileStats } from '../native/contract.js';
import type { GdsVerdict, GdsVerdictName } from '../result/gpu-schema.js';
import { countOf, countsBetween, type GdsCounts } from './gds-counters.js';

/** What a verdict rests on. Operations are those that cuFile was asked for between the two looks at its statistics. */
export interface PathEvidence {
  /** The driver was opened so that files without a direct path are refused. */
  strict: boolean;
  /** The driver was told to go through the memory of the host with every file. */
  forced: boolean;
  /** Why cuFile refused the mount when it was opened strict, so that it was opened again; null: it was not. */
  refused: string | null;
  /** Files that cuFile took, and how many there are; null: not known, then one is enough. */
  registered: number;
  files: number | null;
  reads: number;
  writes: number;
  before: NativeCufileStats | null;
  after: NativeCufileStats | null;
  /** What stands against the data that was moved, as sentences; empty: it was compared, and is right. */
  doubts: readonly string[];
  /** Type of the file system, as mountinfo names it. */
  fileSystem: string;
  /** Names of the models of the GPUs. */
  devices: readonly string[];
}

/** File systems whose clients move data by RDMA of their own, so that neither nvidia-fs nor peer-to-peer counts it. */
const rdmaFileSystems = ['wekafs', 'gpfs'];
/** Processors and GPUs with a coherent link between them. */
const coherentDevices = /\bG[HB](200|300)\b/;

/** True for a path that does not go through the memory of the host. */
export function isGds(verdict: GdsVerdictName): boolean {
  return verdict.startsWith('gds-');
}

/** The verdict, and what it rests on or lacks. It is a direct path only where nothing stands against it. */
export function verdictOf(evidence: PathEvidence): GdsVerdict {
  const { before, after, forced } = evidence;
  if (forced) return compat('cuFile was told to go through the memory of the host with every file.', 1);
  if (before === null || after === null) return withoutStatistics(evidence);
  const counts = countsBetween(before, after);
  if (counts === null) return unverified(['The statistics of cuFile were set back in between.']);
  return counts.host > 0 ? throughHost(counts, evidence) : direct(counts, evidence);
}

function withoutStatistics({ refused, strict }: PathEvidence): GdsVerdict {
  if (refused !== null && !strict) return compat(refusalText(refused), null);
  return unverified(['This cuFile has no statistics (before 1.15), or does not give them, so nothing tells the path.']);
}

function throughHost(counts: GdsCounts, { refused }: PathEvidence): GdsVerdict {
  const { host } = counts;
  const known = countOf(counts, 'p2p') + countOf(counts, 'nvfs');
  const others = Math.max(known, countOf(counts, 'all') - host);
  const all = host + others;
  const share = others === 0 ? `All ${all}` : `${host} of ${all}`;
  const reasons = [
    ...(refused === null ? [] : [refusalText(refused)]),
    `${share} operations went through the memory of the host.`,
  ];
  return { verdict: others === 0 ? 'compat' : 'mixed', reasons, hostFraction: host / all };
}

function direct(counts: GdsCounts, evidence: PathEvidence): GdsVerdict {
  const path = pathOf(counts, evidence);
  const obstacles = [
    ...openingObstacles(evidence),
    ...('missing' in path ? [path.missing] : []),
    ...countingObstacles(counts, evidence),
    ...evidence.doubts,
  ];
  if (obstacles.length > 0 || 'missing' in path) return unverified(obstacles);
  const what = `cuFile was opened strict and took every file; all ${evidence.reads + evidence.writes} operations`;
  const reasons = [`${what} ${path.proof}, none through the memory of the host; the data compared is right.`];
  return { verdict: path.verdict, reasons, hostFraction: 0 };
}

/** The direct path that the counters, or what is known of the system, speak for. */
function pathOf(
  counts: GdsCounts,
  { fileSystem, devices }: PathEvidence,
): { verdict: GdsVerdictName; proof: string } | { missing: string } {
  const [p2p, nvfs, all] = [countOf(counts, 'p2p'), countOf(counts, 'nvfs'), countOf(counts, 'all')];
  if (p2p > 0 && p2p >= nvfs) return { verdict: 'gds-p2pdma', proof: `went by PCI peer-to-peer (${p2p})` };
  if (nvfs > 0) return { verdict: 'gds-nvfs', proof: `went by nvidia-fs (${nvfs})` };
  if (all === 0) return { missing: 'The statistics of cuFile have not counted a single operation.' };
  if (rdmaFileSystems.includes(fileSystem.toLowerCase())) {
    return { verdict: 'gds-rdma', proof: `went by neither nvidia-fs nor peer-to-peer, so by RDMA of ${fileSystem}` };
  }
  const coherent = devices.length > 0 && devices.every((name) => coherentDevices.test(name));
  if (coherent) {
    return { verdict: 'gds-c2c', proof: 'went by neither nvidia-fs nor peer-to-peer, so by the coherent link' };
  }
  return {
    missing: 'Neither nvidia-fs nor peer-to-peer counted an operation, and no other direct path is known here.',
  };
}

function openingObstacles({ strict, refused, registered, files }: PathEvidence): string[] {
  const missing = registered < (files ?? 1);
  return [
    ...(refused === null || strict ? [] : [refusalText(refused)]),
    ...(strict ? [] : ['cuFile was opened so that it may go through the memory of the host.']),
    ...(missing ? [`cuFile took ${registered} of ${files ?? 'all'} files.`] : []),
  ];
}

function countingObstacles(counts: GdsCounts, { reads, writes }: PathEvidence): string[] {
  const { unaligned, routed, sparse, inline } = counts;
  if (reads + writes === 0) return ['No operation has moved data.'];
  return [
    ...uncounted(counts, { reads, writes }),
    ...(unaligned > 0 ? [`Operations that were not aligned, so that the host had a part in them: ${unaligned}.`] : []),
    ...(routed > 0 ? [`Operations that went by way of another GPU or the host (dynamic routing): ${routed}.`] : []),
    ...(sparse > 0 ? [`Holes that were read, which are no transfers from storage: ${sparse}.`] : []),
    ...(inline > 0 ? [`Extents inside of inodes that were read, which the host does: ${inline}.`] : []),
  ];
}

/** A split transfer counts more than once: each of its parts needs a path, and more than was asked for is no doubt. */
function uncounted(counts: GdsCounts, asked: { reads: number; writes: number }): string[] {
  const hasPath = countOf(counts, 'p2p') + countOf(counts, 'nvfs') > 0;
  const found = ({ all, p2p, nvfs }: GdsCounts['reads']) => (hasPath ? p2p + nvfs : all);
  const sentence = (direction: GdsCounts['reads'], operations: number, what: string) => {
    const counted = found(direction);
    const of = Math.max(operations, direction.all);
    return counted < of ? [`${counted} of ${of} ${what} are counted on a direct path.`] : [];
  };
  if (counts.batch.all + counts.batch.p2p + counts.batch.nvfs > 0) {
    return sentence(counts.batch, asked.reads + asked.writes, 'operations');
  }
  if (countOf(counts, 'all') === 0) return [];
  return [...sentence(counts.reads, asked.reads, 'reads'), ...sentence(counts.writes, asked.writes, 'writes')];
}

function refusalText(refused: string): string {
  return `Opened strict, cuFile refused this mount (${refused}), and was opened again so that it may use the host.`;
}

function compat(reason: string, hostFraction: number | null): GdsVerdict {
  return { verdict: 'compat', reasons: [reason], hostFraction };
}

function unverified(reasons: string[]): GdsVerdict {
  return { verdict: 'unverified', reasons, hostFraction: null };
}
