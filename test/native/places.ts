// The file systems that native tests run on, and the engines that do: each missing one says why.
import { afterAll, beforeAll } from 'vitest';
import type { EngineName, NativeJobSpec } from '../../src/native/contract.js';
import { loopMount, whyNoLoopMount } from '../helpers/loop-mount.js';
import { findTmpfs } from '../helpers/temporary.js';
import { binding } from './jobs.js';

export interface Place {
  name: string;
  /** Empty where it can be had. */
  missing: string;
  /** Its files are on a device, past which the page cache can be bypassed and dropped. */
  hasDevice: boolean;
  open: () => { path: string; close: () => void };
}

function loop(type: 'ext4' | 'xfs'): Place {
  const open: Place['open'] = () => {
    const mount = loopMount(type);
    const close = (): void => {
      mount.unmount();
    };
    return { path: mount.path, close };
  };
  return { name: type, missing: whyNoLoopMount(type), hasDevice: true, open };
}

const tmpfs = findTmpfs();

export const places: Place[] = [
  {
    name: 'tmpfs',
    missing: tmpfs.missing,
    hasDevice: false,
    open: () => ({ path: tmpfs.path, close: () => undefined }),
  },
  loop('ext4'),
  loop('xfs'),
];

/** Opens a place for the tests of the `describe` that calls it; returns what gives its path. */
export function usePlace({ missing, open }: Place): () => string {
  let opened: ReturnType<Place['open']> | undefined;
  beforeAll(() => {
    if (missing === '') opened = open();
  });
  afterAll(() => opened?.close());
  return () => opened?.path ?? '';
}

/** Engines that touch storage; `reason` is empty where one can be used. */
/** Those that move data between files and memory of the host. */
export const engines = binding.probe().filter(({ name }) => !['null', 'cufile', 'gpu-copy'].includes(name));

/** A queue where the engine has one. */
export function depthOf(engine: EngineName): Partial<NativeJobSpec> {
  return engine === 'sync' || engine === 'mmap' ? {} : { queueDepth: 8, submitBatch: 2, completeBatch: 2 };
}
