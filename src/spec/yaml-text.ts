// A YAML file with the line and column of every key and value.
import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import { messageOf } from '../errors.js';
import type { Path } from './finding.js';
import type { Problem, Problems } from './problems.js';

export type Place = Pick<Problem, 'file' | 'line' | 'column'>;

/** A file that could be read as YAML. */
export interface YamlText {
  /** What the document says, in plain values. */
  value: unknown;
  place: FindPlace;
}

/**
 * Where a value stands, or its key with `atKey`; for what is not in the text, the nearest thing around it. `within`: so many
 * characters into a text, as far as it stands in the file as it is.
 */
export type FindPlace = (path: Path, atKey?: boolean, within?: number) => Place;

/**
 * Reads YAML 1.2, or 1.1 with its merge keys. Adds its syntax errors to the problems and gives null, since what follows an
 * error is a guess.
 */
export function readYaml(
  file: string,
  text: string,
  problems: Problems,
  version: '1.1' | '1.2' = '1.2',
): YamlText | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const errors = [...document.errors, ...document.warnings];
  for (const error of errors) problems.add({ ...placeAt(error.pos[0]), ...describe(error, text) });
  if (errors.length > 0) return null;
  try {
    const place: FindPlace = (path, atKey = false, within = 0) => {
      const { node, offset } = nodeAt(document, path, atKey);
      return placeAt(offset + shiftInto(node, text, within));
    };
    return { value: valueOf(document), place };
  } catch (error) {
    problems.add({
      ...placeAt(0),
      key: '',
      what: `cannot be read: ${messageOf(error)}`,
      advice: 'Correct its aliases',
    });
    return null;
  }
}

/**
 * The plain value of a document. A key without a value gives undefined, not the null that YAML makes of it: an unfinished
 * line must not choose the null engine, nor an endless runtime.
 */
export function valueOf(document: Document): unknown {
  visit(document, {
    Scalar: (_, node) => {
      if (node.value === null && !node.source) node.value = undefined;
    },
  });
  return document.contents === null ? undefined : document.toJS();
}

const adviceByCode: Partial<Record<YAMLError['code'], string>> = {
  DUPLICATE_KEY: 'Remove one of the two',
  MULTIPLE_DOCS: 'Write a suite (workloads: [...]), or one file for each workload',
  TAB_AS_INDENT: 'Indent with spaces',
};

function describe(error: YAMLError, text: string): Pick<Problem, 'key' | 'what' | 'advice'> {
  const advice = adviceByCode[error.code] ?? 'Correct the YAML';
  const word = /^[\w.-]+/.exec(text.slice(error.pos[0]))?.[0] ?? '';
  if (error.code === 'DUPLICATE_KEY') return { key: word, what: 'is given twice', advice };
  if (error.code === 'MULTIPLE_DOCS') return { key: '', what: 'has more than one YAML document', advice };
  return { key: '', what: `is not valid YAML: ${error.message}`, advice };
}

/** The value or key that a path leads to, as far as the path exists, and its offset. */
function nodeAt(document: Document, path: Path, atKey: boolean): { node: unknown; offset: number } {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, part] of path.entries()) {
    const next = step(document, node, part);
    if (next === null) return { node: null, offset };
    const last = depth === path.length - 1;
    const keyOffset = startOf(next.key);
    // An empty value has no place of its own; its key has one.
    const valueOffset = isScalar(next.value) && next.value.source === '' ? null : startOf(next.value);
    offset = (last && atKey ? keyOffset : valueOffset) ?? keyOffset ?? offset;
    node = next.value;
  }
  return { node, offset };
}

/** 0 where the file has the text in another way, with escapes or over several lines. */
function shiftInto(node: unknown, text: string, within: number): number {
  if (within === 0 || !isScalar(node) || typeof node.value !== 'string') return 0;
  const start = startOf(node) ?? 0;
  const quote = /^["']/.test(text.slice(start)) ? 1 : 0;
  const written = text.slice(start + quote, start + quote + node.value.length);
  return written === node.value ? quote + within : 0;
}

function step(document: Document, node: unknown, part: string | number): { key: unknown; value: unknown } | null {
  const target = isAlias(node) ? node.resolve(document) : node;
  if (isSeq(target) && typeof part === 'number') {
    return part < target.items.length ? { key: null, value: target.items[part] } : null;
  }
  if (!isMap(target)) return null;
  const pair = target.items.find(
    (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part),
  );
  return pair === undefined ? null : { key: pair.key, value: pair.value };
}

function startOf(node: unknown): number | null {
  return (node as Node | null | undefined)?.range?.[0] ?? null;
}
