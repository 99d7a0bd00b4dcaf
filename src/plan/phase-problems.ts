// Which workloads cannot follow one another as phases on the same files.
import { walk } from '../spec/chain-states.js';
import { largestFile } from '../spec/file-sizes.js';
import { writeWorkload } from '../spec/resolve.js';
import { formatBytes } from '../spec/units.js';
import { type FileOperation, readsData, writesData } from '../spec/workload.js';
import { createsFiles } from './dataset.js';
import { isOnFiles, operationsOf, sayTheSame } from './phase-chain.js';
import type { PlanProblems } from './plan-problems.js';
import type { SizedBlock, SizedChains, SizedFiles } from './size.js';

type Tell = (what: string, advice: string) => void;

const filesKeys = ['files', 'fileSharing', 'filesPerDirectory', 'directories', 'prefix', 'seed', 'layout'];
const blockKeys = ['files', 'size', 'fileSharing', 'seed', 'layout'];

/** Adds a problem for each phase that does not fit to those before it. */
export function checkPhases(members: readonly SizedChains[], problems: PlanProblems): void {
  for (const [index, member] of members.entries()) {
    const tell: Tell = (what, advice) => {
      problems.add(`workload "${member.name}"`, what, advice);
    };
    const before = members.slice(0, index);
    if (before.every((other) => agrees(member, other, tell))) {
      checkChain(member, before, tell);
      checkSizes(member, before, tell);
      checkBlocks(member, before, tell);
      checkVisits(member, before, tell);
    }
  }
}

function agrees(member: SizedChains, other: SizedChains, tell: Tell): boolean {
  if (touchesStorage(member) !== touchesStorage(other)) {
    const [own, others] = [member, other].map((each) => (touchesStorage(each) ? 'one that touches storage' : 'null'));
    tell(
      `is a phase of "${member.phaseOf}" like "${other.name}", but its "engine" is ${own} and not ${others}`,
      bothThe('engine'),
    );
    return false;
  }
  const key = keysOf(member, other).find((each) => !sayTheSame(member, other, each));
  if (key === undefined) return true;
  const [own, others] = [member, other].map((each) => inText(writeWorkload(each)[key]));
  const what = `is a phase of "${member.phaseOf}" like "${other.name}", but its "${key}" is ${own} and not ${others}`;
  tell(what, key === 'kind' ? 'Give one of them another "phaseOf"' : bothThe(key));
  return false;
}

const bothThe = (key: string) => `Give both the same "${key}"`;

function touchesStorage({ engine }: SizedChains): boolean {
  return engine !== 'null';
}

function keysOf(member: SizedChains, other: SizedChains): string[] {
  if (member.kind !== other.kind) return ['kind'];
  const parts =
    (other.stonewall > 0 && (member.kind === 'block' || isOnFiles(member))) ||
    (member.kind === 'files' && member.fileSharing === 'perWorker');
  return [
    ...(member.kind === 'files' ? filesKeys : blockKeys),
    ...(parts ? ['workers'] : []),
    ...(member.kind === 'block' && other.stonewall > 0 ? placeKeys(member) : []),
  ];
}

/** After a stonewall, a worker must find its blocks where it has written them. */
function placeKeys({ access }: SizedBlock): string[] {
  const parts = access === 'sequential' ? ['blockSize'] : [];
  return ['access', 'serviceOrder', 'offset', 'offsetIncrement', ...parts];
}

function inText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What all phases up to this one do with a file must be a chain that can be done; twice this one with several epochs. */
function checkChain(member: SizedChains, before: readonly SizedChains[], tell: Tell): void {
  if (!isOnFiles(member)) return;
  const earlier = operationsOf(before);
  if (earlier.length > 0 && walk(earlier).broken !== null) return;
  const once = [...earlier, ...member.operations];
  const broken = tellBroken(member, before, once, tell);
  if (!broken && member.epochs !== 1) tellBroken(member, before, [...once, ...member.operations], tell);
}

function tellBroken(
  { phaseOf }: SizedChains,
  before: readonly SizedChains[],
  operations: readonly FileOperation[],
  tell: Tell,
): boolean {
  const { broken } = walk(operations);
  if (broken === null) return false;
  tell(`${placeOf(phaseOf, before)}, and together [${operations.join(', ')}] ${broken.what}`, broken.advice);
  return true;
}

function placeOf(phaseOf: string, before: readonly SizedChains[]): string {
  const last = before.at(-1);
  return last === undefined ? `is the first phase of "${phaseOf}"` : `is a phase of "${phaseOf}" after "${last.name}"`;
}

/** What is read must have been written, as long and by the same law. */
function checkSizes(member: SizedChains, before: readonly SizedChains[], tell: Tell): void {
  const [first] = before;
  if (member.kind === 'block' || first === undefined || !readsData(member) || createsFiles(member)) return;
  const writer = before.filter(isOnFiles).findLast(writesData) ?? (first.kind === 'files' ? first : undefined);
  if (writer === undefined || holds(writer, member)) return;
  const [read, written] = [member, writer].map(({ fileSize }) => sizeText(fileSize));
  const what = `is a phase of "${member.phaseOf}" that reads files of ${read}, but "${writer.name}" makes files of ${written}`;
  tell(what, 'Give both the same "fileSize"');
}

function holds(writer: SizedFiles, reader: SizedFiles): boolean {
  const [written, read] = [writer.fileSize, reader.fileSize];
  if (typeof written === 'number' && typeof read === 'number') return read <= written;
  return sayTheSame(writer, reader, 'fileSize');
}

function sizeText(fileSize: SizedFiles['fileSize']): string {
  return typeof fileSize === 'number'
    ? formatBytes(fileSize)
    : `drawn sizes up to ${formatBytes(largestFile(fileSize))}`;
}

/** A stonewall leaves the first files of each worker: no range that another one could go over. */
function checkVisits(member: SizedChains, before: readonly SizedChains[], tell: Tell): void {
  const stonewalled = before.find(({ stonewall }) => stonewall > 0);
  if (member.kind === 'block' || member.visits === 'once' || stonewalled === undefined) return;
  const what = `lets every worker visit all files, but the stonewall of "${stonewalled.name}" may leave a part of them`;
  tell(what, 'Set "visits: once", or remove that "stonewall"');
}

function checkBlocks(member: SizedChains, before: readonly SizedChains[], tell: Tell): void {
  if (member.kind !== 'block' || before.length === 0 || member.prewrite) return;
  tell(`${placeOf(member.phaseOf, before)}, which has made the files already`, 'Remove "prewrite: false"');
}
