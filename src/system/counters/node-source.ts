// What counts on a machine whatever is mounted: read at once, since none of it can block.
import type { NoAnswer } from '../../filesystem/access.js';
import type { Reading } from '../../filesystem/counters.js';
import { unexpected } from '../../filesystem/no-answer.js';

export interface NodeSource {
  /** Name in the record. */
  name: string;
  read(): Reading | NoAnswer;
}

/** Source of one file that is parsed as a whole; a parser gives null for what it does not understand. */
export function fileSource(
  name: string,
  file: { read(): string | null; noAnswer(): NoAnswer },
  parse: (text: string) => Reading | null,
): NodeSource {
  return {
    name,
    read() {
      const text = file.read();
      if (text === null) return file.noAnswer();
      return parse(text) ?? unexpected(name, text);
    },
  };
}
