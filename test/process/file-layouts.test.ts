// Layouts from the workload to the record, with real processes and files, and `lfs` of a Lustre that is not there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { RunRecord, StepRecord } from '../../src/result/schema.js';
import { fakeLustre, type FakeLustre } from '../helpers/fake-lustre.js';
import { FakeTools } from '../helpers/fake-tools.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { runSession } from './sessions.js';

const quick = 'kind: block\nsize: 1MiB\nblockSize: 64KiB\nengine: sync\ndirect: false\nruntime: null\npasses: 1\n';
const wide = 'layout: {pool: ssd, stripeCount: -1, stripeSize: 16MiB}\n';

interface Ran {
  record: RunRecord;
  step: StepRecord;
  tools: FakeTools;
}

async function run(
  yaml: string,
  { tools = fakeLustre(), mountPath = temporaryDirectory(), graceMs = 60_000 } = {},
): Promise<Ran> {
  vi.stubEnv('PATH', tools.path);
  const record = await runSession({ yaml: `name: w\n${yaml}`, mountPath, kind: 'lustre', graceMs });
  const [step] = record.steps;
  if (step === undefined) throw new Error('no step');
  return { record, step, tools };
}

const lying = (behaviour: FakeLustre) => ({ tools: fakeLustre(behaviour) });

test('a layout is set before the first file, and directory and file are read back', async () => {
  const { step, tools } = await run(`${quick}${wide}`);
  expect(step).toMatchObject({ status: 'complete', error: null });
  expect(step.warnings.map(({ code }) => code)).not.toContain('FILE_LAYOUT_DIFFERS');
  const { fileLayout, dataset } = step;
  expect(fileLayout?.asked).toMatchObject({ pool: 'ssd', stripeCount: -1, stripeSize: 2 ** 24, objectSize: null });
  expect(fileLayout?.setBy).toMatch(
    new RegExp(`^lfs setstripe -c -1 -S 16777216 -p ssd /.*/${dataset?.directory ?? ''}$`),
  );
  expect(fileLayout?.directory).toMatchObject({ pool: 'ssd', stripeCount: -1, stripeSize: 2 ** 24, targets: [] });
  expect(fileLayout?.file).toMatchObject({ pool: 'ssd', stripeCount: 4, stripeSize: 2 ** 24 });
  expect(fileLayout?.file?.targets).toHaveLength(4);
  expect(fileLayout?.problem).toBe('');
  // The manifest was there, and no file.
  expect(readFileSync(join(tools.directory, 'found'), 'utf8')).toBe('.manifest.partial.json\n');
});

test('what nobody asks for is read all the same, and nothing is set', async () => {
  const { step, tools } = await run(quick);
  expect(step.fileLayout).toMatchObject({ asked: null, setBy: null, file: { stripeCount: 1, stripeSize: 2 ** 20 } });
  expect(tools.calls().filter((call) => call.includes('setstripe'))).toEqual([]);
});

test('a data set is found again by a run that asks for the same, and not by one that asks for another', async () => {
  const [tools, mountPath] = [fakeLustre(), temporaryDirectory()];
  const reused = async (layout: string) => {
    const { step } = await run(`${quick}${layout}`, { tools, mountPath });
    return [step.dataset?.reused, step.fileLayout?.setBy !== null, step.fileLayout?.directory?.stripeCount];
  };
  expect(await reused(wide)).toEqual([false, true, -1]);
  expect(await reused(wide)).toEqual([true, false, -1]);
  expect(await reused('layout: {stripeCount: 2}\n')).toEqual([false, true, 2]);
  expect(await reused('')).toEqual([false, false, 1]);
  expect(await reused(wide)).toEqual([true, false, -1]);
});

test.each([
  ['files that the step makes', 'kind: files\nfiles: 4\nfileSize: 4KiB\noperations: [create, write, close]\n'],
  ['files that the step finds', 'kind: files\nfiles: 4\nfileSize: 4KiB\nepochs: 1\nruntime: null\n'],
  ['checkpoints', 'kind: checkpoint\nbytesPerRank: 64KiB\nranks: 2\nsaves: 2\nloads: 1\npause: 0s\n'],
  ['the weights of a model', 'kind: model-load\nmodel: custom\nsize: 1MiB\nloads: 1\n'],
])('%s get it', async (_what, yaml) => {
  const { step, tools } = await run(`${yaml}layout: {stripeCount: 3}\n`);
  expect(step).toMatchObject({
    status: 'complete',
    fileLayout: { asked: { stripeCount: 3 }, file: { stripeCount: 3 } },
  });
  expect(readFileSync(join(tools.directory, 'found'), 'utf8')).toBe('.manifest.partial.json\n');
});

test('phases set it once, for all of them', async () => {
  const phase = (name: string, operations: string) =>
    `  - {name: ${name}, kind: files, files: 4, fileSize: 4KiB, engine: sync, epochs: 1, runtime: null, phaseOf: p, operations: [${operations}], layout: {stripeCount: 2}}\n`;
  const suite = `workloads:\n${phase('make', 'create, write, close')}${phase('look', 'stat')}${phase('end', 'unlink')}`;
  const { record, tools } = await run(suite);
  expect(record.steps.map(({ status, fileLayout }) => [status, fileLayout?.setBy !== null])).toEqual([
    ['complete', true],
    ['complete', false],
    ['complete', false],
  ]);
  expect(tools.calls().filter((call) => call.includes('setstripe'))).toHaveLength(1);
});

describe('a step fails', () => {
  const filesIn = (mountPath: string, { dataset }: StepRecord): string[] => {
    const place = join(mountPath, 'ioproof-data', dataset?.directory ?? '');
    return existsSync(place) ? readdirSync(place, { recursive: true, encoding: 'utf8' }).sort() : [];
  };

  test('where the layout is not kept, with both values, before a byte is written', async () => {
    const mountPath = temporaryDirectory();
    const { step } = await run(`${quick}layout: {stripeCount: 4}\n`, { ...lying({ lies: 2 }), mountPath });
    expect(step).toMatchObject({ status: 'failed', error: { code: 'LAYOUT_NOT_KEPT' } });
    expect(step.error?.message).toMatch(/has another layout: stripeCount is 2 and not 4 \(lfs getstripe/);
    expect(step.fileLayout).toMatchObject({ asked: { stripeCount: 4 }, directory: { stripeCount: 2 }, file: null });
    expect(filesIn(mountPath, step).filter((name) => name.endsWith('.bin'))).toEqual([]);
  });

  test.each<[string, FakeTools | (() => FakeTools), RegExp]>([
    ['there is no such pool', () => fakeLustre(), /pool 'hdd' does not exist/],
    ['the tool is missing', () => new FakeTools({}), /lfs is not installed/],
    ['the tool may not be run', () => new FakeTools({ lfs: 'unexecutable' }), /lfs/],
    ['the tool needs root', () => new FakeTools({ lfs: [{ stderr: 'must be root', status: 1 }] }), /must be root/],
  ])('where %s', async (_why, tools, reason) => {
    const made = typeof tools === 'function' ? tools() : tools;
    const { step } = await run(`${quick}layout: {pool: hdd}\n`, { tools: made });
    expect(step).toMatchObject({ status: 'failed', error: { code: 'LAYOUT_NOT_SET' } });
    expect(step.error?.message).toMatch(reason);
  });

  test('where the tool hangs, within its deadline, and the step after it is run', async () => {
    const tools = new FakeTools({ lfs: [{ stays: 'ignore-sigterm' }] });
    const { record, step } = await run(
      `workloads:\n  - {name: a, kind: block, size: 1MiB, layout: {stripeCount: 2}}\n  - {name: b, kind: block, engine: 'null', size: 1MiB, runtime: 50ms}\n`,
      { tools, graceMs: 3000 },
    );
    expect(step).toMatchObject({ status: 'failed', error: { code: 'LAYOUT_NOT_SET' } });
    expect(step.error?.message).toContain('lfs setstripe -c 2');
    expect(record.steps[1]).toMatchObject({ status: 'complete' });
  });
});

test('garbage of the tool costs no figure where nothing was asked for', async () => {
  const tools = new FakeTools({ lfs: [{ stdout: 'Segmentation fault (core dumped) \u0000\u0001' }] });
  const { step } = await run(quick, { tools });
  expect(step).toMatchObject({ status: 'complete', fileLayout: { asked: null, directory: null, file: null } });
  expect(step.fileLayout?.problem).toMatch(/Segmentation fault/);
});

test('files with fewer stripes than their directory gives are told', async () => {
  const { step } = await run(`${quick}layout: {stripeCount: 8}\n`, lying({ files: 2 }));
  expect(step.status).toBe('complete');
  expect(step.warnings).toContainEqual(
    expect.objectContaining({ code: 'FILE_LAYOUT_DIFFERS', evidence: { stripeCount: '2, not 8' } }),
  );
});
