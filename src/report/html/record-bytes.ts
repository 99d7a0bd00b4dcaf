// The bytes of run.json, which the page carries so that its SHA-256 can be checked again.
import { sha256Of } from '../../result/sha256.js';
import type { ReportRun } from '../document.js';

/**
 * The content whose SHA-256 the document tells: what the caller has read, or the record written as the tool writes it. Null
 * where neither is it, as of a record that was edited by hand.
 */
export function recordBytes({ record, sha256 }: ReportRun, read: Uint8Array | undefined): Uint8Array | null {
  if (read !== undefined && sha256Of(read) === sha256) return read;
  const written = Buffer.from(`${JSON.stringify(record, null, 2)}\n`);
  return sha256Of(written) === sha256 ? written : null;
}
