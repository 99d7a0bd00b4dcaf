// What a shell offers when Tab is pressed: beside commands and options the names of the built-in workloads.
import { builtinNames } from '../spec/locate.js';
import { builtinDirectory } from './package.js';

const takeWorkloads = ['run', 'accept', 'plan', 'fit', 'sbatch', 'crosscheck', 'show'];

type Usual = (onDone: (error: Error | null, words: string[] | undefined) => void) => void;

/**
 * As yargs asks for it: `usual` finds commands and options, `done` takes all that is offered. It has to be at once: yargs
 * goes on to what is wrong with the words otherwise.
 */
export function complete(
  current: string,
  { _: words }: { _?: (string | number)[] },
  usual: Usual,
  done: (words: string[]) => void,
): void {
  usual((error, found = []) => {
    if (error !== null) throw error;
    done([...found, ...builtins(String(words?.[1] ?? ''), current)]);
  });
}

function builtins(command: string, current: string): string[] {
  if (!takeWorkloads.includes(command) || current.startsWith('-')) return [];
  return builtinNames(builtinDirectory).filter((name) => name.startsWith(current));
}
