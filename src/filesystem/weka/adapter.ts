// WekaFS: the tool `weka` (it needs a login) and the file of the driver in /proc.
import type { Access } from '../access.js';
import type { FileSystemAdapter, MountedFileSystem, SystemFacts } from '../adapter.js';
import type { CounterSource } from '../counters.js';
import { Questions } from '../questions.js';
import { fileSource, toolSource } from '../sources.js';
import { detailsOf } from '../told.js';
import { parseFileSystems, parseStatus } from './cluster.js';
import { driverPath, parseDriver, parseErrors } from './driver.js';
import { parseStats, statsCommand } from './stats.js';

/** File system of `backend[,backend]/name`, or of a plain `name`. */
const nameOf = ({ source }: MountedFileSystem): string => source.slice(source.lastIndexOf('/') + 1);

/** `weka local ps`: containers of this client with their state and version. */
function parseContainers(text: string): SystemFacts['details'] | null {
  const [header = '', ...rows] = text.split('\n').filter((line) => line.trim() !== '');
  if (!/^CONTAINER\s+STATE\b/.test(header)) return null;
  const running = rows.filter((row) => /^\S+\s+Running\b/.test(row)).length;
  return detailsOf({ containers: rows.length, containersRunning: running });
}

async function describe(mount: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const ask = new Questions(access);
  const version = await ask.run('weka', ['version', 'current'], (text) => /^v?\d+\.\d+\S*/m.exec(text)?.[0] ?? null);
  // Where the tool is not there, nothing more of it needs to be tried.
  const installed = !ask.lastIsMissing();
  const status = installed ? await ask.run('weka', ['status', '-J'], parseStatus) : null;
  const all = installed ? await ask.run('weka', ['fs', '-J'], parseFileSystems) : null;
  const containers = installed ? await ask.run('weka', ['local', 'ps'], parseContainers) : null;
  const driver = await ask.read(driverPath, parseDriver);
  const own = all?.find(({ name }) => name === nameOf(mount));
  return {
    version: version ?? '',
    details: {
      ...detailsOf({ release: status?.release }),
      ...status?.details,
      ...containers,
      ...driver,
      ...own?.details,
    },
    targets: own === undefined ? [] : [own.target],
    asked: ask.asked,
  };
}

const counters = (_mount: MountedFileSystem, access: Access): Promise<CounterSource[]> =>
  Promise.resolve([
    fileSource('weka driver', driverPath, access, parseErrors),
    toolSource('weka stats', statsCommand, access, parseStats),
  ]);

export const wekaAdapter: FileSystemAdapter = { kinds: ['wekafs'], describe, counters };
