// Splits a fio job file into sections and options, by the rules of fio, without knowing any option.
import type { Problem } from '../spec/problems.js';
import { type FioEnvironment, substitute } from './substitute.js';
import { FioValueError } from './value-error.js';

/** One line of a section. */
export interface IniOption {
  /** The option as it is written, possibly an alias. */
  word: string;
  /** The text after `=` with variables in place; null without `=`. */
  value: string | null;
  /** What stood behind the value from `;` or `#` on, as it is written; empty: nothing. */
  dropped: string;
  file: string;
  line: number;
  column: number;
}

export interface IniSection {
  /** Empty where the line does not have a name in brackets, which is a problem already. */
  name: string;
  /** Its options are for all sections after it, and it is no job. */
  isGlobal: boolean;
  file: string;
  line: number;
  options: IniOption[];
  /** Words of the lines that are a problem, so that nobody misses them as well. */
  unreadable: string[];
}

export interface IniSource {
  text: string;
  /** As messages name it. */
  file: string;
  environment: FioEnvironment;
}

/** What stands at one place of the file. */
interface Line {
  content: string;
  dropped: string;
  file: string;
  line: number;
  column: number;
}

/** The sections in order; what is wrong is added to the problems, and the rest is read on. */
export function parseIni({ text, file, environment }: IniSource, problems: Problem[]): IniSection[] {
  const sections: IniSection[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = withoutComment(raw, { file, line: index + 1 }, problems);
    if (line.content.startsWith('[')) sections.push(sectionOf(line, problems));
    else if (line.content !== '') addOption(line, sections.at(-1), environment, problems);
  }
  return sections;
}

/** fio takes everything from the first `;` or `#` on for a comment, wherever it stands. */
function withoutComment(raw: string, place: { file: string; line: number }, problems: Problem[]): Line {
  const start = raw.search(/\S/);
  const cut = raw.search(/[;#]/);
  const content = raw.slice(0, cut < 0 ? undefined : cut).trim();
  const line = { ...place, column: start + 1, content, dropped: cut < 0 ? '' : raw.slice(cut).trim() };
  if (cut > start && /\S/.test(raw.charAt(cut - 1))) {
    const what = `is cut by fio at "${raw.charAt(cut)}", which starts a comment, so that ${JSON.stringify(line.content)} is left`;
    problems.push(
      problemAt(line, wordOf(line.content), what, 'Put a blank before a comment; no value can have this sign'),
    );
  }
  return line;
}

function sectionOf(line: Line, problems: Problem[]): IniSection {
  const name = /^\[(.+)\]$/.exec(line.content)?.[1] ?? '';
  if (name === '')
    problems.push(problemAt(line, '', `${JSON.stringify(line.content)} is not a section`, 'Write [name]'));
  // fio compares only these six letters.
  return {
    name,
    isGlobal: name.startsWith('global'),
    file: line.file,
    line: line.line,
    options: [],
    unreadable: [],
  };
}

function addOption(
  line: Line,
  section: IniSection | undefined,
  environment: FioEnvironment,
  problems: Problem[],
): void {
  const { content } = line;
  const refuse = (what: string, advice: string) => {
    problems.push(problemAt(line, wordOf(content), what, advice));
    section?.unreadable.push(wordOf(content));
  };
  if (/\{\{|\{%/.test(content)) refuse('is part of a template', 'Fill in the template first, and import what it gives');
  else if (/^include\b/.test(content)) {
    refuse('reads another file, which an import does not: it must stand for itself', 'Put the lines of that file here');
  } else if (section === undefined) {
    refuse('stands before the first section', 'Write [global] or the name of a job above it');
  } else {
    const option = optionOf(line, environment, refuse);
    if (option !== null) section.options.push(option);
  }
}

function optionOf(
  line: Line,
  environment: FioEnvironment,
  refuse: (what: string, advice: string) => void,
): IniOption | null {
  try {
    const content = substitute(line.content, environment);
    const equals = content.indexOf('=');
    const word = equals < 0 ? content : content.slice(0, equals).trimEnd();
    const value = equals < 0 ? null : content.slice(equals + 1);
    return { word, value, dropped: line.dropped, file: line.file, line: line.line, column: line.column };
  } catch (error) {
    if (!(error instanceof FioValueError)) throw error;
    refuse(error.message, error.advice);
    return null;
  }
}

function wordOf(content: string): string {
  return /^[^\s=]+/.exec(content)?.[0] ?? '';
}

function problemAt({ file, line, column }: Line, key: string, what: string, advice: string): Problem {
  return { file, line, column, key, what, advice };
}
