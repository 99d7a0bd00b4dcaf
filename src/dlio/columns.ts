// `dataset.parquet.columns` of DLIO as groups of columns that are alike.
import { isRawMap } from '../spec/raw-map.js';
import { columnTypes, type SampleColumns } from '../spec/workload.js';

const bytes: Readonly<Record<SampleColumns['type'], number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  int8: 1,
  uint8: 1,
};

export interface ReadColumns {
  columns: SampleColumns[];
  /** One for each column that cannot be. */
  refusals: string[];
}

export function readColumns(value: unknown): ReadColumns {
  if (!Array.isArray(value)) return { columns: [], refusals: ['must be a list of columns'] };
  const refusals: string[] = [];
  const columns: SampleColumns[] = [];
  value.forEach((column: unknown, index) => {
    const read = readColumn(column);
    if (typeof read === 'string') refusals.push(`[${index}] ${read}`);
    else add(columns, read);
  });
  return { columns, refusals };
}

function readColumn(column: unknown): SampleColumns | string {
  if (!isRawMap(column)) return 'must be a map with name and dtype';
  // DLIO takes float32 and one value where a column does not say.
  const { name, dtype = 'float32', size: width = 1, read = true, ...others } = column;
  const [other] = Object.keys(others);
  if (other !== undefined) return `has the key "${other}", which is not known`;
  const type = columnTypes.find((known) => known === dtype);
  if (type === undefined) return `${String(name)} is of dtype ${String(dtype)}, not one of ${columnTypes.join(', ')}`;
  if (typeof width !== 'number' || !Number.isInteger(width) || width < 1) return 'must have a whole size of at least 1';
  return typeof read === 'boolean' ? { type, width, count: 1, read } : 'must have true or false for read';
}

function add(columns: SampleColumns[], next: SampleColumns): void {
  const last = columns.at(-1);
  const isAlike = last !== undefined && last.type === next.type && last.width === next.width && last.read === next.read;
  if (isAlike) last.count += 1;
  else columns.push(next);
}

/** Bytes of a row. */
export function rowBytes(columns: readonly SampleColumns[]): number {
  return columns.reduce((sum, { type, width, count }) => sum + bytes[type] * width * count, 0);
}
