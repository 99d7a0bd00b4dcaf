// Extended attributes through the addon, for the child processes that ask file systems for facts, counters and layouts.
import { messageOf } from '../errors.js';
import { loadBinding } from '../native/load.js';
import type { ExtendedAttributes } from './access.js';

/** Loads the addon. Where that fails, only extended attributes have no answer. */
export function extendedAttributes(): ExtendedAttributes {
  try {
    return loadBinding();
  } catch (error) {
    return { missing: messageOf(error) };
  }
}
