// The workload file of an import: what it says, and that comments tell where each key comes from.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { words } from '../../src/fio/words.js';
import { writeWorkloads } from '../../src/fio/write-yaml.js';
import { definitions } from '../../src/spec/definitions.js';
import { engines } from '../../src/spec/workload.js';
import { loadText } from '../spec/loading.js';
import { accepted, environment, fixtureNames, importFixture, importText } from './importing.js';

const simple =
  '[simple]\nioengine=libaio\ndirect=1\nrw=randrw\nrwmixread=70\nbs=4k\nsize=16m\niodepth=8\nruntime=5\ntime_based\nthread\n';

describe('the file', () => {
  test('of one section has each key with the lines that it comes from', () => {
    expect(writeWorkloads(accepted(importText(simple)))).toBe(`# Imported from the fio job file job.fio.
# A comment has the line there, the option, and what it became.

# line 11 thread: workers are threads
name: simple
description: Imported from job.fio, section [simple]
kind: block
# line 4 rw=randrw: random order, each block once a pass, as by fio's random map
access: permutation
# line 5 rwmixread=70: 70 % reads
readPercent: 70
# line 6 bs=4k: blocks: 4KiB
blockSize: 4KiB
files: 1
# line 7 size=16m: 16MiB for each clone of the job
size: 16MiB
# line 2 ioengine=libaio: engine libaio
engine: libaio
# line 3 direct=1: past the page cache
direct: true
workers: 1
# line 8 iodepth=8: 8 in flight a worker
queueDepth: 8
# fio submits each operation alone
batch: 1
# line 9 runtime=5: 5s
# line 10 time_based: the runtime alone is the end
runtime: 5s
# fio syncs nothing at the end without end_fsync
fsync: none
`);
  });

  test('of several sections is a suite in their order', () => {
    const text = writeWorkloads(accepted(importFixture('acceptance-iops')));
    expect(parse(text)).toMatchObject({
      name: 'acceptance-iops',
      description: 'Imported from acceptance-iops.fio',
      workloads: [{ name: 'fio-iopsr' }, { name: 'fio-iopsw' }],
    });
  });

  test.each(fixtureNames().filter((name) => name !== 'concurrent'))(
    'of %s has all words, and a comment for every option',
    (name) => {
      const imported = accepted(importFixture(name));
      const text = writeWorkloads(imported);
      const document = parseDocument(text);
      expect([...document.errors, ...document.warnings]).toEqual([]);
      const value = document.toJS() as { workloads?: unknown[] };
      expect(value.workloads ?? [value]).toEqual(imported.workloads.map(({ words }) => words));
      for (const { option, line } of imported.workloads.flatMap(({ notes }) => notes)) {
        if (option !== '') expect(text).toContain(`# line ${line} ${option}`);
      }
    },
  );

  test('is not broken by values from outside', () => {
    const value = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(value, (description) => {
        const options = { environment: { ...environment, variables: { TEXT: `x${description}` } } };
        const imported = accepted(importText('[a]\nsize=1m\ndescription=${TEXT}\nname=${TEXT}\n', options));
        expect(parse(writeWorkloads(imported))).toEqual(imported.workloads[0]?.words);
      }),
    );
  });
});

describe('the loader of workload files', () => {
  test('reads it', () => {
    const { workloads } = loadText(writeWorkloads(accepted(importText(simple))));
    expect(workloads).toMatchObject([
      { name: 'simple', engine: 'libaio', access: 'permutation', size: 2 ** 24, queueDepth: 8, runtime: 5e9, batch: 1 },
    ]);
  });

  test('knows every key', () => {
    expect(words.filter((word) => !Object.hasOwn(definitions.block.fields, word))).toEqual([]);
  });

  test.each(fixtureNames().filter((name) => name !== 'concurrent'))('reads that of %s', (name) => {
    const imported = accepted(importFixture(name));
    const { workloads } = loadText(writeWorkloads(imported));
    expect(workloads.map((workload) => workload.name)).toEqual(imported.workloads.map((each) => each.words.name));
  });

  test.each(engines)('reads those of every fixture with --engine %s', (engine) => {
    for (const name of fixtureNames().filter((each) => each !== 'concurrent')) {
      const imported = importFixture(name, { engine });
      if (engine === 'cufile' && imported.problems.length > 0) continue;
      expect(() => loadText(writeWorkloads(accepted(imported)))).not.toThrow();
    }
  });

  test('refuses with --engine cufile only blocks that go no direct path', () => {
    const refused = fixtureNames().flatMap((name) => {
      const { problems } = importFixture(name, { engine: 'cufile' });
      return name === 'concurrent' ? [] : problems.map(({ what }) => what);
    });
    expect(refused.length).toBeGreaterThan(0);
    for (const what of refused)
      expect(what).toMatch(/must be a multiple of (4KiB with engine "cufile"|512B with "direct: true")/);
  });
});
