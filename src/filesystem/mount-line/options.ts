// Options of a mount by name, and facts made of those that are there.
import { countOf, detailsOf, type Details } from '../told.js';

/**
 * How an option becomes a fact: `flag` is true where the option is there, with or without a value; `either` is its value,
 * or true where it has none.
 */
export type OptionField = readonly [detail: string, option: string, as: 'text' | 'number' | 'flag' | 'either'];

export class OptionList {
  readonly #options: readonly string[];

  /** Lists as mountinfo has them; of options that are given twice the last counts, as it does for mount(8). */
  constructor(...lists: readonly (readonly string[])[]) {
    this.#options = lists.flat();
  }

  has(name: string): boolean {
    return this.#options.some((option) => option === name || option.startsWith(`${name}=`));
  }

  /** Null where the option is missing or has no value. */
  text(name: string): string | null {
    const found = this.#options.findLast((option) => option.startsWith(`${name}=`));
    return found === undefined ? null : found.slice(name.length + 1) || null;
  }

  /** A whole number up to 2^53 - 1; null for anything else. */
  number(name: string): number | null {
    return countOf(this.text(name));
  }

  /** The first of the names that is there; null where none is. */
  firstOf(...names: readonly string[]): string | null {
    return names.find((name) => this.has(name)) ?? null;
  }

  /** All values of an option that may be given several times. */
  all(name: string): string[] {
    return this.#options.flatMap((option) => (option.startsWith(`${name}=`) ? [option.slice(name.length + 1)] : []));
  }

  /** Facts of those fields whose option is there. A number that is none is left out. */
  told(fields: readonly OptionField[]): Details {
    const value = (option: string, as: OptionField[2]): Details[string] | null => {
      if (as === 'flag') return this.has(option) || null;
      if (as === 'either') return this.text(option) ?? (this.has(option) || null);
      return as === 'number' ? this.number(option) : this.text(option);
    };
    return detailsOf(Object.fromEntries(fields.map(([detail, option, as]) => [detail, value(option, as)])));
  }
}
