// Where a checkpoint differs from those of MLPerf Storage (CLOSED, Submission_guidelines.md of v2.0 and v3.0).
import { publishedCheckpoints } from '../spec/checkpoint-models.js';
import { usualRanksOf } from '../spec/checkpoint-ranks.js';
import type { CheckpointWorkload } from '../spec/checkpoint-workload.js';

const rounds = 10;

const published = ['tensorParallel', 'pipelineParallel', 'zeroStage'] as const;

type Rule = (workload: CheckpointWorkload) => string;

const rules: readonly Rule[] = [
  ({ model }) => (model === 'custom' ? 'model: custom is none of the four published ones' : ''),
  ({ mode, model }) =>
    mode === 'subset' && model !== 'llama3-8b' ? 'mode: subset counts in v2 only; v3 has it for llama3-8b alone' : '',
  (workload) => cutReason(workload),
  (workload) => ranksReason(workload),
  ({ scale }) => (scale === 1 ? '' : `scale: ${scale} of the published bytes`),
  ({ format }) => (format === 'deepspeed' ? '' : `format: ${format} and not deepspeed`),
  ({ saves }) => (saves === rounds ? '' : `saves: ${saves} and not ${rounds}`),
  ({ loads }) => (loads === rounds ? '' : `loads: ${loads} and not ${rounds}`),
  ({ saves, keep }) =>
    keep < saves ? `keep: ${keep} of ${saves} checkpoints, and the rules have each of them loaded` : '',
  ({ fsync, saves }) => (fsync === 'none' && saves > 0 ? 'fsync: none, and the rules ask for durable files' : ''),
  ({ background }) => (background ? 'background: the rules time saves that the training waits for' : ''),
  ({ engine }) => (engine === 'null' ? 'engine: null touches no storage' : ''),
];

function cutReason(workload: CheckpointWorkload): string {
  if (workload.model === 'custom') return '';
  const model = publishedCheckpoints[workload.model];
  const key = published.find((each) => workload[each] !== model[each]);
  return key === undefined ? '' : `${key}: ${workload[key]} and not ${model[key]}`;
}

function ranksReason(workload: CheckpointWorkload): string {
  const { model, ranks } = workload;
  const usual = usualRanksOf(workload);
  return model === 'custom' || ranks === usual ? '' : `ranks: ${ranks} and not ${usual}`;
}

/** What the rules have otherwise, a clause each; empty: nothing that is known before the run. */
export function checkpointReasons(workload: CheckpointWorkload): string[] {
  return rules.map((rule) => rule(workload)).filter((reason) => reason !== '');
}
