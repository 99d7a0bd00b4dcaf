// A workload while it is made from a job: its words, what became of each option, and what is wrong.
import type { Problem } from '../spec/problems.js';
import type { JobOptions } from './job-options.js';
import type { FioNote } from './note.js';
import type { FioOptionName } from './values.js';
import type { Word, Words, WordValue } from './words.js';

export class Draft {
  readonly words: Words = {};
  readonly notes: FioNote[] = [];
  readonly problems: Problem[] = [];
  readonly #said = new Set<FioOptionName>();

  constructor(readonly options: JobOptions) {}

  set(word: Word, value: WordValue): void {
    this.words[word] = value;
  }

  /** Says what an option became, where the job gives it. */
  converted(name: FioOptionName, text: string, ...keys: Word[]): void {
    this.#say(name, 'converted', text, keys);
  }

  /** Says that an option has no effect here though somebody may count on it, where the job gives it. */
  recorded(name: FioOptionName, text: string, ...keys: Word[]): void {
    this.#say(name, 'recorded', `no effect, ${text}`, keys);
  }

  /** Says why an option does nothing in this job, where the job gives it. */
  idle(name: FioOptionName, text: string): void {
    this.#say(name, 'idle', text, []);
  }

  /** Says that another option, which comes later, decides instead. */
  replaced(name: FioOptionName, by: FioOptionName): void {
    const line = this.options.lineOf(by)?.line ?? 0;
    this.#say(name, 'replaced', `replaced by ${by} in line ${line}`, []);
  }

  /** Says where fio's default differs from what a workload does, or is written out here. */
  assumed(text: string, ...keys: Word[]): void {
    const { file, line, section } = this.options.job;
    this.notes.push({ file, line, section, option: '', value: null, outcome: 'assumed', text, keys });
  }

  /**
   * Refuses an option at its line, or the job at its section where it does not give the option. Says nothing where a line of
   * the option, or of one in `basis` on which this rests, could not be read: the job may be right once that is.
   */
  refuse(name: FioOptionName, what: string, advice: string, basis: FioOptionName[] = []): void {
    if (this.options.isUnreadable(name, ...basis)) {
      this.#said.add(name);
      return;
    }
    const { file, line, word, column } = this.options.lineOf(name) ?? { ...this.options.job, word: name, column: 1 };
    this.#said.add(name);
    this.problems.push({ file, line, column, key: word, what, advice });
  }

  /** Options about which nothing was said: none, unless a conversion forgets one. */
  get unsaid(): FioOptionName[] {
    return this.options.names.filter((name) => !this.#said.has(name));
  }

  #say(name: FioOptionName, outcome: FioNote['outcome'], text: string, keys: Word[]): void {
    const option = this.options.lineOf(name);
    if (option === undefined) return;
    this.#said.add(name);
    const { file, line, word, value } = option;
    this.notes.push({ file, line, section: this.options.job.section, option: word, value, outcome, text, keys });
  }
}
