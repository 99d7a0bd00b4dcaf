// Facts of an IBM Storage Scale mount: release, block size, replicas, size of the page pool, space of each pool.
import type { Access } from '../access.js';
import type { MountedFileSystem, StorageTarget, SystemFacts } from '../adapter.js';
import { Questions, type Parser } from '../questions.js';
import { settingOf, type Details } from '../told.js';
import { deviceOf, toolFolders } from './device.js';
import { parsePools, poolsOf } from './pools.js';
import { parseTable } from './table.js';

/** Of `mmlsfs -Y`: name there → name in the record. */
const attributes: Readonly<Record<string, string>> = {
  blockSize: 'blockSize',
  minFragmentSize: 'subblockSize',
  inodeSize: 'inodeSize',
  defaultDataReplicas: 'dataReplicas',
  defaultMetadataReplicas: 'metadataReplicas',
  blockAllocationType: 'blockAllocation',
  suppressAtime: 'suppressAtime',
  encryption: 'encryption',
  quotasEnforced: 'quotasEnforced',
  filesystemVersion: 'formatVersion',
};

/** Of `mmdiag --config`. The page pool is the cache of the client; the kernel's page cache is not used. */
const settings = ['pagepool', 'maxFilesToCache', 'maxMBpS', 'workerThreads', 'verbsRdma'];

/** Most of its tools are for root; what they refuse is among the questions. */
export async function describeGpfs(mount: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const questions = new Questions(access);
  const ask: Ask = (tool, args, parse) => questions.run(tool, args, parse, { searchPath: toolFolders });
  const device = deviceOf(mount);
  const [version, fileSystem, client, targets] = await Promise.all([
    ask('mmdiag', ['--version'], parseVersion),
    ask('mmlsfs', [device, '-Y'], parseAttributes),
    ask('mmdiag', ['--config'], parseSettings),
    readPools(ask, device),
  ]);
  const details = { fileSystem: device, ...fileSystem, ...client };
  return { version: version ?? '', details, targets, asked: questions.asked };
}

type Ask = <T>(tool: string, args: string[], parse: Parser<T>) => Promise<T | null>;

/** Of the daemon that runs: `Current GPFS build: "5.1.9.2 "`. */
function parseVersion(text: string): string | null {
  return /GPFS build:\s*"?(\d[\w.]*)/.exec(text)?.[1] ?? null;
}

function parseAttributes(text: string): Details | null {
  const details: Details = {};
  for (const { fields } of parseTable(text)) {
    const name = attributes[fields.get('fieldName') ?? ''];
    // Pools may differ; each has a row of its own then.
    if (name !== undefined) details[name] = joined(details[name], settingOf(fields.get('data') ?? ''));
  }
  return unlessEmpty(details);
}

function parseSettings(text: string): Details | null {
  const details: Details = {};
  for (const name of settings) {
    const value = new RegExp(`^\\s*(?:!\\s*)?${name}\\s+(\\S+)\\s*$`, 'm').exec(text)?.[1];
    if (value !== undefined) details[name] = settingOf(value);
  }
  return unlessEmpty(details);
}

async function readPools(ask: Ask, device: string): Promise<StorageTarget[]> {
  const pools = await ask('mmlspool', [device], (text) => unlessEmpty(parsePools(text)));
  const totals = (text: string): StorageTarget[] | null => unlessEmpty(poolsOf(parseTable(text)));
  return pools ?? (await ask('mmdf', [device, '-Y'], totals)) ?? [];
}

function unlessEmpty<T extends object>(told: T): T | null {
  return Object.keys(told).length === 0 ? null : told;
}

function joined(before: Details[string] | undefined, value: string | number): string | number {
  if (before === undefined || before === value) return value;
  return String(before).split(' ').includes(String(value)) ? String(before) : `${before} ${value}`;
}
