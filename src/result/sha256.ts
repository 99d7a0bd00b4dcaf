// SHA-256 of what is at hand.
import { createHash } from 'node:crypto';

/** 64 hexadecimal digits; of a text, those of its UTF-8. */
export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
