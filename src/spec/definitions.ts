// The declared keys by kind of workload, in the form in which checking, showing and documenting walk over them.
import { blockFields } from './block-fields.js';
import { checkpointFields } from './checkpoint-fields.js';
import type { Field } from './field.js';
import { filesFields } from './files-fields.js';
import { modelLoadFields } from './model-load-fields.js';
import { kvCacheFields } from './kv-cache-fields.js';
import { trainingFields } from './training-fields.js';
import type { Kind } from './workload.js';

export interface Definition {
  kind: Kind;
  /** Every key but `sweep`, in reading order. */
  fields: Record<string, Field<unknown>>;
  /** Further words for a key; they vanish when a workload is resolved. */
  aliases: Record<string, string>;
}

export const definitions: Record<Kind, Definition> = {
  block: { kind: 'block', fields: blockFields, aliases: {} },
  files: { kind: 'files', fields: filesFields, aliases: { cold: 'dropCache' } },
  training: { kind: 'training', fields: trainingFields, aliases: { cold: 'dropCache' } },
  checkpoint: { kind: 'checkpoint', fields: checkpointFields, aliases: { cold: 'dropCache' } },
  'model-load': { kind: 'model-load', fields: modelLoadFields, aliases: { cold: 'dropCache' } },
  'kv-cache': { kind: 'kv-cache', fields: kvCacheFields, aliases: {} },
};

export const sweepHelp =
  'Lists of values by key, such as {queueDepth: [1, 8, 64]}; every combination is a variant that runs on its own.';

/** The declaration of a key, or null; keys that every object inherits are none. */
export function fieldOf(definition: Definition, key: string): Field<unknown> | null {
  return Object.hasOwn(definition.fields, key) ? (definition.fields[key] ?? null) : null;
}

/** The key that a word of a workload file stands for: itself, or what it is an alias of. */
export function canonicalKey(definition: Definition, word: string): string {
  return Object.hasOwn(definition.aliases, word) ? (definition.aliases[word] ?? word) : word;
}
