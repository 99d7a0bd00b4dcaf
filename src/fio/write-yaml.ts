// Writes imported workloads as a workload file in which comments say what each option became.
import { Document, isMap, isSeq, type Scalar, type YAMLMap } from 'yaml';
import type { FioImport, ImportedWorkload } from './import.js';
import { workloadName } from './names.js';
import { type FioNote, shownOption } from './note.js';
import { words as wordOrder, type WordValue } from './words.js';

/** YAML of one workload, or of a suite where the job file has several sections. */
export function writeWorkloads({ source, workloads, notes }: FioImport): string {
  const maps = workloads.map(inOrder);
  const [only] = maps;
  const isOne = maps.length === 1 && only !== undefined;
  const document = new Document(isOne ? only : { ...suiteHead(source), workloads: maps });
  const head = ` Imported from the fio job file ${oneLine(source)}.\n A comment has the line there, the option, and what it became.`;
  document.commentBefore = [head, ...withoutWorkload(notes, workloads)].join('\n');
  const nodes = isOne ? [document.contents] : listOf(document);
  nodes.forEach((node, index) => {
    const workload = workloads[index];
    if (isMap(node) && workload !== undefined) explain(node as YAMLMap<Scalar<string>>, workload, index);
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function suiteHead(source: string): Record<string, string> {
  const name =
    source
      .split('/')
      .at(-1)
      ?.replace(/\.[^.]*$/, '') ?? '';
  return { name: workloadName(name), description: `Imported from ${source}` };
}

function inOrder({ words }: ImportedWorkload): Record<string, WordValue> {
  return Object.fromEntries(wordOrder.flatMap((word) => (words[word] === undefined ? [] : [[word, words[word]]])));
}

function listOf(document: Document): unknown[] {
  const list = document.get('workloads');
  return isSeq(list) ? list.items : [];
}

/** What is said of sections that no workload has come of. */
function withoutWorkload(notes: FioNote[], workloads: ImportedWorkload[]): string[] {
  const told = new Set(workloads.flatMap((workload) => workload.notes.map(({ line }) => line)));
  return notes.filter(({ line }) => !told.has(line)).map(commentOf);
}

/** Each note stands above the first key that holds it, or above the workload where none does. */
function explain(map: YAMLMap<Scalar<string>>, { notes }: ImportedWorkload, index: number): void {
  map.spaceBefore = index > 0;
  const present = map.items.map(({ key }) => key.value);
  const placeOf = ({ keys }: FioNote) => present.find((key) => keys.includes(key)) ?? null;
  for (const { key, value } of map.items) {
    if (isMap(value) || isSeq(value)) value.flow = true;
    const own = notes.filter((note) => placeOf(note) === key.value);
    if (own.length > 0) key.commentBefore = own.map(commentOf).join('\n');
  }
  const general = notes.filter((note) => placeOf(note) === null);
  if (general.length > 0) map.commentBefore = general.map(commentOf).join('\n');
}

function commentOf(note: FioNote): string {
  if (note.option === '') return ` ${oneLine(note.text)}`;
  return ` line ${note.line} ${oneLine(shownOption(note))}: ${oneLine(note.text)}`;
}

/** A value from the environment can hold anything; a comment ends with its line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ');
}
