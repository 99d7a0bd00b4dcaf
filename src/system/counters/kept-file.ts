// A file of /proc or /sys that is read again and again: one descriptor, one buffer for all of them.
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../../errors.js';
import type { NoAnswer } from '../../filesystem/access.js';

let buffer = Buffer.allocUnsafe(64 * 1024);

export class KeptFile {
  private descriptor: number | null = null;
  /** Those of fusectl are read from their beginning to their end, once. */
  private readsOnce = false;
  /** Why the last `read` gave nothing. */
  private problem = 'ENOENT';

  constructor(
    private readonly root: string,
    /** Below the root, without a slash at its start. */
    private readonly path: string,
  ) {}

  /** Text as it is now; null where it cannot be read, and then `noAnswer` tells why. */
  read(): string | null {
    try {
      this.descriptor ??= openSync(join(this.root, this.path), 'r');
      const text = readAll(this.descriptor, this.readsOnce);
      if (this.readsOnce) this.close();
      return text;
    } catch (error) {
      this.problem = systemCode(error);
      this.close();
      if (this.problem !== 'ESPIPE' || this.readsOnce) return null;
      this.readsOnce = true;
      return this.read();
    }
  }

  noAnswer(): NoAnswer {
    const code = { ENOENT: 'MISSING', EACCES: 'REFUSED', EPERM: 'REFUSED' } as const;
    const known = Object.entries(code).find(([name]) => name === this.problem);
    return { ok: false, code: known?.[1] ?? 'FAILED', reason: `/${this.path}: ${this.problem}` };
  }

  close(): void {
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
  }
}

/** Files of /proc give a page at a time, so only an empty read is their end. */
function readAll(descriptor: number, once: boolean): string {
  let length = 0;
  for (;;) {
    if (length === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
    const more = readSync(descriptor, buffer, length, buffer.length - length, once ? null : length);
    if (more === 0) return buffer.toString('latin1', 0, length);
    length += more;
  }
}
