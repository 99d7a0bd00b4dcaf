// Answers that tell why there is none, and what was asked, for the record.
import type { Access, Answer, NoAnswer } from './access.js';
import type { Asked } from './adapter.js';
import { withoutPasswords } from './passwords.js';

const shown = 80;

/** For a text of another form than expected; `where` is the command or file that it comes from. */
export function unexpected(where: string, text: string): NoAnswer {
  const start = withoutPasswords(text.trim().slice(0, shown)).replace(/\s+/g, ' ');
  const what = start === '' ? 'nothing' : `"${start}"`;
  return { ok: false, code: 'FAILED', reason: `${where}: unexpected answer: ${what}` };
}

/** Whether an answer is none, of values that are told apart by that alone. */
export function isNoAnswer(answer: object): answer is NoAnswer {
  return 'ok' in answer && answer.ok === false;
}

/** What came of a question, for the record; `fault` is null where it was answered. */
export function askedOf(what: string, fault: NoAnswer | null): Asked {
  return { what, state: fault?.code ?? 'answered', reason: fault?.reason ?? '' };
}

/** Told of each question, before it is asked and when it is answered; null: the names of a directory, which always are. */
export interface Listener {
  asking(what: string): void;
  answered(what: string, asked: Asked | null): void;
}

const nobody: Listener = { asking: () => undefined, answered: () => undefined };

/** An access that keeps a list of all it was asked, in the order of the answers. */
export class RecordedAccess implements Access {
  readonly asked: Asked[] = [];
  /** What came of the last question, also where it is not in the list again. */
  last: Asked | null = null;

  constructor(
    private readonly access: Access,
    private readonly listener: Listener = nobody,
  ) {}

  read(path: string): Promise<Answer> {
    return this.keep(path, () => this.access.read(path));
  }

  /** Not kept in the list: an empty directory is an answer. */
  async list(path: string): Promise<string[]> {
    this.listener.asking(path);
    const names = await this.access.list(path);
    this.listener.answered(path, null);
    return names;
  }

  run(...question: Parameters<Access['run']>): Promise<Answer> {
    const [tool, args] = question;
    return this.keep([tool, ...args].join(' '), () => this.access.run(...question));
  }

  xattr(path: string, name: string): Promise<Answer> {
    return this.keep(`${name} of ${path}`, () => this.access.xattr(path, name));
  }

  setXattr(path: string, name: string, value: string): Promise<Answer> {
    return this.keep(`${name} of ${path}`, () => this.access.setXattr(path, name, value));
  }

  /** Notes that the last answer to this was of no use after all, or, with null, that it was of use although it has failed. */
  judge(what: string, fault: NoAnswer | null): void {
    const known = this.asked.findLast((asked) => asked.what === what);
    // Where there was no tool to answer, something else has told.
    if (known === undefined || (fault === null && known.state === 'MISSING')) return;
    Object.assign(known, askedOf(what, fault));
  }

  private async keep(what: string, ask: () => Promise<Answer>): Promise<Answer> {
    this.listener.asking(what);
    const answer = await ask();
    const asked = askedOf(what, answer.ok ? null : answer);
    this.last = asked;
    // That a tool is not there is said once, however often it was to be run.
    const isSaid = asked.state === 'MISSING' && this.asked.some(({ reason }) => reason === asked.reason);
    if (!isSaid) this.asked.push(asked);
    this.listener.answered(what, asked);
    return answer;
  }
}
