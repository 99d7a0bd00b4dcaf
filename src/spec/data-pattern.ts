// The bytes that a block repeats: how a workload file writes them, and which they are.
import { Buffer } from 'node:buffer';

export const mostPatternBytes = 4096;

/** Lower-case hex digits of a pattern: of what follows `0x`, else of the text in UTF-8; empty for the empty text. */
export function patternBytes(text: string): string {
  return text.startsWith('0x') ? text.slice(2).toLowerCase() : Buffer.from(text, 'utf8').toString('hex');
}

/** True for the empty text and for 1 … 4096 bytes; after `0x` only whole bytes in hex digits are any. */
export function isPattern(text: string): boolean {
  if (text === '') return true;
  const digits = patternBytes(text);
  return /^(?:[0-9a-f]{2})+$/.test(digits) && digits.length <= 2 * mostPatternBytes;
}
