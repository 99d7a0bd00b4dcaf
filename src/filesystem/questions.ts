// Questions of one adapter to the machine: answers are understood, or noted as not understood.
import type { Access, Answer, ToolOptions } from './access.js';
import type { Asked } from './adapter.js';
import { RecordedAccess, unexpected } from './no-answer.js';

/** What a text says; null: it is not of the form that was expected. */
export type Parser<T> = (text: string) => T | null;

/** Asks, and gives null where there is no answer or none that is understood. */
export class Questions {
  private readonly access: RecordedAccess;

  constructor(access: Access) {
    this.access = new RecordedAccess(access);
  }

  /** In the order in which they were answered. */
  get asked(): Asked[] {
    return this.access.asked;
  }

  /** Of a file. */
  async read<T>(path: string, parse: Parser<T>): Promise<T | null> {
    return this.understand(path, await this.access.read(path), parse);
  }

  /** Of the standard output of a tool. */
  async run<T>(tool: string, args: readonly string[], parse: Parser<T>, options?: ToolOptions): Promise<T | null> {
    const answer = await this.access.run(tool, args, ...(options === undefined ? [] : [options]));
    return this.understand([tool, ...args].join(' '), answer, parse);
  }

  /** Of an extended attribute. */
  async xattr<T>(path: string, name: string, parse: Parser<T>): Promise<T | null> {
    return this.understand(`${name} of ${path}`, await this.access.xattr(path, name), parse);
  }

  /** Whether the last question found that its file or tool is not there. */
  lastIsMissing(): boolean {
    return this.access.last?.state === 'MISSING';
  }

  private understand<T>(what: string, answer: Answer, parse: Parser<T>): T | null {
    if (!answer.ok) return null;
    const told = parse(answer.text);
    if (told === null) this.access.judge(what, unexpected(what, answer.text));
    return told;
  }
}
