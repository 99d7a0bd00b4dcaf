// Doubts about saves and loads: part of the closed list of warnings.
import {
  fewRounds,
  fitsMemory,
  laggingRanks,
  lateRelease,
  loadedFromCache,
  notDurable,
  waitedForDrain,
} from './checkpoint-doubts.js';
import type { Rule } from './warning-rule.js';

export const checkpointRules = {
  LOADED_FROM_CACHE: {
    evidence: (_spec, result) => loadedFromCache(result),
    advice:
      'Use direct: true, dropSystemCaches: true or a file system whose cache can be dropped: memory has answered part of ' +
      'the load.',
  },
  CHECKPOINT_FITS_MEMORY: {
    evidence: (spec, result, { memoryBytes = null }) => fitsMemory(spec, result, memoryBytes),
    advice:
      'Use direct: true, or clear the caches between a run that saves and one with saves: 0; nothing proves that the load ' +
      'came from storage.',
  },
  SAVE_NOT_DURABLE: {
    evidence: (spec, result) => notDurable(spec, result),
    advice: 'Use fsync: file: how long the data takes to be safe is not known, and part of it may still be in memory.',
  },
  RELEASE_SPREAD: {
    evidence: (_spec, result, { cores = null }) => lateRelease(result, cores),
    advice:
      'Stop what else runs on this machine: the ranks did not begin at the same instant, so that the burst is flatter.',
  },
  RANK_STRAGGLED: {
    evidence: (spec, result) => laggingRanks(spec, result),
    advice:
      'Look at what these ranks have to themselves: files, servers, network path, NUMA node; all others wait for them.',
  },
  DRAIN_TOO_SLOW: {
    evidence: (_spec, result) => waitedForDrain(result),
    advice: 'Give a longer pause: the save before was still being written, and the training stood still for it.',
  },
  FEW_ROUNDS: {
    evidence: (spec, result) => fewRounds(spec, result),
    advice: 'Use three or more saves and loads: a single one says nothing of how much they differ.',
  },
} satisfies Record<string, Rule>;
