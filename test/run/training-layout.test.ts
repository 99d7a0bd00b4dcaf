// The data set of a training on a real file system: named and sized as the generator of DLIO has it, reused, and renewed
// where something else is asked for.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import type { PlannedStep } from '../../src/plan/planned-step.js';
import { checkMounts } from '../../src/mount/check.js';
import { clean } from '../../src/mount/clean.js';
import { ensureDataset } from '../../src/run/dataset-layout.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { binding } from '../native/jobs.js';
import { MiB, training } from '../plan/samples.js';

type Given = Parameters<typeof training>[0];

const few = { files: 12, recordLength: MiB / 4, recordDeviation: 80_000, batchSize: 2, accelerators: 1, workers: 4 };

function stepOf(path: string, given: Given = {}): PlannedStep {
  const { capacities } = checkMounts([{ name: 'here', path }]);
  const [step] = makePlan([training({ ...few, ...given })], capacities, { repeat: 1 }).steps;
  if (step === undefined) throw new Error('the plan has no step');
  return step;
}

const ignore = () => undefined;
const observer = {
  onProgress: ignore,
  onResumed: ignore,
  onJob: ignore,
  onRemoving: ignore,
  onDirectory: () => Promise.resolve(),
};
const ensure = (step: PlannedStep) => ensureDataset(binding, step, observer);

/** Path below the root and bytes of each file, manifests left out. */
function filesOf({ spec }: PlannedStep): Map<string, number> {
  const names = readdirSync(spec.root, { recursive: true, encoding: 'utf8' });
  const paths = names.filter((name) => statSync(join(spec.root, name)).isFile() && !name.startsWith('.manifest'));
  return new Map(paths.sort().map((name) => [name, statSync(join(spec.root, name)).size]));
}

describe('a data set', () => {
  test('has the names and the number of files that were planned, and no more bytes', async () => {
    const step = stepOf(temporaryDirectory(), { evalFiles: 3 });
    const record = await ensure(step);
    const files = filesOf(step);
    expect([...files.keys()]).toEqual([
      ...Array.from({ length: 12 }, (_, file) => `train/img_${String(file).padStart(2, '0')}_of_12.npz`),
      ...Array.from({ length: 3 }, (_, file) => `valid/img_${file}_of_3.npz`),
    ]);
    const bytes = [...files.values()].reduce((sum, size) => sum + size, 0);
    expect(record).toMatchObject({ bytes, reused: false });
    expect(bytes).toBeLessThanOrEqual(step.dataset?.bytes ?? 0);
    expect(bytes).toBeGreaterThan((step.dataset?.bytes ?? 0) / 2);
    expect(Math.max(...files.values())).toBeLessThanOrEqual(step.dataset?.fileSize ?? 0);
  });

  test('has directories of its own where it is asked to', async () => {
    const step = stepOf(temporaryDirectory(), { subfolders: 3 });
    await ensure(step);
    expect([...filesOf(step).keys()].map((name) => name.split('/').slice(0, 2).join('/'))).toEqual(
      ['train/0', 'train/1', 'train/2'].flatMap((folder) => Array<string>(4).fill(folder)),
    );
  });

  test.each(['npz', 'jpeg'] as const)('of %s holds no two blocks alike', async (format) => {
    const step = stepOf(temporaryDirectory(), { format });
    await ensure(step);
    const blocks = new Set<string>();
    let count = 0;
    for (const name of filesOf(step).keys()) {
      const content = readFileSync(join(step.spec.root, name));
      for (let at = 4096; at + 4096 <= content.length; at += 4096, count++) {
        blocks.add(content.toString('latin1', at, at + 4096));
      }
    }
    expect(count).toBeGreaterThan(300);
    expect(blocks.size).toBe(count);
  });
});

describe('a data set that is there', () => {
  test('is used again by a run that loads it otherwise', async () => {
    const path = temporaryDirectory();
    const first = await ensure(stepOf(path));
    const other = stepOf(path, { accelerators: 2, workers: 8, loader: 'tf', rules: 'v1', seed: 99, epochs: 1 });
    expect(await ensure(other)).toEqual({ ...first, reused: true, layoutSeconds: 0 });
  });

  test('of other sizes is named, and not used', async () => {
    const path = temporaryDirectory();
    const first = stepOf(path, { generatorSeed: 11 });
    await ensure(first);
    const second = stepOf(path);
    expect(second.training?.notes).toEqual([expect.stringContaining('made with generatorSeed 11 and not 10')]);
    expect(await ensure(second)).toMatchObject({ reused: false });
    expect([...filesOf(second).values()]).not.toEqual([...filesOf(first).values()]);
  });

  test('is removed by clean, all of it', async () => {
    const path = temporaryDirectory();
    await ensure(stepOf(path, { evalFiles: 3, subfolders: 2 }));
    expect(clean(path)).toMatchObject({ files: 15, kept: [] });
    expect(readdirSync(path)).toEqual([]);
  });
});
