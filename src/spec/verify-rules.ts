// What verifying asks of the other keys of a block workload: sectors that carry their proof, and one last write of each.
import { blockKeys, hasRegions, oddSize, sectorSize } from './block-sizes.js';
import type { Breach, Rule } from './rules.js';
import { formatBytes } from './units.js';
import { type BlockWorkload, onceAPass } from './workload.js';

/** Each sector of this many bytes carries its proof: native/core/sector_stamp.h. */
const stampedSector = 4096;

export const verifyRules: Rule<BlockWorkload>[] = [
  ({ verify, engine }) =>
    verify !== 'none' && engine === 'null'
      ? {
          keys: ['verify', 'engine'],
          what: `is "${verify}", but engine "null" keeps no data that could be checked`,
          advice: 'Remove it, or use another engine',
        }
      : null,

  ({ verify, dedupePercent }) =>
    verify !== 'none' && dedupePercent > 0
      ? {
          keys: ['verify', 'dedupePercent'],
          what: `is "${verify}", but "dedupePercent" is ${dedupePercent}, and the proof in each sector makes all of them differ`,
          advice: 'Remove one of them',
        }
      : null,

  ({ verify, pattern }) =>
    verify !== 'none' && pattern !== ''
      ? {
          keys: ['verify', 'pattern'],
          what: `is "${verify}", but there is a "pattern", which the proof in each sector would overwrite`,
          advice: 'Remove one of them',
        }
      : null,

  blocksAreSectors,
  placeIsSectors('offset'),
  placeIsSectors('offsetIncrement'),
  placeIsSectors('stride'),

  ({ verify, readPercent }) =>
    verify === 'after' && readPercent === 100
      ? {
          keys: ['verify', 'readPercent'],
          what: 'is "after", but the workload writes nothing',
          advice: 'Use "verify: during" to check what is read, or lower "readPercent"',
        }
      : null,

  (workload) =>
    checksWrites(workload) && !onceAPass.includes(workload.access) && !writesAlone(workload)
      ? {
          keys: ['verify', 'access', 'readPercent'],
          what:
            `is "${workload.verify}", but with access "${workload.access}" two writes of one block may be in flight at once, ` +
            'so that nobody knows which one stays',
          advice: 'Use "access: permutation", or "queueDepth: 1" and one worker for each file',
        }
      : null,

  ({ verify, prewrite }) =>
    verify === 'only' && !prewrite
      ? {
          keys: ['prewrite', 'verify'],
          what: 'is false, but "verify: only" writes nothing, and needs the data of an earlier run',
          advice: 'Remove it',
        }
      : null,
];

/** No second write can be in flight. */
function writesAlone(workload: BlockWorkload): boolean {
  const { workers, fileSharing, queueDepth } = workload;
  return queueDepth === 1 && (workers === 1 || fileSharing === 'perWorker' || hasRegions(workload));
}

function checksWrites({ verify, readPercent }: BlockWorkload): boolean {
  return (verify === 'after' || verify === 'during') && readPercent < 100;
}

function blocksAreSectors(workload: BlockWorkload): Breach | null {
  const odd = oddSize(workload, stampedSector);
  if (workload.verify === 'none' || odd === null || isToldAnyway(workload, odd)) return null;
  return {
    keys: ['verify', ...blockKeys],
    what: `is "${workload.verify}", which needs blocks of whole sectors of 4KiB, but there are some of ${formatBytes(odd)}`,
    advice: `Use ${formatBytes(Math.ceil(odd / stampedSector) * stampedSector)}, or remove it`,
  };
}

/** With O_DIRECT, sectors of a disk are needed in any case, and the rules of sizes say so. */
function isToldAnyway({ direct }: BlockWorkload, bytes: number): boolean {
  return direct && bytes % sectorSize !== 0;
}

function placeIsSectors(key: 'offset' | 'offsetIncrement' | 'stride'): Rule<BlockWorkload> {
  return (workload) => {
    const { verify, [key]: bytes } = workload;
    if (verify === 'none' || bytes === null || bytes % stampedSector === 0) return null;
    if (isToldAnyway(workload, bytes)) return null;
    return {
      keys: [key, 'verify'],
      what: `must be a multiple of 4KiB with "verify: ${verify}" but is ${formatBytes(bytes)}`,
      advice: `Use ${formatBytes(Math.ceil(bytes / stampedSector) * stampedSector)}, or remove one of them`,
    };
  };
}
