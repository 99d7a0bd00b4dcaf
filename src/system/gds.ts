// What a machine has for GPUDirect Storage, from files alone: driver, kernel modules, library, configuration.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cufileConfig, type CufileConfig } from './cufile-config.js';
import type { GpuFacts } from './gpus.js';
import { listNames, parseFields, readText } from './proc-file.js';

export interface NvidiaDriver {
  version: string;
  /** The open kernel module; null where the driver does not tell. */
  open: boolean | null;
  /** Settings of the driver (NVreg_RegistryDwords), as key=value; empty: none, or not readable. */
  registryDwords: string[];
}

/** The kernel module nvidia-fs. */
export interface NvidiaFs {
  version: string;
  /** Storage modules that it has hooked: nvme, lustre, …; empty also where it does not tell. */
  modules: string[];
  /** Whether it counts reads and writes; null where it does not tell. */
  rwStats: boolean | null;
  /** Bridges on the PCI bus with access control services, which send transfers between devices through the root. */
  acsBridges: string[];
}

export interface GdsFacts {
  /** GPU, driver and libcufile are there. It says nothing about the path of any file: that is tried, by `ioproof doctor`. */
  present: boolean;
  /** The first thing that is missing; empty where nothing is. */
  reason: string;
  driver: NvidiaDriver | null;
  nvidiaFs: NvidiaFs | null;
  /** nvidia_peermem is loaded: network cards reach the memory of the GPUs. */
  peermem: boolean;
  /** Where libcufile.so.0 lies; null where it was not found in the usual places. */
  library: string | null;
  /** Null: there is none, cuFile takes its defaults. */
  config: CufileConfig | null;
  /** Multipath of the NVMe driver, which device-to-device transfers cannot pass; null where the driver does not tell. */
  nvmeMultipath: boolean | null;
  /** Whether /run/udev is there, without which cuFile finds no device of a file. */
  udev: boolean;
}

const libraryName = 'libcufile.so.0';

/** Facts below `root`. What cannot be read is null, empty or false; never throws. */
export function gdsFacts(root: string, gpus: readonly GpuFacts[], environment: NodeJS.ProcessEnv): GdsFacts {
  const driver = nvidiaDriver(root);
  const library = libraryPath(root, environment);
  const reason = missing(root, gpus, driver, library);
  return {
    present: reason === '',
    reason,
    driver,
    nvidiaFs: nvidiaFs(root),
    peermem: existsSync(join(root, 'sys/module/nvidia_peermem')),
    library,
    config: cufileConfig(root, environment),
    nvmeMultipath: switchOf(readText(root, 'sys/module/nvme_core/parameters/multipath')),
    udev: isDirectory(join(root, 'run/udev')),
  };
}

function missing(root: string, gpus: readonly GpuFacts[], driver: NvidiaDriver | null, library: string | null): string {
  if (/microsoft/i.test(readText(root, 'proc/sys/kernel/osrelease') ?? '')) {
    return 'this is the Windows Subsystem for Linux, where cuFile has no direct path';
  }
  if (gpus.length === 0 && driver === null) return 'no NVIDIA GPU and no driver of one';
  if (driver === null) return `an NVIDIA GPU is there (${gpus[0]?.pciBusId}), but its driver is not loaded`;
  if (gpus.length === 0) return 'the NVIDIA driver is loaded, but there is no GPU';
  return library === null ? `${libraryName} was not found in the usual places` : '';
}

/** Both flavours name themselves in the first line: `… UNIX x86_64 Kernel Module  550.54.15 …`, `… UNIX Open Kernel Module for …`. */
function nvidiaDriver(root: string): NvidiaDriver | null {
  const [line = ''] = (readText(root, 'proc/driver/nvidia/version') ?? '').split('\n');
  const version = /\s(\d+\.\d+(?:\.\d+)?)(?:\s|$)/.exec(line)?.[1] ?? readText(root, 'sys/module/nvidia/version');
  if (version === null) return null;
  const open = line === '' ? null : /Open Kernel Module/i.test(line);
  return { version, open, registryDwords: registryDwords(root) };
}

/** One line, `RegistryDwords: "RMForceStaticBar1=1;RmForceDisableIomapWC=1;"`. */
function registryDwords(root: string): string[] {
  const text = parseFields(readText(root, 'proc/driver/nvidia/params')).get('RegistryDwords') ?? '';
  return text
    .replace(/^"|"$/g, '')
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function nvidiaFs(root: string): NvidiaFs | null {
  // The file in /proc leaves out the third number, by which good and bad versions differ.
  const told = parseFields(readText(root, 'proc/driver/nvidia-fs/version')).get('version');
  const version = readText(root, 'sys/module/nvidia_fs/version') ?? told ?? null;
  if (version === null) return null;
  return {
    version,
    modules: hookedModules(readText(root, 'proc/driver/nvidia-fs/modules')),
    rwStats: switchOf(readText(root, 'sys/module/nvidia_fs/parameters/rw_stats_enabled')),
    acsBridges: (readText(root, 'proc/driver/nvidia-fs/bridges') ?? '').split(/\s+/).filter((id) => id !== ''),
  };
}

/** Names at the start of the lines, `nvme: supported`. */
function hookedModules(text: string | null): string[] {
  return (text ?? '').split('\n').flatMap((line) => /^\s*([\w-]+)/.exec(line)?.[1] ?? []);
}

function switchOf(text: string | null): boolean | null {
  if (text === null) return null;
  return /^[Yy1]$/.test(text) ? true : /^[Nn0]$/.test(text) ? false : null;
}

function libraryPath(root: string, environment: NodeJS.ProcessEnv): string | null {
  const directories = [...searchPath(environment), ...cudaDirectories(root)];
  const besides = directories.map((directory) => join(directory, libraryName));
  return besides.find((path) => existsSync(join(root, path))) ?? pathInCache(root);
}

function searchPath(environment: NodeJS.ProcessEnv): string[] {
  const directories = (environment['LD_LIBRARY_PATH'] ?? '').split(':').filter((path) => path.startsWith('/'));
  const conda = environment['CONDA_PREFIX'] ?? '';
  return conda === '' ? directories : [...directories, join(conda, 'lib')];
}

function cudaDirectories(root: string): string[] {
  const versions = listNames(root, 'usr/local').filter((name) => /^cuda-\d/.test(name));
  const targets = versions.flatMap((name) =>
    ['x86_64-linux', 'sbsa-linux'].map((target) => `/usr/local/${name}/targets/${target}/lib`),
  );
  return ['/usr/local/cuda/lib64', ...targets.reverse()];
}

/** Paths lie in the cache of the dynamic linker as strings between zeros. */
function pathInCache(root: string): string | null {
  try {
    const cache = readFileSync(join(root, 'etc/ld.so.cache'), 'latin1');
    return /\0(\/[^\0]*\/libcufile\.so\.0)\0/.exec(cache)?.[1] ?? null;
  } catch {
    return null;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
