// The phases of mdtest in their order: what each does to an item, and whose items a task uses.
import type { FileOperation } from '../spec/workload.js';
import type { MdtestValues } from './option-table.js';

export const phaseNames = [
  'tree-create',
  'directory-create',
  'directory-stat',
  'directory-rename',
  'directory-remove',
  'file-create',
  'file-stat',
  'file-read',
  'file-remove',
  'tree-remove',
] as const;
export type PhaseName = (typeof phaseNames)[number];

export interface Phase {
  name: PhaseName;
  operations: FileOperation[];
  /** How often the shift of -N counts. */
  shifts: number;
  /** Bytes of each file; absent where none is read or written. */
  fileSize?: number;
  /** -R is for this phase. */
  random?: boolean;
  /** -W is for this phase. */
  stonewall?: boolean;
  /** The phase is on the directories of the tree. */
  onTree?: boolean;
}

/** Those that the options choose; without -C -T -E -r -U all, without -F and -D on files and directories. */
export function phasesOf(values: Partial<MdtestValues>): Phase[] {
  const { C = false, T = false, E = false, r = false, U = false, F = false, D = false } = values;
  const all = !C && !T && !E && !r && !U;
  const chosen: Record<PhaseName, boolean> = {
    'tree-create': all || C,
    'directory-create': (all || C) && (D || !F),
    'directory-stat': (all || T) && (D || !F),
    'directory-rename': (all || U) && (D || !F),
    'directory-remove': (all || r) && (D || !F),
    'file-create': (all || C) && (F || !D),
    'file-stat': (all || T) && (F || !D),
    'file-read': (all || E) && (F || !D),
    'file-remove': (all || r) && (F || !D),
    'tree-remove': all || r,
  };
  return everyPhase(values).filter(({ name }) => chosen[name]);
}

function everyPhase({ w = 0, e = 0, y = false }: Partial<MdtestValues>): Phase[] {
  const sync = y ? (['fsync'] as const) : [];
  const create: Phase = { name: 'file-create', operations: ['create', 'close'], shifts: 0, stonewall: true };
  const read: Phase = { name: 'file-read', operations: ['open', 'close'], shifts: 2, random: true };
  return [
    { name: 'tree-create', operations: ['mkdir'], shifts: 0, onTree: true },
    { name: 'directory-create', operations: ['mkdir'], shifts: 0 },
    { name: 'directory-stat', operations: ['stat'], shifts: 1, random: true },
    { name: 'directory-rename', operations: ['rename'], shifts: 1 },
    { name: 'directory-remove', operations: ['rmdir'], shifts: 3 },
    w === 0 ? create : { ...create, operations: ['create', 'write', ...sync, 'close'], fileSize: w },
    { name: 'file-stat', operations: ['stat'], shifts: 1, random: true },
    e === 0 ? read : { ...read, operations: ['open', 'read', 'close'], fileSize: e },
    { name: 'file-remove', operations: ['unlink'], shifts: 3 },
    { name: 'tree-remove', operations: ['rmdir'], shifts: 0, onTree: true },
  ];
}
