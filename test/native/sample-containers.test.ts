// Files of training data sets as a layout job writes them, read by strict readers of the tests' own and by others.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { datasetOf } from '../../src/plan/dataset.js';
import { layoutJob } from '../../src/plan/layout-job.js';
import type { SizedTraining } from '../../src/plan/size.js';
import { dlrmColumns } from '../../src/spec/published-columns.js';
import type { TrainingWorkload } from '../../src/spec/workload.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { training } from '../plan/samples.js';
import { readExample } from './example-reader.js';
import { readHdf5 } from './hdf5-reader.js';
import { binding } from './jobs.js';
import { lookup3 } from './lookup3.js';
import { readParquet } from './parquet-reader.js';
import { recordsOf } from './tfrecord-reader.js';

/** About 900 bytes a sample: `int(sqrt(900)) = 30`, and what is drawn around it. */
const small = { files: 5, evalFiles: 2, samplesPerFile: 11, recordLength: 900, recordDeviation: 300 } as const;

function plannedFiles(given: Partial<TrainingWorkload>) {
  const dataset = datasetOf(training({ ...small, ...given }) as SizedTraining);
  if (dataset === null) throw new Error('no data set');
  return dataset;
}

/** Writes a data set; gives the paths of its files in their order. */
async function layOut(given: Partial<TrainingWorkload>) {
  const dataset = plannedFiles(given);
  const root = temporaryDirectory();
  const job = binding.prepareJob(layoutJob('files', dataset, root), () => undefined);
  job.finished.catch(() => undefined);
  await job.ready;
  job.start(binding.monotonicNs());
  expect(await job.finished).toMatchObject({ endReason: 'passes', firstError: null });
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('_of_'))
    .sort()
    .map((name) => join(root, name));
}

const read = async (given: Partial<TrainingWorkload>) => (await layOut(given)).map((path) => readFileSync(path));

/** Whether a Python here has a module. */
const has = (module: string) => spawnSync('python3', ['-c', `import ${module}`]).status === 0;
const python = (script: string, paths: string[]) =>
  spawnSync('python3', ['-c', script, ...paths], { encoding: 'utf8' });

/** Parts of 128 bytes, none of which may be there twice. */
function partsOf(data: Buffer[]): string[] {
  return data.flatMap((bytes) =>
    Array.from({ length: Math.floor(bytes.length / 128) }, (_, at) =>
      bytes.toString('latin1', at * 128, at * 128 + 128),
    ),
  );
}

function expectUnique(data: Buffer[]): void {
  const parts = partsOf(data);
  expect(parts.length).toBeGreaterThan(50);
  expect(new Set(parts).size).toBe(parts.length);
}

describe('TFRecord', () => {
  test('holds an example of each sample, with its image and the side of the nominal square', async () => {
    const files = (await read({ format: 'tfrecord' })).map((file) => recordsOf(file).map(readExample));
    expect(files).toHaveLength(7);
    for (const examples of files) {
      expect(examples).toHaveLength(small.samplesPerFile);
      const lengths = new Set(examples.map((example) => (example.get('image') as Buffer).length));
      expect(lengths.size).toBe(1);
      for (const example of examples) expect(example.get('size')).toEqual([30n]);
    }
    expect(new Set(files.map(([first]) => (first?.get('image') as Buffer).length)).size).toBeGreaterThan(3);
    expectUnique(files.flat().map((example) => example.get('image') as Buffer));
  });
});

describe('HDF5', () => {
  test('the checksum is the published one', () => {
    expect(lookup3(Buffer.from('Four score and seven years ago'))).toBe(0x17770551);
  });

  test('holds the samples as one array, and a label of each', async () => {
    const files = (await read({ format: 'hdf5' })).map(readHdf5);
    for (const sets of files) {
      const records = sets.get('records');
      expect(records).toMatchObject({ elementBytes: 1, isSigned: false, offset: 2048 });
      expect(records?.dimensions).toHaveLength(3);
      expect(records?.dimensions[0]).toBe(small.samplesPerFile);
      const labels = sets.get('labels');
      expect(labels).toMatchObject({ elementBytes: 8, isSigned: true, dimensions: [small.samplesPerFile] });
      expect(labels?.data.every((byte) => byte === 0)).toBe(true);
    }
    expectUnique(files.map((sets) => sets.get('records')?.data ?? Buffer.alloc(0)));
  });

  const dump = spawnSync('h5dump', ['--version']).status === 0 ? '' : '(no h5dump here)';
  test.skipIf(dump)(`is listed by h5dump ${dump}`, async () => {
    const [path = ''] = await layOut({ format: 'hdf5' });
    const { stdout, stderr, status } = spawnSync('h5dump', ['-p', '-H', path], { encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/DATASET "records" \{\s+DATATYPE\s+H5T_STD_U8LE\s+DATASPACE\s+SIMPLE \{ \( 11, \d+, \d+ \)/);
    expect(stdout).toContain('CONTIGUOUS');
  });

  const h5py = has('h5py') ? '' : '(no h5py here)';
  test.skipIf(h5py)(`is read by h5py as by the reader of the tests ${h5py}`, async () => {
    const [path = ''] = await layOut({ format: 'hdf5' });
    const script =
      'import h5py, sys; f = h5py.File(sys.argv[1]); sys.stdout.buffer.write(f["records"][:].tobytes() + f["labels"][:].tobytes())';
    const { stdout, status } = spawnSync('python3', ['-c', script, path]);
    const sets = readHdf5(readFileSync(path));
    expect(status).toBe(0);
    expect(
      stdout.equals(Buffer.concat(['records', 'labels'].map((name) => sets.get(name)?.data ?? Buffer.alloc(0)))),
    ).toBe(true);
  });
});

const columns: TrainingWorkload['columns'] = [
  { type: 'float64', width: 1, count: 2, read: true },
  { type: 'float16', width: 1, count: 1, read: false },
  { type: 'int8', width: 1, count: 3, read: true },
  { type: 'float32', width: 1, count: 1, read: true },
  { type: 'float32', width: 90_000, count: 1, read: true },
];

describe('Parquet', () => {
  const fixed = { format: 'parquet', recordDeviation: 0, samplesPerFile: 10, rowGroupRows: 4, columns } as const;

  test('has the columns that were asked for, in row groups and pages', async () => {
    const files = (await read(fixed)).map(readParquet);
    expect(files).toHaveLength(7);
    for (const file of files) {
      expect(file.rows).toBe(10);
      expect(file.groups.map(({ rows }) => rows)).toEqual([4, 4, 2]);
      expect(file.columns.map(({ name, type, bytes }) => [name, type, bytes])).toEqual([
        ['feature_000', 5, 8],
        ['feature_001', 5, 8],
        ['feature_002', 7, 2],
        ['feature_003', 7, 1],
        ['feature_004', 7, 1],
        ['feature_005', 7, 1],
        ['feature_006', 4, 4],
        ['feature_007', 7, 360_000],
      ]);
      expect(file.columns.map(({ logical }) => logical)).toEqual([null, null, 15, null, null, null, null, null]);
      // Pages of at most 1 MiB.
      expect(file.groups.map(({ chunks }) => chunks[7]?.pages.length)).toEqual([2, 2, 1]);
    }
    expectUnique(files.flatMap(({ groups }) => groups.flatMap(({ chunks }) => chunks.flatMap(({ pages }) => pages))));
  });

  test('has one column of whole samples where none are asked for', async () => {
    const files = await read({ format: 'parquet', rowGroupRows: 4, columns: [] });
    for (const file of files.map(readParquet)) {
      expect(file.columns).toMatchObject([{ name: 'data', type: 7 }]);
      expect(file.groups.map(({ rows }) => rows)).toEqual([4, 4, 3]);
    }
  });

  test('has rows of exactly the published length', async () => {
    const [file] = (await read({ ...fixed, columns: dlrmColumns })).map(readParquet);
    expect(file?.columns).toHaveLength(200);
    expect(file?.columns.reduce((sum, column) => sum + column.bytes, 0)).toBe(761);
  });

  const pyarrow = has('pyarrow.parquet') ? '' : '(no pyarrow here)';
  test.skipIf(pyarrow)(`is read by pyarrow ${pyarrow}`, async () => {
    const paths = await layOut(fixed);
    const script = `
import sys, pyarrow.parquet as pq
for path in sys.argv[1:]:
    table = pq.ParquetFile(path).read()
    table.validate(full=True)
    print(table.num_rows, table.num_columns, table.column(7)[9].as_py()[:8].hex(), table.schema.field(2).type)
`;
    const { stdout, stderr, status } = python(script, paths);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    const expected = paths.map((path) => {
      const value = readParquet(readFileSync(path)).groups[2]?.chunks[7]?.pages[0]?.toString('hex', 360_000, 360_008);
      return `10 8 ${value} halffloat`;
    });
    expect(stdout.trim().split('\n')).toEqual(expected);
  });
});

describe('the plan', () => {
  const fluxLike = [{ type: 'float32', width: 60_000, count: 1, read: true }] as TrainingWorkload['columns'];
  test.each<[string, Partial<TrainingWorkload>]>([
    ['TFRecord', { format: 'tfrecord' }],
    ['HDF5', { format: 'hdf5' }],
    ['Parquet of whole samples', { format: 'parquet', rowGroupRows: 1, columns: [] }],
    ['Parquet of many columns', { format: 'parquet', rowGroupRows: 3, columns: dlrmColumns }],
    ['Parquet of many pages', { format: 'parquet', rowGroupRows: 1024, samplesPerFile: 200, columns: fluxLike }],
  ])('knows of %s what is around the samples', async (_, given) => {
    const { bytes, fileSize } = plannedFiles(given);
    const sizes = (await layOut(given)).map((path) => statSync(path).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(bytes);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(fileSize);
  });
});
