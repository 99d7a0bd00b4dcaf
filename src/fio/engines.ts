// What the I/O engines of fio become.
import type { Engine } from '../spec/workload.js';

export interface EngineChoice {
  engine: Engine;
  /** False where fio does one operation at a time and ignores iodepth. */
  queues: boolean;
  /** What differs from fio's engine; empty: nothing worth saying. */
  difference: string;
}

const positional = 'reads and writes by pread and pwrite';

/** fio's engines that read and write files in the same way as one here. */
export const engineChoices: Record<string, EngineChoice> = {
  io_uring: { engine: 'io_uring', queues: true, difference: '' },
  libaio: { engine: 'libaio', queues: true, difference: '' },
  mmap: { engine: 'mmap', queues: false, difference: '' },
  null: { engine: 'null', queues: true, difference: '' },
  posixaio: {
    engine: 'auto',
    queues: true,
    difference:
      'the first of io_uring and libaio that works keeps iodepth operations in flight, instead of threads of the C library',
  },
  psync: { engine: 'sync', queues: false, difference: '' },
  pvsync: { engine: 'sync', queues: false, difference: `${positional}, without vectors` },
  pvsync2: { engine: 'sync', queues: false, difference: `${positional}, without vectors` },
  sync: { engine: 'sync', queues: false, difference: `${positional}, without lseek` },
};

export interface EngineRefusal {
  reason: string;
  advice: string;
  /** True where another engine can do the same operations, so that `--engine` is an answer. */
  replaceable: boolean;
}

const anotherEngine = 'Name another with --engine, such as --engine io_uring';
const network = {
  reason: 'speaks to a storage service, not to the files of a mount',
  advice: 'Mount it, and import a job that uses files',
  replaceable: false,
};
const otherSystem = { reason: 'belongs to another operating system', advice: anotherEngine, replaceable: true };
const device = {
  reason: 'commands a device, not the files of a mount',
  advice: 'Import a job that uses files',
  replaceable: false,
};
const names = (operations: string) => ({
  reason: 'times operations on file names, which is a workload of kind "files"',
  advice: `Write "kind: files" with "operations: [${operations}]"`,
  replaceable: false,
});
const none = {
  reason: 'measures something else than reads and writes of files',
  advice: 'Remove the section',
  replaceable: false,
};

/** The others that fio has. */
export const engineRefusals: Record<string, EngineRefusal> = {
  cpuio: none,
  'dev-dax': device,
  dfs: network,
  dircreate: names('mkdir'),
  dirdelete: names('mkdir, rmdir'),
  dirstat: names('mkdir, stat, rmdir'),
  e4defrag: none,
  exec: { reason: 'runs a program, which a job file must not do', advice: 'Remove the section', replaceable: false },
  external: { reason: 'loads a library that is not part of ioproof', advice: anotherEngine, replaceable: true },
  falloc: none,
  filecreate: names('create, close'),
  filedelete: names('unlink'),
  filestat: names('stat'),
  ftruncate: none,
  gfapi: network,
  gfapi_async: network,
  http: network,
  ime_aio: network,
  ime_psync: network,
  ime_psyncv: network,
  io_uring_cmd: device,
  libblkio: device,
  libcufile: {
    reason: 'reads into GPU memory, which the import does not take over',
    advice: 'Name the way there: --engine cufile, or --engine gpu-copy',
    replaceable: true,
  },
  libhdfs: network,
  libhipfile: {
    reason: 'reads into the memory of AMD GPUs, which no engine here reaches',
    advice: anotherEngine,
    replaceable: true,
  },
  libiscsi: network,
  libpmem: { reason: 'needs persistent memory mapped into the process', advice: anotherEngine, replaceable: true },
  libzbc: device,
  mtd: device,
  nbd: network,
  net: network,
  netsplice: network,
  nfs: network,
  page_fault: none,
  pmemblk: device,
  rados: network,
  rbd: network,
  rdma: network,
  sg: device,
  solarisaio: otherSystem,
  spdk: device,
  splice: {
    reason: 'moves data through pipes, for which there is no engine here',
    advice: anotherEngine,
    replaceable: true,
  },
  vsync: {
    reason: 'joins neighbouring blocks into one operation, so that it counts other operations',
    advice: anotherEngine,
    replaceable: true,
  },
  windowsaio: otherSystem,
  xnvme: device,
};

/** The refusal of an engine that has no counterpart; `external:PATH` and paths of libraries included. */
export function refusalOf(name: string): EngineRefusal | null {
  const known = name.startsWith('external') || name.includes('/') ? 'external' : name;
  return Object.hasOwn(engineRefusals, known) ? (engineRefusals[known] ?? null) : null;
}
