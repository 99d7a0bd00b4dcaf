// Facts of a Lustre mount: release, servers and their state, caches and checksums of the client, space of each target.
import type { Access, NoAnswer } from '../access.js';
import type { MountedFileSystem, SystemFacts } from '../adapter.js';
import { isNoAnswer, RecordedAccess, unexpected } from '../no-answer.js';
import { detailsOf } from '../told.js';
import { connectionDetails, parseConnection, type Connection } from './connections.js';
import { instanceOf, type LustreInstance } from './instance.js';
import { readParameters, valuesOf, type Parameters } from './parameters.js';
import { parsePoolMembers, parsePools, parseSpace, targetsOf, type SpaceRow } from './space.js';
import { lockTunables, mountTunables, newerTunables, targetTunables, tunablesOf } from './tunables.js';

/** More pools than these are not looked into. */
const maxPools = 32;

/** Asks `lctl` and `lfs`, most of it at once. */
export async function describeLustre(mount: MountedFileSystem, machine: Access): Promise<SystemFacts> {
  const access = new RecordedAccess(machine);
  const instance = await instanceOf(mount, access);
  const [version, tunables, connections, space, inodes, pools] = await Promise.all([
    readVersion(access),
    readTunables(instance, access),
    readConnections(instance, access),
    readSpace(access, ['df', '-l', mount.mountPoint]),
    readSpace(access, ['df', '-i', '-l', mount.mountPoint]),
    readPools(instance, access),
  ]);
  const states = new Map(connections.map(({ target, state }) => [target, state]));
  return {
    version,
    details: {
      ...detailsOf({ fileSystem: instance.fileSystem }),
      ...connectionDetails(connections),
      ...tunables,
      ...detailsOf({ pools: [...pools.keys()].join(' ') }),
    },
    targets: targetsOf(space, inodes, pools, states),
    asked: access.asked,
  };
}

/** `version=2.15.3`, or in several lines of which one is `lustre: 2.10.8`; else that of the tools. */
async function readVersion(access: RecordedAccess): Promise<string> {
  const parameters = await readParameters(access, ['version']);
  const text = isNoAnswer(parameters) ? '' : (parameters.get('version') ?? '');
  const version = /^(?:lustre:\s*)?(\d+\.\d+\S*)/m.exec(text)?.[1];
  if (version !== undefined) return version;
  const tool = await access.run('lfs', ['--version']);
  return /^lfs\s+(\d+\.\d+\S*)/m.exec(tool.ok ? tool.text : '')?.[1] ?? '';
}

async function readTunables(
  { llite, osc, mdc }: LustreInstance,
  access: RecordedAccess,
): Promise<SystemFacts['details']> {
  const locks = [osc, mdc].map((device) => `ldlm.namespaces.${device}`);
  const groups = [
    { names: mountTunables, devices: [`llite.${llite}`] },
    { names: newerTunables, devices: [`llite.${llite}`] },
    { names: targetTunables, devices: [`osc.${osc}`] },
    { names: lockTunables, devices: locks },
  ];
  const all = await Promise.all(
    groups.map(async ({ names, devices }) => {
      const patterns = devices.flatMap((device) => Object.keys(names).map((name) => `${device}.${name}`));
      return tunablesOf(await parametersOf(access, patterns, names === newerTunables), names);
    }),
  );
  return Object.assign({}, ...all) as SystemFacts['details'];
}

async function readConnections({ osc, mdc }: LustreInstance, access: RecordedAccess): Promise<Connection[]> {
  const parameters = await parametersOf(access, [`osc.${osc}.import`, `mdc.${mdc}.import`]);
  return valuesOf(parameters, 'import').flatMap((text) => parseConnection(text) ?? []);
}

/**
 * What is there; that some of it is missing is no failure of the question. `optional`: nor is that all of it is, in a
 * release that has no such thing.
 */
async function parametersOf(access: RecordedAccess, patterns: string[], optional = false): Promise<Parameters> {
  const what = ['lctl', 'get_param', ...patterns].join(' ');
  const parameters = await readParameters(access, patterns);
  const fault = isNoAnswer(parameters) ? parameters : null;
  access.judge(what, optional && /no such file/i.test(fault?.reason ?? '') ? null : fault);
  return isNoAnswer(parameters) ? new Map() : parameters;
}

/** With -l, which leaves out targets that do not answer. It ends with an error where one of them is not there. */
async function readSpace(access: RecordedAccess, args: string[]): Promise<SpaceRow[]> {
  const answer = await access.run('lfs', args);
  const text = answer.ok ? answer.text : (answer.output ?? '');
  const rows = parseSpace(text);
  const what = ['lfs', ...args].join(' ');
  const fault: NoAnswer | null = answer.ok && rows.length === 0 ? unexpected(what, text) : null;
  if (fault !== null || rows.length > 0) access.judge(what, fault);
  return rows;
}

/** Pool → its OSTs. */
async function readPools({ fileSystem }: LustreInstance, access: RecordedAccess): Promise<Map<string, string[]>> {
  if (fileSystem === '') return new Map();
  const answer = await access.run('lfs', ['pool_list', fileSystem]);
  const pools = parsePools(answer.ok ? answer.text : '', fileSystem).slice(0, maxPools);
  const members = await Promise.all(
    pools.map(async (pool): Promise<[string, string[]]> => {
      const list = await access.run('lfs', ['pool_list', `${fileSystem}.${pool}`]);
      return [pool, parsePoolMembers(list.ok ? list.text : '')];
    }),
  );
  return new Map(members);
}
