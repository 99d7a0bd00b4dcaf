// Reads structs of Thrift's compact protocol into their fields by number.

export type ThriftValue = number | bigint | boolean | Buffer | ThriftValue[] | ThriftStruct;
export type ThriftStruct = Map<number, ThriftValue>;

/** Reads from a buffer, one value after the other. Throws for what the protocol does not know. */
export class ThriftReader {
  constructor(
    private readonly data: Buffer,
    public at = 0,
  ) {}

  struct(): ThriftStruct {
    const fields: ThriftStruct = new Map();
    let number = 0;
    for (;;) {
      const head = this.byte();
      if (head === 0) return fields;
      const distance = head >> 4;
      number = distance > 0 ? number + distance : Number(this.zigzag());
      const type = head & 15;
      fields.set(number, type === 1 || type === 2 ? type === 1 : this.value(type));
    }
  }

  private value(type: number): ThriftValue {
    if (type === 5) return Number(this.zigzag());
    if (type === 6) return this.zigzag();
    if (type === 8) return this.bytes(Number(this.varint()));
    if (type === 9) return this.list();
    if (type === 12) return this.struct();
    throw new Error(`type ${type} before byte ${this.at}`);
  }

  private list(): ThriftValue[] {
    const head = this.byte();
    const length = head >> 4 === 15 ? Number(this.varint()) : head >> 4;
    return Array.from({ length }, () => this.value(head & 15));
  }

  private bytes(length: number): Buffer {
    this.at += length;
    if (this.at > this.data.length) throw new Error('ends within a text');
    return this.data.subarray(this.at - length, this.at);
  }

  private zigzag(): bigint {
    const value = this.varint();
    return (value >> 1n) ^ -(value & 1n);
  }

  private varint(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  }

  private byte(): number {
    const byte = this.data[this.at];
    if (byte === undefined) throw new Error('ends within a struct');
    this.at += 1;
    return byte;
  }
}
