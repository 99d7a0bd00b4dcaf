// What is wrong with the words of the command line, in our words: each with what was meant, as far as that can be told.
import { nearest } from '../spec/nearest.js';

/** What the parser knows of the command at hand. */
export interface KnownOptions {
  /** All names, those in camel case as well. */
  key: Record<string, unknown>;
  array: string[];
  boolean: string[];
  number: string[];
}

export interface Spoken {
  /** The words after `ioproof`. */
  words: readonly string[];
  /** How commands are called: `run <workloads..>`, `import fio <job>`. */
  commands: readonly string[];
  options: KnownOptions;
}

/** Sentences in place of what the parser says, one a line. */
export function wrongWords(message: string, spoken: Spoken): string {
  const [, unknown] = /^Unknown arguments?: (.*)$/.exec(message) ?? [];
  if (unknown !== undefined) return unknownWords(unknown.split(', '), spoken);
  const [, option] = /^Not enough arguments following: (.*)$/.exec(message) ?? [];
  if (option !== undefined) return `${dashed(option)}: its value is missing.`;
  if (message.startsWith('Not enough non-option arguments')) return missingWord(spoken);
  if (message.startsWith('Invalid values:')) return invalidChoices(message, spoken).join('\n');
  return message;
}

/**
 * What the parser lets pass: a number that is none, an option that takes one value and is given two, a switch with a value.
 * Empty where there is nothing.
 */
export function wrongValues(values: Record<string, unknown>, { words, options }: Omit<Spoken, 'commands'>): string[] {
  const names = Object.keys(options.key).filter((name) => wasGiven(name, words));
  return names.flatMap((name) => {
    const value = values[name];
    if (Array.isArray(value) && !options.array.includes(name))
      return [`${dashed(name)}: is given twice; give it once.`];
    const text = words.findLast((word) => word.startsWith(`${dashed(name)}=`))?.slice(dashed(name).length + 1);
    if (options.boolean.includes(name) && text !== undefined && !/^(true|false)$/.test(text)) {
      return [`${dashed(name)}=${text}: takes no value.`];
    }
    if (!options.number.includes(name) || !Number.isNaN(value)) return [];
    return [`${dashed(name)} "${text ?? words[words.lastIndexOf(dashed(name)) + 1] ?? ''}": must be a number.`];
  });
}

function unknownWords(unknown: readonly string[], { words, commands, options }: Spoken): string {
  const names = commands.map((command) => command.split(' ')[0] ?? '');
  const first = words.find((word) => !word.startsWith('-'));
  if (first !== undefined && !names.includes(first)) {
    return `"${first}" is no command.${didYouMean(nearest(first, names))}`;
  }
  // The parser tells names with hyphens in camel case, too.
  const said = unknown.filter((word) => words.some((one) => one === word || isOption(one, word)));
  const known = Object.keys(options.key).filter((name) => !/[A-Z]/.test(name));
  const texts = (said.length === 0 ? unknown : said).map((word) => {
    const option = words.find((one) => isOption(one, word));
    if (option === undefined) return `"${word}" is one word too many.`;
    const near = nearest(word.replace(/^no-/, ''), known);
    return `${option.replace(/=.*$/, '')} is no option of \`ioproof ${first ?? ''}\`.${didYouMean(near === null ? null : dashed(near))}`;
  });
  return texts.join('\n');
}

function missingWord({ words, commands }: Spoken): string {
  const said = words.filter((word) => !word.startsWith('-'));
  const forms = commands.filter((command) => namesIn(command).every((name, at) => name === said[at]));
  const [form] = forms.sort((a, b) => namesIn(b).length - namesIn(a).length);
  const missing = /<[^>]+>/.exec(form ?? '')?.[0];
  return missing === undefined ? 'A word is missing.' : `${missing} is missing: ioproof ${form ?? ''}`;
}

/** Those before the first word that is the user's to choose. */
function namesIn(form: string): string[] {
  return form
    .replace(/[<[].*$/, '')
    .trim()
    .split(' ');
}

/** `  Argument: format, Given: "htm", Choices: "text", "html"` */
function invalidChoices(message: string, { words }: Spoken): string[] {
  return message.split('\n').flatMap((line) => {
    const [, name = '', given = '', choices] = /^\s*Argument: (.*), Given: (.*), Choices: (.*)$/.exec(line) ?? [];
    if (choices === undefined) return [];
    const listed = choices.split(', ').map((choice) => choice.replaceAll('"', ''));
    const near = nearest(given.replaceAll('"', ''), listed);
    const what = wasGiven(name, words) ? `${dashed(name)} ${given}` : `${name} ${given}`;
    return [`${what}: must be ${listed.join(', ')}.${didYouMean(near)}`];
  });
}

function wasGiven(name: string, words: readonly string[]): boolean {
  return words.some((word) => isOption(word, name));
}

/** `--name`, `--name=value`, `--no-name` or `-n`. */
function isOption(word: string, name: string): boolean {
  return word === dashed(name) || word === `--no-${name}` || word.startsWith(`${dashed(name)}=`);
}

function dashed(name: string): string {
  return `${name.length === 1 ? '-' : '--'}${name}`;
}

function didYouMean(word: string | null): string {
  return word === null ? '' : ` Did you mean ${word}?`;
}
