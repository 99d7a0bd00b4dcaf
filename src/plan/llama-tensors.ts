// The tensors of the Llama 3 models, in the order in which their modules hold them.
// Shapes: config.json of meta-llama/Meta-Llama-3-8B, Meta-Llama-3-70B and Llama-3.1-405B.
import type { Tensor, TensorType } from './safetensors.js';

/** What the shapes of all tensors follow from. */
export interface LlamaShape {
  layers: number;
  hidden: number;
  feedForward: number;
  /** Values of all keys of a token, and as many of its values. */
  keyValues: number;
  vocabulary: number;
}

const vocabulary = 128_256;

export const llamaShapes = {
  'llama3-8b': { layers: 32, hidden: 4096, feedForward: 14_336, keyValues: 1024, vocabulary },
  'llama3-70b': { layers: 80, hidden: 8192, feedForward: 28_672, keyValues: 1024, vocabulary },
  'llama3-405b': { layers: 126, hidden: 16_384, feedForward: 53_248, keyValues: 1024, vocabulary },
} as const satisfies Record<string, LlamaShape>;

/** Every tensor of the model. */
export function llamaTensors(shape: LlamaShape, type: TensorType): Tensor[] {
  const { layers, hidden, vocabulary: tokens } = shape;
  const layer = (_: unknown, index: number) => layerTensors(shape, `model.layers.${index}.`);
  const tensors = [
    ['model.embed_tokens.weight', [tokens, hidden]],
    ...Array.from({ length: layers }, layer).flat(),
    ['model.norm.weight', [hidden]],
    ['lm_head.weight', [tokens, hidden]],
  ] satisfies NamedShape[];
  return tensors.map(([name, dimensions]) => ({ name, type, shape: dimensions }));
}

type NamedShape = [name: string, shape: number[]];

function layerTensors({ hidden, feedForward, keyValues }: LlamaShape, prefix: string): NamedShape[] {
  return [
    [`${prefix}self_attn.q_proj.weight`, [hidden, hidden]],
    [`${prefix}self_attn.k_proj.weight`, [keyValues, hidden]],
    [`${prefix}self_attn.v_proj.weight`, [keyValues, hidden]],
    [`${prefix}self_attn.o_proj.weight`, [hidden, hidden]],
    [`${prefix}mlp.gate_proj.weight`, [feedForward, hidden]],
    [`${prefix}mlp.up_proj.weight`, [feedForward, hidden]],
    [`${prefix}mlp.down_proj.weight`, [hidden, feedForward]],
    [`${prefix}input_layernorm.weight`, [hidden]],
    [`${prefix}post_attention_layernorm.weight`, [hidden]],
  ];
}
