// Reads messages tf.train.Example as protocol buffers have them.

interface Field {
  number: number;
  /** Of fields with a length; else empty. */
  data: Buffer;
  varint: bigint;
}

function* fieldsOf(message: Buffer): Generator<Field> {
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at];
      if (byte === undefined) throw new Error('ends within a number');
      at += 1;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = Number(varint());
    const wire = tag & 7;
    if (wire !== 0 && wire !== 2) throw new Error(`wire type ${wire}`);
    const value = varint();
    const end = wire === 2 ? at + Number(value) : at;
    if (end > message.length) throw new Error('ends within a field');
    yield { number: tag >> 3, data: message.subarray(at, end), varint: value };
    at = end;
  }
}

/** The only field of a message. */
function only(message: Buffer, number: number): Buffer {
  const fields = [...fieldsOf(message)];
  if (fields.length !== 1 || fields[0]?.number !== number) throw new Error(`expected field ${number} alone`);
  return fields[0].data;
}

function integers(packed: Buffer): bigint[] {
  const values: bigint[] = [];
  for (let at = 0; at < packed.length;) {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n, at += 1) {
      value |= BigInt((packed[at] ?? 0) & 127) << shift;
      if ((packed[at] ?? 0) < 128) break;
    }
    at += 1;
    values.push(value);
  }
  return values;
}

function featureOf(feature: Buffer): Buffer | bigint[] {
  const [kind] = [...fieldsOf(feature)];
  if (kind?.number === 1) return only(kind.data, 1);
  if (kind?.number === 3) return integers(only(kind.data, 1));
  throw new Error('a feature that is neither bytes nor integers');
}

/** Features by name: bytes, or integers. */
export function readExample(message: Buffer): Map<string, Buffer | bigint[]> {
  const features = new Map<string, Buffer | bigint[]>();
  for (const entry of fieldsOf(only(message, 1))) {
    if (entry.number !== 1) throw new Error('not an entry of the map');
    const [key, value] = [...fieldsOf(entry.data)];
    if (key?.number !== 1 || value?.number !== 2) throw new Error('an entry without key and value');
    features.set(key.data.toString('utf8'), featureOf(value.data));
  }
  return features;
}
