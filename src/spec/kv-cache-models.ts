// How large the attention keys and values of a token are in published models, and what users ask of a model.
import type { KvModel, KvUserType } from './kv-cache-workload.js';

interface Attention {
  layers: number;
  /** Values of all heads that a layer keeps of a token, keys and values together. */
  values: number;
}

// Shapes as kv_cache/models.py of MLPerf Storage v3.0 has them: layers, heads of keys and values, and what a head holds.
const heads = (layers: number, kvHeads: number, headSize: number): Attention => ({
  layers,
  values: 2 * kvHeads * headSize,
});

const attentions: Record<Exclude<KvModel, 'custom'>, Attention> = {
  'llama3.1-8b': heads(32, 8, 128),
  'llama3.1-70b': heads(80, 8, 128),
  'llama2-7b': heads(32, 32, 128),
  'mistral-7b': heads(32, 8, 128),
  'qwen3-32b': heads(64, 8, 128),
  'gpt-oss-20b': heads(24, 8, 64),
  'gpt-oss-120b': heads(36, 8, 64),
  // Multi-head latent attention: one vector of 512 for keys and values, and 64 of positions.
  'deepseek-v3': { layers: 61, values: 512 + 64 },
  'tiny-1b': heads(12, 4, 128),
};

/** float16 and bfloat16. */
const bytesPerValue = 2;

/** Bytes of a token's keys and values over all layers; null of `custom`. */
export function publishedBytesPerToken(model: KvModel): number | null {
  if (model === 'custom') return null;
  const { layers, values } = attentions[model];
  return layers * values * bytesPerValue;
}

/** What one kind of user asks for at most, drawn once for each user. */
export interface UserTemplate {
  /** Tokens. */
  context: readonly [number, number];
  generate: readonly [number, number];
  /** Seconds. */
  think: readonly [number, number];
}

/** Templates of kv_cache/workload.py of MLPerf Storage v3.0. */
export const userTemplates: Record<KvUserType, UserTemplate> = {
  chatbot: { context: [512, 4096], generate: [50, 200], think: [0.1, 0.5] },
  coding: { context: [4096, 25_000], generate: [100, 500], think: [0.2, 1] },
  document: { context: [4096, 16_384], generate: [200, 800], think: [0.3, 1.5] },
};

/** The largest context that a user of one of these types may have, in tokens. */
export function largestContext(types: readonly KvUserType[]): number {
  return Math.max(...types.map((type) => userTemplates[type].context[1]));
}
