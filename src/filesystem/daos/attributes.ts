// Object class and chunk size of a file or directory of DAOS (`daos fs get-attr --json`).
import type { FileLayout } from '../layout.js';
import { countOf, detailsOf, jsonOf, objectOf, textOf } from '../told.js';
import { layoutOf } from '../partly-told.js';

/** The answer in the envelope that all commands with --json have; null where it is none, or holds an error. */
export function responseOf(text: string): Record<string, unknown> | null {
  const envelope = objectOf(jsonOf(text));
  return envelope === null ? null : objectOf('response' in envelope ? envelope['response'] : envelope);
}

/** A name of an object class; null for the one that stands for none. */
const classOf = (value: unknown): string | null => {
  const name = textOf(value);
  return name === '' || name === 'UNKNOWN' ? null : name;
};

/**
 * A directory tells of its own object and of the files that are created in it, in newer versions; then the latter is
 * what its files get.
 */
export function parseAttributes(text: string, by: string): FileLayout | null {
  const told = responseOf(text);
  if (told === null || !('oclass' in told || 'object_class' in told || 'chunk_size' in told)) return null;
  const own = classOf(told['oclass'] ?? told['object_class']);
  const ofFiles = classOf(told['file_oclass'] ?? told['file_object_class']);
  return layoutOf(by, {
    objectClass: ofFiles ?? own,
    stripeSize: countOf(told['file_chunk_size'] ?? told['chunk_size']),
    details: detailsOf({
      object: textOf(told['oid']),
      directoryClass: classOf(told['dir_oclass'] ?? told['dir_object_class']),
    }),
  });
}
