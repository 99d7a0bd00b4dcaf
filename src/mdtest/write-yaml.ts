// Writes the suite of an import of mdtest as a workload file, with what has no effect and what differs in comments.
import { Document, isMap, isSeq } from 'yaml';
import type { MdtestImport, MdtestSource } from './import.js';

export function writeSuite(
  { suite, repeats, notes, differences }: MdtestImport,
  { words, tasks }: MdtestSource,
): string {
  const document = new Document(suite);
  const head = [
    `Imported from: mpirun -n ${tasks} mdtest ${words.join(' ')}`,
    ...(repeats === 1 ? [] : [`-i ${repeats}: run it with --repeat ${repeats}`]),
    ...notes.map(({ option, text }) => `${option}: no effect, ${text}`),
    ...differences.map((text) => `Differs: ${text}`),
  ];
  document.commentBefore = head.map((line) => ` ${oneLine(line)}`).join('\n');
  const list = document.get('workloads');
  const maps = [document.get('defaults'), ...(isSeq(list) ? list.items : [])];
  for (const map of maps) {
    if (!isMap(map)) continue;
    for (const { value } of map.items) if (isMap(value) || isSeq(value)) value.flow = true;
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** A word of a command line can hold anything; a comment ends with its line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ');
}
