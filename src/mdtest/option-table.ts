// The one table of all options that mdtest knows, with what is done about each.

/** What an option says that is taken over; counts and bytes as numbers. */
export interface MdtestValues {
  n: number;
  I: number;
  z: number;
  b: number;
  N: number;
  w: number;
  e: number;
  W: number;
  i: number;
  randomSeed: number;
  api: string;
  L: boolean;
  u: boolean;
  R: boolean;
  y: boolean;
  Y: boolean;
  F: boolean;
  D: boolean;
  C: boolean;
  T: boolean;
  E: boolean;
  r: boolean;
  U: boolean;
  directIo: boolean;
}

export type MdtestName = keyof MdtestValues;

export type Treatment =
  | { kind: 'convert'; name: MdtestName; value: 'flag' | 'number' | 'text' }
  /** Accepted without effect, which is told. */
  | { kind: 'note'; takesValue: boolean; text: string }
  | { kind: 'refuse'; takesValue: boolean; what: string; advice: string };

const flag = (name: MdtestName): Treatment => ({ kind: 'convert', name, value: 'flag' });
const number = (name: MdtestName): Treatment => ({ kind: 'convert', name, value: 'number' });
const note = (text: string, takesValue = false): Treatment => ({ kind: 'note', takesValue, text });
const refuse = (what: string, advice: string, takesValue = false): Treatment => {
  return { kind: 'refuse', takesValue, what, advice };
};

const remove = 'Remove it';
const taskRange = refuse('repeats the test with other numbers of tasks', 'Run it once for each --tasks', true);
const gpu = refuse('puts buffers into the memory of a GPU', 'Remove it, and use --set memory=gpu', true);
const command = refuse('runs a command between the phases', 'Run the phases by themselves', true);

/** By letter or by long name, without the leading dashes. */
export const optionTable: ReadonlyMap<string, Treatment> = new Map<string, Treatment>([
  ...(['n', 'I', 'z', 'b', 'N', 'w', 'e', 'W', 'i'] as const).map((name) => [name, number(name)] as const),
  ...(['L', 'u', 'R', 'y', 'Y', 'F', 'D', 'C', 'T', 'E', 'r', 'U'] as const).map((name) => [name, flag(name)] as const),
  ['a', { kind: 'convert', name: 'api', value: 'text' }],
  ['random-seed', number('randomSeed')],
  ['posix.odirect', flag('directIo')],
  ['d', refuse('is the directory under test', 'Use --mount name=path', true)],
  ['f', taskRange],
  ['l', taskRange],
  ['s', taskRange],
  ['B', refuse('leaves out the barriers between phases, which here always are', remove, true)],
  ['c', refuse('has one task create for all, which has no counterpart here', remove)],
  ['S', refuse('has all tasks use one file, which has no counterpart here', remove)],
  ['k', refuse('makes files by mknod, which has no counterpart here', 'Remove it; files are made by open')],
  ['g', refuse('sets a layout of Lustre', 'Set it on the directory of the mount')],
  ['x', refuse('keeps the number of items for another run', 'Give all phases in one run: -C -T -E -r', true)],
  ['X', refuse('checks what is read, which kind files cannot yet', 'Remove it; kind block has "verify"')],
  ['verify-read', refuse('checks what is read, which kind files cannot yet', 'Remove it; kind block has "verify"')],
  ['verify-write', refuse('reads back what was written, which kind files cannot yet', remove)],
  ['posix.rangelocks', refuse('locks ranges of files, which has no counterpart here', remove)],
  ['run-cmd-before-phase', command],
  ['run-cmd-after-phase', command],
  ['allocateBufferOnGPU', gpu],
  ['GPUid', gpu],
  ['gpuDirect', refuse('moves data between storage and a GPU', 'Remove it, and use --set engine=cufile')],
  ['G', note('the content comes from seed', true)],
  ['p', note('nothing waits before a repeat, which no rate includes', true)],
  ['P', note('the record has rates and times')],
  ['Z', note('the record has rates and times')],
  ['t', note('the directories of the tasks are made in the phase tree-create, which is measured')],
  ['v', note('what is shown depends on --quiet and --json')],
  ['V', note('what is shown depends on --quiet and --json', true)],
  ['print-all-procs', note('the record has the results of every worker')],
  ['showRankStatistics', note('the record has the results of every worker')],
  ['saveRankPerformanceDetails', note('the record has the results of every worker', true)],
  ['savePerOpDataCSV', note('the record has the whole histogram of each operation', true)],
  ['dataPacketType', note('written data are random and cannot be compressed', true)],
  ['warningAsErrors', note('an operation that fails always fails its step')],
]);
