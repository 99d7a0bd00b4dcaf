// What an adapter may ask of the machine. Nothing in this folder reads, runs or waits by itself, so all of it can be
// tested with answers that are written down.

/** Why there is no answer. */
export type NoAnswerCode =
  /** No such file, or no such tool on this machine. */
  | 'MISSING'
  /** It needs root, a login or another right. */
  | 'REFUSED'
  /** It was ended after its time. */
  | 'TIMED_OUT'
  /** It was left behind: it waits inside the kernel and ignores SIGKILL. */
  | 'ABANDONED'
  /** It gave more than was to be read. */
  | 'TOO_LONG'
  /** It ended with an error. */
  | 'FAILED';

export interface NoAnswer {
  ok: false;
  code: NoAnswerCode;
  /** With the values: file or command, exit status, its last words. */
  reason: string;
  /** Of a tool that ended with an error: what it wrote to its standard output before; absent where that is nothing. */
  output?: string;
}

export type Answer = { ok: true; text: string } | NoAnswer;

export interface ToolOptions {
  /** Written to its standard input; absent: nothing. */
  stdin?: string;
  /** Milliseconds; absent: the time that the access was made with. */
  timeoutMs?: number;
  /** Folders to look in besides those of PATH, for tools that are installed elsewhere. */
  searchPath?: readonly string[];
}

/** Files that the kernel makes from its own memory: no device and no server is asked, so reading them cannot block. */
const kernelFiles = /^\/(sys\/fs\/(ext4|xfs|btrfs|fuse\/connections)|proc\/(fs\/ext4|spl\/kstat\/zfs))\//;

export function isKernelFile(path: string): boolean {
  return kernelFiles.test(path);
}

/** All answers are values; nothing throws for what the machine says. Paths are absolute. */
export interface Access {
  /** Text of a small file, of /proc, /sys or of a control file in a mount. It blocks where the mount is dead. */
  read(path: string): Promise<Answer>;
  /** Names in a directory, sorted; empty where there are none to see. */
  list(path: string): Promise<string[]>;
  /** Standard output of a command that is run without a shell. */
  run(tool: string, args: readonly string[], options?: ToolOptions): Promise<Answer>;
  /** Value of an extended attribute, as text. */
  xattr(path: string, name: string): Promise<Answer>;
  /** `text` of the answer is empty. */
  setXattr(path: string, name: string, value: string): Promise<Answer>;
}
