// Attributes of a container that say what dfuse caches and whether it honours O_DIRECT (`daos container list-attrs`).
import { camelCase, detailsOf, jsonOf, objectOf, objectsOf, textOf, type Details } from '../told.js';
import { responseOf } from './attributes.js';

/** Those of dfuse are kept: `dfuse-data-cache` is `dfuseDataCache`. Null: the answer has no list. */
export function parseCaching(text: string): Details | null {
  const envelope = objectOf(jsonOf(text));
  const list = objectsOf(
    Array.isArray(envelope?.['response']) ? envelope['response'] : responseOf(text)?.['attributes'],
  );
  if (list === null) return null;
  const ofDfuse = list.filter((attribute) => textOf(attribute['name']).startsWith('dfuse-'));
  return detailsOf(
    Object.fromEntries(ofDfuse.map((attribute) => [camelCase(textOf(attribute['name'])), valueOf(attribute['value'])])),
  );
}

/** Values are bytes, in base64 where they come as JSON of Go; those of dfuse are plain words. */
function valueOf(value: unknown): string {
  const text = textOf(value);
  const decoded =
    /^[A-Za-z0-9+/]+=*$/.test(text) && text.length % 4 === 0 ? Buffer.from(text, 'base64').toString() : '';
  return /^[a-z0-9.]+[a-z]?$/i.test(decoded) ? decoded : text;
}
