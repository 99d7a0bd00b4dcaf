// Data sets: absent, begun, complete; what is taken for complete and what is refused; whether one fits.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claim, dataDirectoryPath } from '../../src/mount/data-directory.js';
import { assertSpace, beginDataset, completeDataset, datasetState, writtenBytes } from '../../src/mount/datasets.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { dataset, writeDataset } from './dataset.js';
import { mount, testNeeding, tmpfs, whyNoMount } from './mounts.js';
import { snapshot } from './snapshot.js';

const refused: unknown = expect.objectContaining({ code: 'DATA_DIRECTORY_FOREIGN', exitCode: 4 });

test('a data set goes from absent over partial to complete, and back when begun again', () => {
  const path = temporaryDirectory();
  expect(datasetState(path, dataset)).toBe('absent');
  expect(readdirSync(path)).toEqual([]);
  expect(beginDataset(path, dataset)).toBe(join(path, 'ioproof-data', dataset.directory));
  expect(datasetState(path, dataset)).toBe('partial');
  completeDataset(path, dataset);
  expect(datasetState(path, dataset)).toBe('complete');
  beginDataset(path, dataset);
  expect(datasetState(path, dataset)).toBe('partial');
});

test('the bytes that were written are kept with the data set where its description does not say them', () => {
  const path = temporaryDirectory();
  const drawn = { ...dataset, fileSizes: { uniform: { from: 1, to: 4096 } } };
  expect(writtenBytes(path, drawn)).toBe(8192);
  beginDataset(path, drawn);
  completeDataset(path, drawn, 5000);
  expect(datasetState(path, drawn)).toBe('complete');
  expect(writtenBytes(path, drawn)).toBe(5000);
  beginDataset(path, drawn);
  expect(writtenBytes(path, drawn)).toBe(8192);
});

test('beginning claims the mount', () => {
  const path = temporaryDirectory();
  beginDataset(path, dataset);
  expect(existsSync(join(path, 'ioproof-data/.ioproof.json'))).toBe(true);
});

test('the manifest describes the data set, and no temporary file stays', () => {
  const directory = writeDataset(temporaryDirectory());
  expect(readdirSync(directory).sort()).toEqual(['.manifest.json', 'f0', 'f1']);
  const manifest = JSON.parse(readFileSync(join(directory, '.manifest.json'), 'utf8')) as Record<string, unknown>;
  expect(manifest).toMatchObject({ formatVersion: 1, dataset });
  expect(Date.parse(String(manifest['completedAt']))).toBeGreaterThan(0);
});

test('beginning again leaves the files', () => {
  const path = temporaryDirectory();
  const directory = writeDataset(path);
  beginDataset(path, dataset);
  expect(readdirSync(directory).sort()).toEqual(['.manifest.partial.json', 'f0', 'f1']);
});

describe('not complete:', () => {
  test.each(Object.keys(dataset).filter((key) => key !== 'directory'))('another %s', (key) => {
    const path = temporaryDirectory();
    writeDataset(path);
    expect(datasetState(path, { ...dataset, [key]: 77 })).toBe('partial');
  });

  test.each(['', '{', 'null', '[]', '{"formatVersion": 1}', 'x'.repeat(100_000)])('a manifest of %j', (text) => {
    const path = temporaryDirectory();
    writeFileSync(join(writeDataset(path), '.manifest.json'), text);
    expect(datasetState(path, dataset)).toBe('partial');
  });

  test('a data set whose directory is empty', () => {
    const path = temporaryDirectory();
    claim(path);
    mkdirSync(join(path, 'ioproof-data', dataset.directory));
    expect(datasetState(path, dataset)).toBe('partial');
  });
});

test('completing a data set that is gone is an error', () => {
  const path = temporaryDirectory();
  const lost: unknown = expect.objectContaining({ code: 'DATASET_NOT_BEGUN' });
  const complete = () => {
    completeDataset(path, dataset);
  };
  expect(complete).toThrow(lost);
  rmSync(beginDataset(path, dataset), { recursive: true });
  expect(complete).toThrow(lost);
  expect(datasetState(path, dataset)).toBe('absent');
});

describe('refused and left as it was:', () => {
  const cases: [string, (directory: string, elsewhere: string) => void][] = [
    [
      'a directory of that name with files and no manifest',
      (directory) => {
        mkdirSync(directory);
        writeFileSync(join(directory, 'thesis.tex'), 'mine');
      },
    ],
    [
      'a symbolic link to an empty directory',
      (directory, elsewhere) => {
        symlinkSync(elsewhere, directory);
      },
    ],
    [
      'a symbolic link to a data set of another mount',
      (directory, elsewhere) => {
        symlinkSync(writeDataset(elsewhere), directory);
      },
    ],
    [
      'a file',
      (directory) => {
        writeFileSync(directory, 'mine');
      },
    ],
  ];

  test.each(cases)('%s', (_name, prepare) => {
    const path = temporaryDirectory();
    const elsewhere = temporaryDirectory();
    claim(path);
    prepare(join(dataDirectoryPath(path), dataset.directory), elsewhere);
    const before = [snapshot(path), snapshot(elsewhere)];
    expect(() => beginDataset(path, dataset)).toThrow(refused);
    expect(() => datasetState(path, dataset)).toThrow(refused);
    expect(() => {
      completeDataset(path, dataset);
    }).toThrow(refused);
    expect([snapshot(path), snapshot(elsewhere)]).toEqual(before);
  });

  test.each(['../escape', 'a/b', '..', '.', ''])('the name %j', (directory) => {
    const path = temporaryDirectory();
    claim(path);
    const before = snapshot(path);
    expect(() => beginDataset(path, { ...dataset, directory })).toThrow('is not the name of an entry');
    expect(snapshot(path)).toEqual(before);
  });

  testNeeding(whyNoMount, 'a mount in the place of the data set', () => {
    const path = temporaryDirectory();
    claim(path);
    const other = mount(['-t', 'tmpfs', 'ioproof-test'], join(path, 'ioproof-data'), dataset.directory);
    expect(() => beginDataset(path, dataset)).toThrow(refused);
    expect(snapshot(other)).toEqual({});
  });
});

test('a manifest that is a link is replaced, and its target is left', () => {
  const path = temporaryDirectory();
  const directory = beginDataset(path, dataset);
  const target = join(path, 'mine');
  writeFileSync(target, 'mine');
  symlinkSync(target, join(directory, '.manifest.json'));
  completeDataset(path, dataset);
  expect(readFileSync(target, 'utf8')).toBe('mine');
  expect(datasetState(path, dataset)).toBe('complete');
});

describe('space', () => {
  test('a small data set fits, on a mount without data directory too, and nothing is written', () => {
    const path = temporaryDirectory();
    assertSpace(path, dataset);
    expect(readdirSync(path)).toEqual([]);
  });

  test('a data set that is complete needs no space', () => {
    const path = temporaryDirectory();
    const huge = { ...dataset, fileCount: 1, fileSize: 2 ** 52, bytes: 2 ** 52 };
    expect(() => {
      assertSpace(path, huge);
    }).toThrow(expect.objectContaining({ code: 'NOT_ENOUGH_SPACE', exitCode: 2 }));
    beginDataset(path, huge);
    completeDataset(path, huge);
    assertSpace(path, huge);
  });

  testNeeding(whyNoMount, 'whole blocks and 2 % more are needed, and a refusal tells the values', () => {
    const path = tmpfs('size=1m');
    // 251 blocks and 2 % are 82 bytes more than a mebibyte; 250 blocks and 2 % are 4096 fewer.
    const blocks = (fileCount: number) => ({ ...dataset, fileCount, fileSize: 100, bytes: fileCount * 100 });
    assertSpace(path, blocks(250));
    expect(() => {
      assertSpace(path, blocks(251));
    }).toThrow(`"${path}" has 1048576 bytes free, the data set needs 1048658 more`);
  });

  test('a data set without bytes needs none', () => {
    assertSpace(temporaryDirectory(), { ...dataset, fileCount: 2 ** 40, bytes: 0 });
  });

  testNeeding(whyNoMount, 'inodes count too', () => {
    const path = tmpfs('size=1m,nr_inodes=10');
    assertSpace(path, { ...dataset, inodes: 9 });
    expect(() => {
      assertSpace(path, { ...dataset, inodes: 10 });
    }).toThrow('has 9 inodes free, the data set needs 10 more');
  });

  testNeeding(whyNoMount, 'what a partial data set takes is not needed a second time', () => {
    const path = tmpfs('size=1m,nr_inodes=20');
    const bytes = 600 * 1024;
    const partial = { ...dataset, fileCount: 1, fileSize: bytes, bytes, inodes: 12 };
    const directory = beginDataset(path, partial);
    mkdirSync(join(directory, 'd0'));
    for (let index = 0; index < 10; index++) writeFileSync(join(directory, 'd0', `f${index}`), Buffer.alloc(50 * 1024));
    expect(statfsSync(path).bavail * statfsSync(path).bsize).toBeLessThan(bytes);
    assertSpace(path, partial);
    expect(() => {
      assertSpace(path, { ...partial, directory: 'block-other-0' });
    }).toThrow(expect.objectContaining({ code: 'NOT_ENOUGH_SPACE' }));
  });

  test('a file system that tells no size does not refuse', () => {
    assertSpace('/proc', dataset);
  });
});
