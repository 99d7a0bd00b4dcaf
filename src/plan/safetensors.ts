// Files in the format of safetensors: what one begins with, and how tensors are dealt to shards.
// Sources: the description of the format in the README of huggingface/safetensors (8 bytes of length, JSON padded by
// spaces to a multiple of 8, tensors without gaps), its serializer for the order of tensors, and
// split_torch_state_dict_into_shards of huggingface_hub for the shards.

export const tensorTypes = ['F32', 'BF16', 'F8_E4M3', 'U8'] as const;
export type TensorType = (typeof tensorTypes)[number];

const bytesOfType: Record<TensorType, number> = { F32: 4, BF16: 2, F8_E4M3: 1, U8: 1 };

export interface Tensor {
  name: string;
  type: TensorType;
  shape: readonly number[];
}

/** Bytes of the values. */
export function tensorBytes({ type, shape }: Pick<Tensor, 'type' | 'shape'>): number {
  return shape.reduce((product, length) => product * length, bytesOfType[type]);
}

/** Tensors of a model in the shards in which its library would write them: a tensor that does not fit opens the next. */
export function shardsOf(tensors: readonly Tensor[], shardBytes: number): Tensor[][] {
  const shards: Tensor[][] = [];
  const room = { left: -1 };
  for (const tensor of tensors) {
    const bytes = tensorBytes(tensor);
    if (bytes > room.left) {
      shards.push([]);
      room.left = shardBytes;
    }
    shards.at(-1)?.push(tensor);
    room.left -= bytes;
  }
  return shards;
}

/** `model.safetensors`, or `model-00001-of-00004.safetensors`. */
export function shardName(index: number, count: number): string {
  const padded = (value: number) => String(value).padStart(5, '0');
  return count === 1 ? 'model.safetensors' : `model-${padded(index + 1)}-of-${padded(count)}.safetensors`;
}

/** What the file of these tensors begins with, and all of its bytes. */
export function safetensorsFile(tensors: readonly Tensor[]): { header: Buffer; bytes: number } {
  const described: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const { name, type, shape } of tensors.toSorted(inFileOrder)) {
    const begin = end;
    end += tensorBytes({ type, shape });
    described[name] = { dtype: type, shape, data_offsets: [begin, end] };
  }
  const json = Buffer.from(JSON.stringify(described));
  const header = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, ' ');
  header.writeBigUInt64LE(BigInt(header.length - 8));
  json.copy(header, 8);
  return { header, bytes: header.length + end };
}

/** Types of more bytes come first, so that all values are aligned; then by name. */
function inFileOrder(one: Tensor, other: Tensor): number {
  const byType = bytesOfType[other.type] - bytesOfType[one.type];
  return byType !== 0 ? byType : one.name < other.name ? -1 : 1;
}

/** `model.safetensors.index.json`: which shard has which tensor. */
export function shardIndex(shards: readonly Tensor[][]): string {
  const named = shards.flatMap((tensors, index) =>
    tensors.map(({ name }): [string, string] => [name, shardName(index, shards.length)]),
  );
  const total = shards.flat().reduce((sum, tensor) => sum + tensorBytes(tensor), 0);
  const map = Object.fromEntries(named.toSorted(([one], [other]) => (one < other ? -1 : 1)));
  return `${JSON.stringify({ metadata: { total_size: total }, weight_map: map }, null, 2)}\n`;
}
