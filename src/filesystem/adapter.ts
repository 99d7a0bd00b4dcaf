// What is known of one kind of file system: its facts, its layout, its counters. One adapter a system, all behind this.
import type { Access, NoAnswer } from './access.js';
import type { CounterSource, Deltas, RpcFigures } from './counters.js';
import type { FileSystemKind } from './kinds.js';
import type { FileLayout, LayoutKey, LayoutRequest } from './layout.js';

/** A mount as the kernel lists it, with what it was recognised as. */
export interface MountedFileSystem {
  kind: FileSystemKind;
  /** Directory under test. */
  path: string;
  mountPoint: string;
  /** As mountinfo has it; a password in it is hidden. */
  source: string;
  type: string;
  options: readonly string[];
  superOptions: readonly string[];
  majorMinor: string;
}

/** A part of the storage that can be full on its own: an OST, an MDT, a pool. */
export interface StorageTarget {
  name: string;
  role: 'ost' | 'mdt' | 'pool' | 'target' | 'brick';
  /** Pools that it belongs to; empty where it is in none or that is not told. */
  pools: string[];
  /** Null: it does not tell. */
  totalBytes: number | null;
  availableBytes: number | null;
  inodes: number | null;
  freeInodes: number | null;
  /** Words of the system: `active`, `online`, `down`; empty where it has none. */
  state: string;
}

/** What came of asking a tool or a file; `answered` with an empty reason. */
export interface Asked {
  /** The command line, or the path. */
  what: string;
  state: 'answered' | NoAnswer['code'];
  reason: string;
}

export interface SystemFacts {
  /** Of the client; empty where nothing tells. */
  version: string;
  /** Of this system, in its own words, such as `transport: o2ib`. Names in camel case. */
  details: Record<string, string | number | boolean>;
  targets: StorageTarget[];
  asked: Asked[];
}

export interface LayoutAdapter {
  /** Keys of a request that it can set. */
  keys: readonly LayoutKey[];
  /** Layout of a file, or of a directory: what new files in it get. */
  read(path: string, mount: MountedFileSystem, access: Access): Promise<FileLayout | NoAnswer>;
  /** Makes new files of the directory get the layout. Returns what it was done with: the command, or the attribute. */
  set(
    directory: string,
    request: LayoutRequest,
    mount: MountedFileSystem,
    access: Access,
  ): Promise<{ ok: true; by: string } | NoAnswer>;
}

export interface FileSystemAdapter {
  kinds: readonly FileSystemKind[];
  /** Facts beyond those of mountinfo. Never throws for what the machine says. */
  describe?(mount: MountedFileSystem, access: Access): Promise<SystemFacts>;
  layout?: LayoutAdapter;
  /** What counts on this client; empty where nothing does. `access` is used whenever a source is read. */
  counters?(mount: MountedFileSystem, access: Access): Promise<CounterSource[]>;
  /** What went over the wire, from the differences of the counters of this adapter; null where they do not tell. */
  rpc?(deltas: Deltas): RpcFigures | null;
}
