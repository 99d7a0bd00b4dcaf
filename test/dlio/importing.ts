// Imports texts of DLIO the way the command line does, and gives what came of it.
import { type DlioImport, importDlio } from '../../src/dlio/import.js';
import { formatProblem } from '../../src/spec/problems.js';

interface Given {
  overrides?: string[];
  rules?: 'v1' | 'v2' | 'v3';
  stem?: string;
  accelerators?: number;
}

export function imported(
  text: string,
  { overrides = [], rules, stem = 'mine', accelerators = 1 }: Given = {},
): DlioImport {
  return importDlio({ file: 'c.yaml', text, overrides, rules, stem, accelerators });
}

/** The workload of a text without problems. */
export function workloadOf(text: string, given: Given = {}): Record<string, unknown> {
  const { workload, problems } = imported(text, given);
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
  return workload;
}

export function problemsOf(text: string, given: Given = {}): string[] {
  return imported(text, given).problems.map(formatProblem);
}

/** A training on small files, with one line for each key of DLIO. */
export const small = `dataset:
  format: npz
  num_files_train: 100
  record_length_bytes: 4096
reader:
  data_loader: pytorch
  batch_size: 4
  read_threads: 2
train:
  epochs: 3
  computation_time: 0.25
`;
