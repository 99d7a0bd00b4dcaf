// Reads the words of a command line of mdtest as mdtest does: flags may stand together, values may follow at once.
import { nearest } from '../spec/nearest.js';
import type { Problem } from '../spec/problems.js';
import { type MdtestName, type MdtestValues, optionTable, type Treatment } from './option-table.js';

export interface ParsedOptions {
  values: Partial<MdtestValues>;
  /** What has no effect here, once for each option. */
  notes: { option: string; text: string }[];
  problems: Problem[];
}

export function problem(option: string, what: string, advice: string): Problem {
  return { file: 'mdtest', line: null, column: null, key: option, what, advice };
}

export function parseOptions(words: readonly string[]): ParsedOptions {
  const reader = new Reader([...words]);
  reader.readAll();
  return reader.parsed;
}

class Reader {
  readonly parsed: ParsedOptions = { values: {}, notes: [], problems: [] };

  constructor(readonly words: string[]) {}

  readAll(): void {
    for (let word = this.words.shift(); word !== undefined; word = this.words.shift()) {
      if (word.startsWith('--') && word.length > 2) this.#long(word);
      else if (/^-[^-]/.test(word)) this.#letters(word);
      else this.#refuse(word, 'is no option', 'mdtest has options only; directories are given by --mount name=path');
    }
  }

  #long(word: string): void {
    const { name = '', value } = /^--(?<name>[^=]+)(?:=(?<value>.*))?$/s.exec(word)?.groups ?? {};
    const treatment = optionTable.get(name);
    if (treatment === undefined || name.length === 1) this.#unknown(`--${name}`, name);
    else this.#take(`--${name}`, treatment, value);
  }

  /** `-F`, `-vv`, `-FCT`, `-n 10`, `-n10`, `-n=10`, `-Fn 10`. */
  #letters(word: string): void {
    for (let at = 1; at < word.length; at++) {
      const letter = word[at] ?? '';
      const treatment = optionTable.get(letter);
      if (treatment === undefined) {
        this.#unknown(`-${letter}`, letter);
        return;
      }
      const rest = word.slice(at + 1);
      if (takesValue(treatment)) {
        this.#take(`-${letter}`, treatment, rest === '' ? undefined : rest.replace(/^=/, ''));
        return;
      }
      this.#take(`-${letter}`, treatment, undefined);
    }
  }

  #take(option: string, treatment: Treatment, attached: string | undefined): void {
    const value = takesValue(treatment) ? (attached ?? this.words.shift()) : attached;
    if (takesValue(treatment) && value === undefined) this.#refuse(option, 'needs a value', `Write ${option} 1`);
    else if (treatment.kind === 'refuse') this.#refuse(option, treatment.what, treatment.advice);
    else if (treatment.kind === 'note') this.#note(option, treatment.text);
    else if (treatment.value === 'flag') this.#set(treatment.name, value !== '0');
    else if (treatment.value === 'text') this.#set(treatment.name, value ?? '');
    else this.#number(option, treatment.name, value ?? '');
  }

  /** Suffixes k, m, g, t, p are powers of 1024. */
  #number(option: string, name: MdtestName, text: string): void {
    const { digits, suffix = '' } = /^(?<digits>\d+)(?<suffix>[kmgtp]?)$/i.exec(text)?.groups ?? {};
    const value = Number(digits) * 1024 ** ' kmgtp'.indexOf(suffix.toLowerCase() || ' ');
    if (Number.isSafeInteger(value)) this.#set(name, value);
    else this.#refuse(option, `must be a whole number but is "${text}"`, 'k, m, g, t may follow: powers of 1024');
  }

  #set(name: MdtestName, value: number | boolean | string): void {
    Object.assign(this.parsed.values, { [name]: value });
  }

  #note(option: string, text: string): void {
    const { notes } = this.parsed;
    if (!notes.some((known) => known.option === option)) notes.push({ option, text });
  }

  #unknown(option: string, name: string): void {
    const near = name.length === 1 ? null : nearest(name, [...optionTable.keys()]);
    this.#refuse(
      option,
      'is no option of mdtest',
      near === null ? 'Check the spelling; --tasks and --mount are options of ioproof' : `Did you mean "--${near}"?`,
    );
  }

  #refuse(option: string, what: string, advice: string): void {
    const { problems } = this.parsed;
    if (!problems.some((known) => known.key === option)) problems.push(problem(option, what, advice));
  }
}

function takesValue(treatment: Treatment): boolean {
  return treatment.kind === 'convert' ? treatment.value !== 'flag' : treatment.takesValue;
}
