// Storage that answers "done" and stores or brings something else: a step that verifies says so, any other cannot know.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { StepRecord, Verification } from '../../src/result/schema.js';
import { buildFaultfs, FaultMount, whyNoFaultMount } from '../helpers/fault-mount.js';
import { sharedTemporaryDirectory, temporaryDirectory } from '../helpers/temporary.js';
import { type CommandEnd, CommandGroup } from './command-group.js';

const missing = whyNoFaultMount();
const KiB = 1024;
const blockSize = 4 * KiB;
const size = 1024 * KiB;
const blocks = size / blockSize;
/** Where faults begin: the files that describe a data set are smaller, and stay as they are. */
const start = 64 * KiB;
const lied = blocks - start / blockSize;

const workload = `
name: block
kind: block
access: sequential
blockSize: ${blockSize}
size: ${size}
files: 1
engine: sync
passes: 1
readPercent: 0
`;

interface Outcome extends CommandEnd {
  step: StepRecord;
  file: string;
}

class LyingPlace {
  #runs = 0;

  private constructor(
    readonly mount: FaultMount,
    private readonly directory: string,
  ) {
    writeFileSync(join(directory, 'block.yaml'), workload);
  }

  static async make(program: string): Promise<LyingPlace> {
    const place = new LyingPlace(await FaultMount.make(program), temporaryDirectory());
    onTestFinished(() => place.mount.unmount());
    return place;
  }

  /** Runs the workload with these settings on the mount. */
  async run(...settings: string[]): Promise<Outcome> {
    const results = join(this.directory, `results-${(this.#runs += 1)}`);
    mkdirSync(results);
    const options = settings.flatMap((setting) => ['--set', setting]);
    const command = new CommandGroup(
      [join(this.directory, 'block.yaml'), '--mount', `lying=${this.mount.path}`, ...options],
      results,
    );
    onTestFinished(async () => {
      await command.end();
    });
    const end = await command.ended;
    const [step] = command.record().steps;
    if (step === undefined) throw new Error(`no step: ${end.stderr}`);
    return {
      ...end,
      step,
      file: join(this.mount.path, 'ioproof-data', step.dataset?.directory ?? '', 'd000000/f000000000'),
    };
  }

  /** The same, with a data set that an honest storage has taken; only then come the lies. */
  async runOverGoodData(fault: string, ...settings: string[]): Promise<Outcome> {
    const before = await this.run(...settings);
    expect(before).toMatchObject({ exitCode: 0, step: { status: 'complete', error: null } });
    await this.mount.set(fault);
    return this.run(...settings);
  }
}

type Sectors = Verification['sectors'];

/** Expects a step that failed for what it read back, with these sectors that are not good. */
function expectFound({ exitCode, stderr, step, file }: Outcome, bad: Partial<Sectors>, checked = blocks): void {
  const found = step.verification;
  const sum = Object.values(bad).reduce((all, count) => all + count, 0);
  const none: Sectors = { good: 0, torn: 0, stale: 0, misplaced: 0, foreign: 0, zeros: 0, corrupt: 0 };
  expect(exitCode).toBe(3);
  expect(found?.sectors).toEqual({ ...none, ...bad, good: checked - sum });
  expect(found?.bytes).toBe(checked * blockSize);
  expect(step).toMatchObject({ status: 'failed', error: { code: 'DATA_MISMATCH', path: file, length: blockSize } });
  for (const [verdict, count] of Object.entries(bad)) {
    expect(step.error?.message).toContain(`${verdict}: ${count}`);
    expect(stderr).toContain(`${verdict}: ${count}`);
  }
  const [first] = found?.mismatches ?? [];
  expect(found?.mismatches).toHaveLength(Math.min(sum, 8));
  expect(first).toMatchObject({ path: file, offset: step.error?.offset, expected: { offset: String(first?.offset) } });
  expect(Object.keys(bad)).toContain(first?.verdict);
}

describe.skipIf(missing)(`storage that lies ${missing}`, () => {
  const directory = sharedTemporaryDirectory();
  let faultfs = '';
  beforeAll(() => {
    faultfs = buildFaultfs(directory);
  });

  test.each([{ verify: 'after' }, { verify: 'during' }])('honest storage passes with verify: $verify', async (row) => {
    const place = await LyingPlace.make(faultfs);
    const { exitCode, step } = await place.runOverGoodData('all clear', `verify=${row.verify}`, 'access=permutation');
    expect(exitCode).toBe(0);
    expect(step).toMatchObject({ status: 'complete', error: null, dataset: { reused: true } });
    expect(step.verification).toMatchObject({ mode: row.verify, sectors: { good: blocks }, mismatches: [] });
  });

  test.each([
    { fault: 'lose', what: 'lost writes are stale', block: '4KiB', bad: { stale: lied } },
    { fault: 'tear', what: 'halves of a sector are torn', block: '4KiB', bad: { torn: lied } },
    { fault: 'tear', what: 'halves of two sectors leave one stale', block: '8KiB', bad: { stale: lied / 2 } },
    // Each lands where the one before it belongs, so that at last nothing has come to the last place.
    { fault: 'misplace', what: 'misplaced writes are misplaced', block: '4KiB', bad: { misplaced: lied, stale: 1 } },
  ])('$what', async ({ fault, block, bad }) => {
    const place = await LyingPlace.make(faultfs);
    const outcome = await place.runOverGoodData(`write ${fault} from ${start}`, 'verify=after', `blockSize=${block}`);
    expectFound(outcome, bad);
    expect(outcome.step.operations.write).toMatchObject({ bytes: size, errors: 0, short: 0 });
    expect(outcome.step.operations.read).toBeUndefined();
  });

  test('one lost write in a hundred is found, and where it was', async () => {
    const place = await LyingPlace.make(faultfs);
    const outcome = await place.runOverGoodData(`write lose every 100 from ${start}`, 'verify=after');
    expectFound(outcome, { stale: 2 });
    const offsets = outcome.step.verification?.mismatches.map(({ offset }) => offset);
    expect(offsets).toEqual([start + 99 * blockSize, start + 199 * blockSize]);
  });

  test('a lost write to a new file leaves zeros', async () => {
    const place = await LyingPlace.make(faultfs);
    await place.mount.set(`write lose from ${start}`);
    const outcome = await place.run('verify=after', 'prewrite=false');
    expect(outcome.exitCode).toBe(3);
    expect(outcome.step).toMatchObject({ error: { code: 'DATA_MISMATCH' } });
    expect(outcome.step.verification?.sectors).toMatchObject({ good: blocks - lied, zeros: lied });
    const left = readdirSync(place.mount.path, { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => /\bf0+$/.test(name))).toEqual([]);
  });

  test('during the run, each write is read back at once', async () => {
    const place = await LyingPlace.make(faultfs);
    const outcome = await place.runOverGoodData(`write lose every 2 from ${start}`, 'verify=during');
    expectFound(outcome, { stale: lied / 2 });
    expect(outcome.step.operations.read).toMatchObject({ count: blocks, errors: 0 });
    expect(outcome.step.verification?.seconds).toBe(0);
  });

  test.each([{ settings: ['verify=during', 'readPercent=100'] }, { settings: ['verify=after'] }])(
    'bits that flip on the way back are corrupt: $settings',
    async ({ settings }) => {
      const place = await LyingPlace.make(faultfs);
      expectFound(await place.runOverGoodData(`read flip from ${start}`, ...settings), { corrupt: lied });
    },
  );

  test('a later run with verify: only finds what has become of the data', async () => {
    const place = await LyingPlace.make(faultfs);
    const honest = await place.runOverGoodData('all clear', 'verify=after');
    expect(honest.exitCode).toBe(0);
    const sound = await place.run('verify=only');
    expect(sound).toMatchObject({ exitCode: 0, step: { status: 'complete', verification: { mode: 'only' } } });
    expect(sound.step.verification?.sectors.good).toBe(blocks);

    await place.mount.set(`read flip every 10 from ${start}`);
    const outcome = await place.run('verify=only');
    expectFound(outcome, { corrupt: lied / 10 });
    expect(outcome.step.operations.write).toBeUndefined();
  });

  test('what was lost in a run that verified is still missing in the next', async () => {
    const place = await LyingPlace.make(faultfs);
    expectFound(await place.runOverGoodData(`write lose from ${start}`, 'verify=after'), { stale: lied });
    await place.mount.set('all clear');
    expectFound(await place.run('verify=only'), { stale: lied });
    expect(await place.run('verify=after')).toMatchObject({ exitCode: 0, step: { status: 'complete' } });
    expect(await place.run('verify=only')).toMatchObject({ exitCode: 0, step: { status: 'complete' } });
  });

  test.each([{ fault: 'write lose' }, { fault: 'write misplace' }, { fault: 'read flip' }])(
    'without verify, $fault goes unnoticed',
    async ({ fault }) => {
      const place = await LyingPlace.make(faultfs);
      const outcome = await place.runOverGoodData(`${fault} from ${start}`, 'readPercent=50');
      expect(outcome.exitCode).toBe(0);
      expect(outcome.step).toMatchObject({ status: 'complete', error: null, verification: null });
    },
  );
});
