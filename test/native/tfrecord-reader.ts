// Reads TFRecord frames as their description has them, with a table of CRC-32C of its own.

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

/** Turned by 15 bits, and a constant on top. */
export function maskedCrc32c(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  crc = (crc ^ 0xffffffff) >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** The data of each record of a file. Throws for a frame that does not hold together. */
export function recordsOf(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at < file.length;) {
    const head = file.subarray(at, at + 8);
    const length = Number(head.readBigUInt64LE());
    if (file.readUInt32LE(at + 8) !== maskedCrc32c(head)) throw new Error(`length at ${at}: wrong checksum`);
    const data = file.subarray(at + 12, at + 12 + length);
    if (file.readUInt32LE(at + 12 + length) !== maskedCrc32c(data)) throw new Error(`data at ${at}: wrong checksum`);
    records.push(data);
    at += 16 + length;
  }
  return records;
}
