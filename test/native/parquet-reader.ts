// Reads Parquet files as parquet.thrift describes them: plain values of required columns, nothing compressed.
import { ThriftReader, type ThriftStruct, type ThriftValue } from './thrift-reader.js';

/** Of parquet.thrift: bytes of a value by the number of its type; fixed bytes tell their length themselves. */
const widths = new Map([
  [4, 4],
  [5, 8],
]);
const fixedBytes = 7;

export interface ParquetColumn {
  name: string;
  type: number;
  bytes: number;
  /** Field of the union LogicalType, where there is one. */
  logical: number | null;
}

export interface ParquetChunk {
  offset: number;
  length: number;
  /** Values of each page, one behind the other. */
  pages: Buffer[];
}

export interface ParquetFile {
  columns: ParquetColumn[];
  rows: number;
  groups: { rows: number; chunks: ParquetChunk[] }[];
  footerBytes: number;
}

function field(struct: ThriftStruct, number: number): ThriftValue {
  const value = struct.get(number);
  if (value === undefined) throw new Error(`field ${number} is missing`);
  return value;
}

const wholeOf = (struct: ThriftStruct, number: number) => Number(field(struct, number));
const bytesOf = (struct: ThriftStruct, number: number) => field(struct, number) as Buffer;
const structOf = (struct: ThriftStruct, number: number) => field(struct, number) as ThriftStruct;
const structsOf = (struct: ThriftStruct, number: number) => field(struct, number) as ThriftStruct[];

function expectEqual(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: ${String(found)} is not ${String(expected)}`);
}

function columnOf(element: ThriftStruct): ParquetColumn {
  expectEqual('repetition', wholeOf(element, 3), 0);
  const type = wholeOf(element, 1);
  const bytes = type === fixedBytes ? wholeOf(element, 2) : widths.get(type);
  if (bytes === undefined) throw new Error(`type ${type}`);
  const logical = element.get(10) as ThriftStruct | undefined;
  return {
    name: bytesOf(element, 4).toString('utf8'),
    type,
    bytes,
    logical: logical ? ([...logical.keys()][0] ?? null) : null,
  };
}

/** One page; returns its values, and where the next one begins. */
function pageAt(file: Buffer, offset: number, bytes: number) {
  const reader = new ThriftReader(file, offset);
  const header = reader.struct();
  expectEqual('type of the page', wholeOf(header, 1), 0);
  const data = structOf(header, 5);
  expectEqual('encoding', wholeOf(data, 2), 0);
  const length = wholeOf(header, 2);
  expectEqual('compressed bytes', wholeOf(header, 3), length);
  expectEqual('bytes of the page', length, wholeOf(data, 1) * bytes);
  return { values: file.subarray(reader.at, reader.at + length), end: reader.at + length };
}

function chunkOf(file: Buffer, column: ParquetColumn, rows: number, struct: ThriftStruct): ParquetChunk {
  const metadata = structOf(struct, 3);
  expectEqual('type', wholeOf(metadata, 1), column.type);
  expectEqual('path', (field(metadata, 3) as Buffer[]).join('.'), column.name);
  expectEqual('codec', wholeOf(metadata, 4), 0);
  expectEqual('values', wholeOf(metadata, 5), rows);
  const length = wholeOf(metadata, 7);
  expectEqual('uncompressed bytes', wholeOf(metadata, 6), length);
  const offset = wholeOf(metadata, 9);
  expectEqual('offset in the file', wholeOf(struct, 2), offset);
  const pages: Buffer[] = [];
  let at = offset;
  while (at < offset + length) {
    const page = pageAt(file, at, column.bytes);
    pages.push(page.values);
    at = page.end;
  }
  expectEqual('end of the chunk', at, offset + length);
  const values = pages.reduce((total, page) => total + page.length, 0);
  expectEqual('bytes of all values', values, rows * column.bytes);
  return { offset, length, pages };
}

/** Throws for whatever does not hold together: also where bytes lie between two chunks. */
export function readParquet(file: Buffer): ParquetFile {
  expectEqual('first bytes', file.toString('latin1', 0, 4), 'PAR1');
  expectEqual('last bytes', file.toString('latin1', file.length - 4), 'PAR1');
  const footerBytes = file.readUInt32LE(file.length - 8);
  const reader = new ThriftReader(file.subarray(0, file.length - 8), file.length - 8 - footerBytes);
  const metadata = reader.struct();
  expectEqual('end of the metadata', reader.at, file.length - 8);
  const [root, ...elements] = structsOf(metadata, 2);
  if (root === undefined) throw new Error('no schema');
  expectEqual('columns', wholeOf(root, 5), elements.length);
  const columns = elements.map(columnOf);
  let at = 4;
  const groups = structsOf(metadata, 4).map((group) => {
    const rows = wholeOf(group, 3);
    const begin = at;
    const chunks = structsOf(group, 1).map((struct, index) => {
      const column = columns[index];
      if (column === undefined) throw new Error('more chunks than columns');
      const chunk = chunkOf(file, column, rows, struct);
      expectEqual('begin of a chunk', chunk.offset, at);
      at += chunk.length;
      return chunk;
    });
    expectEqual('chunks', chunks.length, columns.length);
    expectEqual('bytes of the row group', wholeOf(group, 2), at - begin);
    return { rows, chunks };
  });
  expectEqual('begin of the footer', at, file.length - 8 - footerBytes);
  const rows = groups.reduce((total, group) => total + group.rows, 0);
  expectEqual('rows', wholeOf(metadata, 3), rows);
  return { columns, rows, groups, footerBytes };
}
