// The checksum of HDF5's metadata, word by word.

const rot = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits));

/** Jenkins's hashlittle of lookup3. */
export function lookup3(data: Buffer): number {
  const padded = Buffer.concat([data, Buffer.alloc(12)]);
  let a = (0xdeadbeef + data.length) | 0;
  let b = a;
  let c = a;
  let at = 0;
  const take = () => {
    a = (a + padded.readInt32LE(at)) | 0;
    b = (b + padded.readInt32LE(at + 4)) | 0;
    c = (c + padded.readInt32LE(at + 8)) | 0;
  };
  for (; data.length - at > 12; at += 12) {
    take();
    a = ((a - c) | 0) ^ rot(c, 4);
    c = (c + b) | 0;
    b = ((b - a) | 0) ^ rot(a, 6);
    a = (a + c) | 0;
    c = ((c - b) | 0) ^ rot(b, 8);
    b = (b + a) | 0;
    a = ((a - c) | 0) ^ rot(c, 16);
    c = (c + b) | 0;
    b = ((b - a) | 0) ^ rot(a, 19);
    a = (a + c) | 0;
    c = ((c - b) | 0) ^ rot(b, 4);
    b = (b + a) | 0;
  }
  if (at === data.length) return c >>> 0;
  take();
  c = ((c ^ b) - rot(b, 14)) | 0;
  a = ((a ^ c) - rot(c, 11)) | 0;
  b = ((b ^ a) - rot(a, 25)) | 0;
  c = ((c ^ b) - rot(b, 16)) | 0;
  a = ((a ^ c) - rot(c, 4)) | 0;
  b = ((b ^ a) - rot(a, 14)) | 0;
  c = ((c ^ b) - rot(b, 24)) | 0;
  return c >>> 0;
}
