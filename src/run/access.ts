// The machine as adapters of file systems may ask it: files, tools and extended attributes. Only in child processes.
import { open, readdir } from 'node:fs/promises';
import { messageOf, systemCode } from '../errors.js';
import {
  isKernelFile,
  type Access,
  type Answer,
  type NoAnswer,
  type NoAnswerCode,
  type ToolOptions,
} from '../filesystem/access.js';
import type { NativeBinding } from '../native/contract.js';
import { KeptFile } from '../system/counters/kept-file.js';
import { maxToolOutput, runTool } from '../system/tool.js';
import { inTime } from './in-time.js';

/** Calls for extended attributes, or why there are none. */
export type ExtendedAttributes = Pick<NativeBinding, 'getXattr' | 'setXattr'> | { missing: string };

export interface AccessOptions {
  /** Milliseconds for the next file or tool. */
  timeoutMs: () => number;
  /** Called when the first extended attribute is asked for. */
  attributes: () => ExtendedAttributes;
}

const maxFileBytes = maxToolOutput;
/** Most files of /proc and of mounts are shorter. */
const firstReadBytes = 16 * 1024;

/**
 * Files are read in threads, so that this process can go on without one that does not answer. Those that the kernel makes
 * from memory are not, which costs a fraction; nor are extended attributes, and they block it where the mount is dead.
 */
export class MachineAccess implements Access {
  private attributes: ExtendedAttributes | null = null;
  private readonly kernelFiles = new Map<string, KeptFile>();

  constructor(private readonly options: AccessOptions) {}

  async read(path: string): Promise<Answer> {
    if (isKernelFile(path)) return this.readAtOnce(path);
    return this.inTime(path, readSmallFile(path));
  }

  async list(path: string): Promise<string[]> {
    const names = readdir(path).catch((): string[] => []);
    const answer = await inTime(this.options.timeoutMs(), names);
    return (answer ?? []).sort();
  }

  async run(tool: string, args: readonly string[], options: ToolOptions = {}): Promise<Answer> {
    const timeoutMs = Math.min(options.timeoutMs ?? Infinity, this.options.timeoutMs());
    return runTool(tool, args, { ...options, timeoutMs });
  }

  xattr(path: string, name: string): Promise<Answer> {
    return this.attribute(path, name, (attributes) => {
      return attributes.getXattr(path, name).toString();
    });
  }

  setXattr(path: string, name: string, value: string): Promise<Answer> {
    return this.attribute(path, name, (attributes) => {
      attributes.setXattr(path, name, Buffer.from(value));
      return '';
    });
  }

  private readAtOnce(path: string): Answer {
    const file = this.kernelFiles.get(path) ?? new KeptFile('/', path.slice(1));
    this.kernelFiles.set(path, file);
    const text = file.read();
    return text === null ? file.noAnswer() : { ok: true, text };
  }

  private async inTime(path: string, answer: Promise<Answer>): Promise<Answer> {
    const timeoutMs = this.options.timeoutMs();
    const reason = `${path}: no answer within ${Math.round(timeoutMs) / 1000} s; a thread still waits for it`;
    return (await inTime(timeoutMs, answer)) ?? { ok: false, code: 'ABANDONED', reason };
  }

  private attribute(
    path: string,
    name: string,
    use: (attributes: Exclude<ExtendedAttributes, { missing: string }>) => string,
  ): Promise<Answer> {
    this.attributes ??= this.options.attributes();
    if ('missing' in this.attributes) {
      return Promise.resolve({ ok: false, code: 'FAILED', reason: this.attributes.missing });
    }
    try {
      return Promise.resolve({ ok: true, text: use(this.attributes) });
    } catch (error) {
      return Promise.resolve(failure(`${name} of ${path}`, error));
    }
  }
}

/** Files of /proc and /sys tell no size, so the end is found by reading. */
async function readSmallFile(path: string): Promise<Answer> {
  try {
    const file = await open(path, 'r');
    try {
      const chunks: Buffer[] = [];
      for (let bytes = 0; bytes <= maxFileBytes;) {
        const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(firstReadBytes) });
        if (bytesRead === 0) return { ok: true, text: Buffer.concat(chunks).toString() };
        chunks.push(buffer.subarray(0, bytesRead));
        bytes += bytesRead;
      }
      return { ok: false, code: 'TOO_LONG', reason: `${path}: more than ${maxFileBytes / 2 ** 20} MiB` };
    } finally {
      await file.close();
    }
  } catch (error) {
    return failure(path, error);
  }
}

const codes: Record<string, NoAnswerCode> = {
  ENOENT: 'MISSING',
  ENOTDIR: 'MISSING',
  ENODATA: 'MISSING',
  EACCES: 'REFUSED',
  EPERM: 'REFUSED',
};

function failure(what: string, error: unknown): NoAnswer {
  const code = systemCode(error);
  const message = messageOf(error);
  // Errors of Node begin with their code and name the path again.
  const words = message.replace(/, \w+ '.*'$/s, '');
  const named = code === '' || words.startsWith(code) ? words : `${code}: ${words}`;
  return { ok: false, code: codes[code] ?? 'FAILED', reason: `${what}: ${named}` };
}
