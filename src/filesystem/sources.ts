// Counter sources of one file or one tool.
import { isKernelFile, type Access } from './access.js';
import type { CounterSource, Reading } from './counters.js';
import type { Parser } from './questions.js';
import { unexpected } from './no-answer.js';

/** A file that is read anew each time. */
export function fileSource(name: string, path: string, access: Access, parse: Parser<Reading>): CounterSource {
  const read: CounterSource['read'] = async () => {
    const answer = await access.read(path);
    return answer.ok ? (parse(answer.text) ?? unexpected(path, answer.text)) : answer;
  };
  return { name, cost: isKernelFile(path) ? 'kernel' : 'file', read };
}

/** A tool that is run anew each time. */
export function toolSource(
  name: string,
  command: readonly [string, ...string[]],
  access: Access,
  parse: Parser<Reading>,
): CounterSource {
  const [tool, ...args] = command;
  const read: CounterSource['read'] = async () => {
    const answer = await access.run(tool, args);
    return answer.ok ? (parse(answer.text) ?? unexpected(command.join(' '), answer.text)) : answer;
  };
  return { name, cost: 'tool', read };
}
