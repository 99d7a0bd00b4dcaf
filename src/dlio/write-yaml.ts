// Writes the workload of an import of DLIO as a workload file, with what has no effect and what is assumed in comments.
import { Document, isMap, isSeq } from 'yaml';
import type { DlioImport, DlioSource } from './import.js';

export function writeTraining({ workload, notes, assumed }: DlioImport, { file, overrides }: DlioSource): string {
  const document = new Document(workload);
  const head = [
    `Imported from DLIO: ${file}`,
    ...overrides.map((override) => `With ${override}`),
    ...notes.map(({ line, key, text }) => `${line === null ? '' : `Line ${line}, `}${key}: no effect, ${text}`),
    ...assumed.map((text) => `Assumed: ${text}`),
  ];
  document.commentBefore = head.map((line) => ` ${oneLine(line)}`).join('\n');
  if (isMap(document.contents)) {
    for (const { value } of document.contents.items) if (isSeq(value) || isMap(value)) value.flow = true;
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** A word of a command line can hold anything; a comment ends with its line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ');
}
