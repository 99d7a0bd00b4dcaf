// Bytes in few digits, for people: what is needed is rounded up, and what is there is rounded down.
import { formatBytes } from '../spec/units.js';

const kibibyte = 2 ** 10;
const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;
const tebibyte = 2 ** 40;

// Rounded apart, so that a need just above what is there never reads as equal to it.
/** Of what is needed. */
export const atLeast = (bytes: number) => formatBytes(Math.ceil(bytes / step(bytes)) * step(bytes));
/** Of what is there. */
export const atMost = (bytes: number) => formatBytes(Math.floor(bytes / step(bytes)) * step(bytes));

function step(bytes: number): number {
  if (bytes >= tebibyte) return gibibyte;
  if (bytes >= gibibyte) return mebibyte;
  return bytes >= mebibyte ? kibibyte : 1;
}
