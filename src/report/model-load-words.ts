// Words for loads of models: what is loaded, by how many processes, and how they read.
import { formatBytes } from '../spec/units.js';
import type { JobValue } from './job-words.js';

/** `llama3-8b, 2 processes, mmap, 3 loads`; a value that must not be named is left out. */
export function modelLoadText(value: JobValue): string {
  const counted = (key: string, one: string, many: string) => {
    const count = value(key);
    return typeof count === 'number' ? `${count} ${count === 1 ? one : many}` : '';
  };
  const word = (key: string) => {
    const text = value(key);
    return typeof text === 'string' ? text : '';
  };
  const scale = value('scale');
  return [
    word('model'),
    typeof scale === 'number' && scale !== 1 ? `scale ${scale}` : '',
    counted('processes', 'process', 'processes'),
    word('reader'),
    counted('loads', 'load', 'loads'),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** The same with what a read is: `…, 8MiB reads, depth 8`. */
export function modelLoadJobText(value: JobValue): string {
  // What a read is follows from the reader.
  const of = (key: string) => (value('reader') === undefined ? undefined : value(key));
  const [block, depth] = [of('blockSize'), of('queueDepth')];
  return [
    modelLoadText(value),
    typeof block === 'number' ? `${formatBytes(block)} reads` : '',
    typeof depth === 'number' && depth > 1 ? `depth ${depth}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
