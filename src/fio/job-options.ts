// Reads the options of one job: each line against the option table, the last line of an option wins.
import type { Problem } from '../spec/problems.js';
import type { FioJob, FioOption } from './jobs.js';
import type { FioNote } from './note.js';
import { adviceForUnknown, optionTable, type Treatment } from './option-table.js';
import { FioValueError } from './value-error.js';
import type { FioOptionName, FioValues } from './values.js';

/** An implemented option that was given, with its value. */
interface Given {
  option: FioOption;
  value: unknown;
  /** Its position in the job, to tell which of two came last. */
  position: number;
}

type Implement = Extract<Treatment, { kind: 'implement' }>;

export class JobOptions {
  /** Of what was recorded or replaced; the rest is said by the conversion. */
  readonly notes: FioNote[] = [];
  readonly problems: Problem[] = [];
  readonly #given = new Map<FioOptionName, Given>();
  readonly #unreadable: Set<string>;

  constructor(readonly job: FioJob) {
    this.#unreadable = new Set(job.unreadable.map(nameOf));
    for (const [position, option] of job.options.entries()) this.#read(option, position);
  }

  /** The value of an option, or undefined where the job does not give it. */
  get<K extends FioOptionName>(name: K): FioValues[K] | undefined {
    // Values are stored under the name whose reader made them.
    return this.#given.get(name)?.value as FioValues[K] | undefined;
  }

  /** The line that decides about an option. */
  lineOf(name: FioOptionName): FioOption | undefined {
    return this.#given.get(name)?.option;
  }

  /** The one of these that comes last, or undefined where none is given. */
  lastOf<K extends FioOptionName>(...names: K[]): K | undefined {
    const position = (name: K): number => this.#given.get(name)?.position ?? -1;
    return names.filter((name) => this.#given.has(name)).sort((a, b) => position(b) - position(a))[0];
  }

  /** Names of all implemented options that the job gives. */
  get names(): FioOptionName[] {
    return [...this.#given.keys()];
  }

  /** Whether a line of one of these is a problem of its own, so that the job may give what seems to be missing. */
  isUnreadable(...names: FioOptionName[]): boolean {
    return names.some((name) => this.#unreadable.has(name));
  }

  #read(option: FioOption, position: number): void {
    const treatment = optionTable.get(option.word);
    if (treatment === undefined) {
      this.#refuseUnknown(option);
    } else if (treatment.kind === 'record') {
      this.#note(option, 'recorded', `no effect, ${treatment.reason}`);
    } else if (treatment.kind === 'refuse') {
      if (treatment.neutral.includes(option.value?.trim() ?? '1')) {
        this.#note(option, 'idle', 'asks for nothing beyond what happens anyway');
      } else this.#refuse(option, `is not taken over: it ${treatment.reason}`, treatment.advice);
    } else this.#take(treatment, option, position);
  }

  #take(treatment: Implement, option: FioOption, position: number): void {
    try {
      const value = valueOf(treatment, option);
      const earlier = this.#given.get(treatment.name);
      if (earlier !== undefined) this.#note(earlier.option, 'replaced', `replaced by line ${option.line}`);
      this.#given.set(treatment.name, { option, value, position });
    } catch (error) {
      if (!(error instanceof FioValueError)) throw error;
      this.#unreadable.add(treatment.name);
      this.#refuse(option, `${JSON.stringify(option.value ?? '')} ${error.message}`, error.advice);
    }
  }

  /** A known word with a blank after it lacks its `=`. */
  #refuseUnknown(option: FioOption): void {
    const [, word = '', rest = ''] = /^(\S+)\s+(\S.*)$/.exec(option.word) ?? [];
    if (option.value !== null || !optionTable.has(word)) {
      this.#refuse(option, 'is not an option of fio', adviceForUnknown(option.word));
      return;
    }
    this.#unreadable.add(nameOf(word));
    this.#refuse({ ...option, word }, `has no "=" before ${JSON.stringify(rest)}`, `Write ${word}=${rest}`);
  }

  #note({ file, line, word, value }: FioOption, outcome: FioNote['outcome'], text: string): void {
    this.notes.push({ file, line, section: this.job.section, option: word, value, outcome, text, keys: [] });
  }

  #refuse({ file, line, column, word }: FioOption, what: string, advice: string): void {
    this.problems.push({ file, line, column, key: word, what, advice });
  }
}

/** The first name of an option that goes by several. */
function nameOf(word: string): string {
  return optionTable.get(word)?.name ?? word;
}

function valueOf({ read, alone }: Implement, { value, kbBase, word }: FioOption): unknown {
  if (value === null) {
    if (alone !== undefined) return alone;
    throw new FioValueError('is no value, and fio wants one here', `Write ${word}=…`);
  }
  const text = value.trim();
  if (text === '') throw new FioValueError('is empty', 'Give a value, or remove the option');
  // fio reads numbers after a blank, but neither their units nor words.
  if (/^\s/.test(value) && !/^\d+$/.test(text)) {
    throw new FioValueError('starts with a blank, at which fio stops reading units and words', `Write ${word}=${text}`);
  }
  return read(text, kbBase);
}
