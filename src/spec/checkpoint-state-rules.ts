// What keys forbid each other that say what a checkpoint holds: forms of a model, ranks that divide, ranks with bytes.
import { allRanks, modelParallel, usualRanksOf } from './checkpoint-ranks.js';
import { optimizerTensors, rankState, stateBytes } from './checkpoint-state.js';
import { usualFilesPerRank } from './checkpoint-state-fields.js';
import type { Breach, Rule } from './rules.js';
import { noEffect } from './sample-rules.js';
import { formatBytes } from './units.js';
import type { CheckpointWorkload } from './workload.js';

type W = CheckpointWorkload;

/** Ranges of a shared file begin at whole pages. */
export const sharedUnit = 4096;

const cutKeys = ['tensorParallel', 'pipelineParallel', 'zeroStage'] as const;

export const checkpointStateRules: Rule<W>[] = [
  oneForm,

  ({ model, mode }) =>
    model === 'custom' && mode === 'subset'
      ? noEffect(
          'mode',
          ['model'],
          'with model "custom", of which nobody knows all ranks',
          'give the bytes of these ranks',
        )
      : null,

  ({ model, filesPerRank, format }) =>
    model !== 'custom' && filesPerRank !== usualFilesPerRank({ format })
      ? noEffect('filesPerRank', ['model'], `with model "${model}", whose files are published`)
      : null,

  ({ format, filesPerRank }) =>
    format === 'shared' && filesPerRank !== 1
      ? noEffect('filesPerRank', ['format'], 'with format "shared", which has one file for all ranks')
      : null,

  ...cutKeys.map(
    (key): Rule<W> =>
      ({ bytesPerRank, [key]: value }) =>
        bytesPerRank !== null && value !== (key === 'zeroStage' ? 3 : 1)
          ? noEffect(
              key,
              ['bytesPerRank'],
              'with bytesPerRank, which says what each rank has',
              'give "parameters" instead',
            )
          : null,
  ),

  ({ modelBytesPerParameter, optimizerBytesPerParameter }) =>
    modelBytesPerParameter + optimizerBytesPerParameter === 0
      ? {
          keys: ['modelBytesPerParameter', 'optimizerBytesPerParameter'],
          what: 'is 0, and so is optimizerBytesPerParameter, so that nothing is saved',
          advice: 'Give one of them',
        }
      : null,

  ({ model, optimizerBytesPerParameter: width }) =>
    model !== 'custom' && width % optimizerTensors !== 0
      ? {
          keys: ['optimizerBytesPerParameter', 'model'],
          what: `must be a multiple of ${optimizerTensors} with model "${model}", whose optimizer keeps as many tensors, but is ${width}`,
          advice: `Use ${Math.ceil(width / optimizerTensors) * optimizerTensors}`,
        }
      : null,

  ranksDivide,
  ranksOfSubset,
  idleRanks,
  smallShares,
  emptyFiles,
];

function oneForm({ model, bytesPerRank, parameters }: W): Breach | null {
  if (model !== 'custom') {
    const key = bytesPerRank === null ? 'parameters' : 'bytesPerRank';
    return bytesPerRank === null && parameters === null
      ? null
      : noEffect(key, ['model'], `with model "${model}", whose bytes are published`, 'set "model: custom"');
  }
  const keys = ['bytesPerRank', 'parameters', 'model'] as const;
  if (bytesPerRank === null && parameters === null)
    return {
      keys,
      what: 'is missing, and so are parameters',
      advice: 'Give one of them, for example "bytesPerRank: 1GiB"',
    };
  if (bytesPerRank !== null && parameters !== null)
    return { keys, what: 'cannot be given together with parameters', advice: 'Remove one of them' };
  return null;
}

/** Of a subset, nothing has to divide: it is a part of a training whose ranks do. */
function ranksDivide(workload: W): Breach | null {
  const { mode, ranks, tensorParallel, pipelineParallel } = workload;
  const each = modelParallel(workload);
  if (mode === 'subset' || ranks % each === 0) return null;
  const below = Math.floor(ranks / each) * each;
  const fits = below === 0 ? `${each}` : `${below} or ${below + each}`;
  return {
    keys: ['ranks', 'tensorParallel', 'pipelineParallel', 'model'],
    what: `must be a multiple of ${each} (tensorParallel ${tensorParallel} x pipelineParallel ${pipelineParallel}) but is ${ranks}`,
    advice: `Use ${fits}${workload.model === 'custom' ? '' : ', or "mode: subset"'}`,
  };
}

function ranksOfSubset(workload: W): Breach | null {
  const { mode, model, ranks } = workload;
  if (mode !== 'subset' || model === 'custom') return null;
  const all = allRanks(workload);
  if (ranks <= all) return null;
  return {
    keys: ['ranks', 'mode', 'model'],
    what: `must be at most ${all}, those of the whole training, but is ${ranks}`,
    advice: `Use ${usualRanksOf(workload)}, or remove "mode"`,
  };
}

/** What the ranks have says something only where the keys that it follows from fit together. */
function fits(workload: W): boolean {
  const { model, bytesPerRank, parameters, mode } = workload;
  const { modelBytesPerParameter: ofModel, optimizerBytesPerParameter: ofOptimizer } = workload;
  const hasForm = model === 'custom' ? (bytesPerRank === null) !== (parameters === null) : true;
  const hasWidth = ofModel + ofOptimizer > 0 && (model === 'custom' || ofOptimizer % optimizerTensors === 0);
  if (!hasForm || !hasWidth || ranksDivide(workload) !== null || ranksOfSubset(workload) !== null) return false;
  return model !== 'custom' || mode === 'full';
}

function bytesByRank(workload: W): number[] {
  return Array.from({ length: workload.ranks }, (_, rank) => stateBytes(rankState(workload, rank)));
}

function idleRanks(workload: W): Breach | null {
  if (!fits(workload)) return null;
  const idle = bytesByRank(workload).filter((bytes) => bytes === 0).length;
  if (idle === 0) return null;
  const keys = ['zeroStage', 'ranks', 'model', 'optimizerBytesPerParameter', 'parameters', 'bytesPerRank'] as const;
  const shared = `Use "zeroStage: 3", or "ranks: ${modelParallel(workload)}"`;
  const advice = workload.zeroStage === 3 ? 'Give more parameters, or fewer ranks' : shared;
  return { keys, what: `leaves ${idle} of ${workload.ranks} ranks with nothing to save`, advice };
}

function smallShares(workload: W): Breach | null {
  if (workload.format !== 'shared' || !fits(workload)) return null;
  const least = Math.min(...bytesByRank(workload));
  if (least === 0 || least >= sharedUnit) return null;
  return {
    keys: ['format', 'scale', 'bytesPerRank', 'parameters'],
    what: `is "shared", whose ranges begin at multiples of ${formatBytes(sharedUnit)}, and a rank has ${least} bytes only`,
    advice: 'Give each rank more, or use another format',
  };
}

function emptyFiles(workload: W): Breach | null {
  const { model, filesPerRank } = workload;
  if (model !== 'custom' || filesPerRank === usualFilesPerRank(workload) || !fits(workload)) return null;
  const least = Math.min(...bytesByRank(workload));
  if (least === 0 || least >= filesPerRank) return null;
  return {
    keys: ['filesPerRank', 'scale', 'bytesPerRank', 'parameters'],
    what: `is ${filesPerRank}, and a rank has ${least} bytes only`,
    advice: 'Give fewer files, or each rank more bytes',
  };
}
