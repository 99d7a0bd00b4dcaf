// BeeGFS and BeeOND: the client's files in /proc, and the tools of version 8 or 7.
import type { Access } from '../access.js';
import type { FileSystemAdapter, LayoutAdapter, MountedFileSystem, StorageTarget, SystemFacts } from '../adapter.js';
import type { CounterSource, Deltas, RpcFigures } from '../counters.js';
import { OptionList } from '../mount-line/options.js';
import { rpcFigures } from '../partly-told.js';
import { Questions } from '../questions.js';
import { detailsOf } from '../told.js';
import { unexpected } from '../no-answer.js';
import { parseStatsJson, parseStatsText } from './client-stats.js';
import { clientStats, entryInfo, listTargets, runEither, setPattern } from './commands.js';
import { parseEntryJson, parseEntryText } from './entry.js';
import { parseAddresses, parseConfig, parseNodes, procFolder } from './procfs.js';
import { parseTargetJson, parseTargetTable } from './targets.js';

/** Folder of this mount in /proc: the only one, or the one with its configuration file. Empty: not to be told apart. */
async function folderOf(mount: MountedFileSystem, access: Access): Promise<string> {
  const folders = (await access.list(procFolder)).map((name) => `${procFolder}/${name}`);
  if (folders.length <= 1) return folders[0] ?? '';
  const file = new OptionList(mount.options, mount.superOptions).text('cfgFile');
  for (const folder of folders) {
    const config = await access.read(`${folder}/config`);
    if (config.ok && file !== null && parseConfig(config.text)?.file === file) return folder;
  }
  return '';
}

async function clientDetails(folder: string, ask: Questions): Promise<SystemFacts['details']> {
  if (folder === '') return {};
  const config = await ask.read(`${folder}/config`, parseConfig);
  const storage = await ask.read(`${folder}/storage_nodes`, parseNodes);
  const meta = await ask.read(`${folder}/meta_nodes`, parseNodes);
  return detailsOf({
    ...config?.details,
    storageNodes: storage?.names.length,
    metadataNodes: meta?.names.length,
    transport: storage?.transport,
    onFallbackRoute: storage === null || storage.onFallbackRoute === 0 ? null : storage.onFallbackRoute,
  });
}

async function targetsOf(mount: MountedFileSystem, ask: Questions): Promise<StorageTarget[]> {
  const { v8, v7 } = listTargets(mount);
  const newer = await ask.run(v8[0], v8.slice(1), parseTargetJson);
  if (newer !== null || !ask.lastIsMissing()) return newer ?? [];
  return (await ask.run(v7[0], v7.slice(1), parseTargetTable)) ?? [];
}

async function describe(mount: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const ask = new Questions(access);
  const version = await ask.read('/sys/module/beegfs/version', (text) => text.trim());
  const details = await clientDetails(await folderOf(mount, access), ask);
  const targets = await targetsOf(mount, ask);
  return { version: version ?? '', details, targets, asked: ask.asked };
}

const layout: LayoutAdapter = {
  keys: ['pool', 'stripeCount', 'stripeSize'],
  async read(path, mount, access) {
    const { answer, command, generation } = await runEither(entryInfo(path, mount), access);
    if (!answer.ok) return answer;
    const by = command.join(' ');
    const parse = generation === 8 ? parseEntryJson : parseEntryText;
    return parse(answer.text, by) ?? unexpected(by, answer.text);
  },
  async set(directory, request, mount, access) {
    if (request.stripeCount === -1) {
      return { ok: false, code: 'FAILED', reason: 'BeeGFS has no word for all targets: write stripeCount as a number' };
    }
    const { answer, command } = await runEither(setPattern(directory, request, mount), access);
    return answer.ok ? { ok: true, by: command.join(' ') } : answer;
  },
};

/** The servers know a client by its addresses, so its own are asked first. */
async function counters(mount: MountedFileSystem, access: Access): Promise<CounterSource[]> {
  const folder = await folderOf(mount, access);
  if (folder === '') return [];
  const path = `${folder}/client_info`;
  const read: CounterSource['read'] = async () => {
    const info = await access.read(path);
    if (!info.ok) return info;
    const { answer, command, generation } = await runEither(clientStats(mount), access);
    if (!answer.ok) return answer;
    const parse = generation === 8 ? parseStatsJson : parseStatsText;
    return parse(answer.text, parseAddresses(info.text)) ?? unexpected(command.join(' '), answer.text);
  };
  return [{ name: 'beegfs client stats', cost: 'tool', read }];
}

/** A counter that did not grow is not there; of bytes it may be that the tool does not tell them. */
function rpc(deltas: Deltas): RpcFigures | null {
  const of = (name: string): number | undefined => deltas[`beegfs.storage.${name}`];
  const requests = of('requests');
  if (requests === undefined) return null;
  const reads = of('reads') ?? 0;
  const writes = of('writes') ?? 0;
  return rpcFigures({
    protocol: 'BeeGFS',
    requests,
    readRequests: reads,
    writeRequests: writes,
    readBytes: of('readBytes') ?? (reads === 0 ? 0 : null),
    writtenBytes: of('writtenBytes') ?? (writes === 0 ? 0 : null),
  });
}

export const beegfsAdapter: FileSystemAdapter = { kinds: ['beegfs', 'beeond'], describe, layout, counters, rpc };
