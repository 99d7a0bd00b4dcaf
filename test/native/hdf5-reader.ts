// Reads HDF5 files with a superblock of version 2, a compact root group and contiguous data sets; checks every checksum.
import { lookup3 } from './lookup3.js';

export interface Hdf5DataSet {
  dimensions: number[];
  /** Bytes of an element, an integer with the low byte first. */
  elementBytes: number;
  isSigned: boolean;
  offset: number;
  data: Buffer;
}

const [dataspace, linkInfo, datatype, fillValue, link, layout, groupInfo] = [1, 2, 3, 5, 6, 8, 10];
const known = new Set([dataspace, linkInfo, datatype, fillValue, link, layout, groupInfo]);

function expectEqual(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: ${String(found)} is not ${String(expected)}`);
}

const number64 = (data: Buffer, at: number) => Number(data.readBigUInt64LE(at));

function checkSum(what: string, file: Buffer, from: number, end: number): void {
  expectEqual(`checksum of the ${what}`, file.readUInt32LE(end), lookup3(file.subarray(from, end)));
}

/** The messages of an object header of version 2 without times. */
function messagesAt(file: Buffer, at: number): { type: number; data: Buffer }[] {
  expectEqual('signature', file.toString('latin1', at, at + 4), 'OHDR');
  expectEqual('version of the header', file[at + 4], 2);
  expectEqual('flags of the header', file[at + 5], 1);
  const end = at + 8 + file.readUInt16LE(at + 6);
  checkSum('header', file, at, end);
  const messages: { type: number; data: Buffer }[] = [];
  for (let from = at + 8; from < end;) {
    const type = file.readUInt8(from);
    if (!known.has(type)) throw new Error(`message ${type}`);
    const length = file.readUInt16LE(from + 1);
    messages.push({ type, data: file.subarray(from + 4, from + 4 + length) });
    from += 4 + length;
    if (from > end) throw new Error('a message is longer than its header');
  }
  return messages;
}

function rootOf(file: Buffer): number {
  expectEqual('signature', file.toString('latin1', 0, 8), '\x89HDF\r\n\x1a\n');
  expectEqual('version of the superblock', file[8], 2);
  expectEqual('widths', file.toString('hex', 9, 12), '080800');
  checkSum('superblock', file, 0, 44);
  expectEqual('base', number64(file, 12), 0);
  expectEqual('end of the file', number64(file, 28), file.length);
  return number64(file, 36);
}

function dataSetAt(file: Buffer, at: number): Hdf5DataSet {
  const messages = new Map(messagesAt(file, at).map(({ type, data }) => [type, data]));
  const message = (type: number) => {
    const data = messages.get(type);
    if (data === undefined) throw new Error(`no message ${type}`);
    return data;
  };
  const space = message(dataspace);
  expectEqual('space', [space[0], space[2], space[3]].join(), '2,0,1');
  const dimensions = Array.from({ length: space.readUInt8(1) }, (_, index) => number64(space, 4 + 8 * index));
  const type = message(datatype);
  expectEqual('class of the type', type[0], 0x10);
  const elementBytes = type.readUInt32LE(4);
  expectEqual('bits', type.readUInt32LE(8), elementBytes * 8 * 2 ** 16);
  const place = message(layout);
  expectEqual('layout', place.toString('hex', 0, 2), '0301');
  const offset = number64(place, 2);
  const length = number64(place, 10);
  expectEqual(
    'bytes',
    length,
    dimensions.reduce((product, dimension) => product * dimension, elementBytes),
  );
  const data = file.subarray(offset, offset + length);
  expectEqual('bytes in the file', data.length, length);
  return { dimensions, elementBytes, isSigned: type[1] === 8, offset, data };
}

/** The data sets of the root group by name. Throws for whatever does not hold together. */
export function readHdf5(file: Buffer): Map<string, Hdf5DataSet> {
  const sets = new Map<string, Hdf5DataSet>();
  for (const { type, data } of messagesAt(file, rootOf(file))) {
    if (type !== link) continue;
    expectEqual('kind of the link', data.toString('hex', 0, 2), '0100');
    const length = data.readUInt8(2);
    sets.set(data.toString('utf8', 3, 3 + length), dataSetAt(file, number64(data, 3 + length)));
  }
  return sets;
}
