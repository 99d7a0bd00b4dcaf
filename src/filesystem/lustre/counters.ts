// Counters of a Lustre client: what the application asks (llite), what goes to the servers (osc, mdc), and how it is cut.
import type { Access, NoAnswer } from '../access.js';
import type { MountedFileSystem } from '../adapter.js';
import type { CounterSource, Deltas, Reading, RpcFigures } from '../counters.js';
import { isNoAnswer, unexpected } from '../no-answer.js';
import { rpcFigures } from '../partly-told.js';
import { addUp } from '../sums.js';
import { instanceOf } from './instance.js';
import { readParameters, valuesOf, type Parameters } from './parameters.js';
import { parseMetadataStats, parseRpcStats, parseStats } from './stats.js';

interface Source {
  name: string;
  patterns: string[];
  reading: (parameters: Parameters) => Reading;
}

/** Four sources, since some of them may be for root only: see docs/counters.md. */
export async function lustreCounters(mount: MountedFileSystem, access: Access): Promise<CounterSource[]> {
  const { llite, osc, mdc } = await instanceOf(mount, access);
  const sources: Source[] = [
    {
      name: 'lustre llite',
      patterns: [`llite.${llite}.stats`, `llite.${llite}.read_ahead_stats`],
      reading: (parameters) =>
        countersOf([
          ...valuesOf(parameters, 'stats').map((text) => parseStats(text, 'lustre.llite')),
          ...valuesOf(parameters, 'read_ahead_stats').map((text) => parseStats(text, 'lustre.readAhead')),
        ]),
    },
    {
      name: 'lustre osc',
      patterns: [`osc.${osc}.stats`],
      reading: (parameters) => countersOf(valuesOf(parameters, 'stats').map((text) => parseStats(text, 'lustre.osc'))),
    },
    {
      name: 'lustre mdc',
      patterns: [`mdc.${mdc}.stats`, `mdc.${mdc}.md_stats`],
      reading: (parameters) =>
        countersOf([
          ...valuesOf(parameters, 'stats').map((text) => parseStats(text, 'lustre.mdc')),
          ...valuesOf(parameters, 'md_stats').map((text) => parseMetadataStats(text, 'lustre.mdc.operation')),
        ]),
    },
    { name: 'lustre rpc', patterns: [`osc.${osc}.rpc_stats`], reading: rpcReading },
  ];
  return sources.map(({ name, patterns, reading }) => ({
    name,
    cost: 'tool',
    read: () => readSource(access, patterns, reading),
  }));
}

async function readSource(
  access: Access,
  patterns: string[],
  toReading: (parameters: Parameters) => Reading,
): Promise<Reading | NoAnswer> {
  const parameters = await readParameters(access, patterns);
  if (isNoAnswer(parameters)) return parameters;
  // Counters that are zero are absent, but each block tells when it was taken.
  const isStatistics = [...parameters.values()].some((text) => /^snapshot_time\b|samples \[/m.test(text));
  return isStatistics ? toReading(parameters) : unexpected(patterns.join(' '), [...parameters.values()].join('\n'));
}

function countersOf(blocks: Record<string, number>[]): Reading {
  return { counters: addUp(blocks), gauges: {} };
}

function rpcReading(parameters: Parameters): Reading {
  const targets = valuesOf(parameters, 'rpc_stats').map((text) => parseRpcStats(text, 'lustre.osc.rpc'));
  return {
    counters: addUp(targets.map((target) => target.counters)),
    gauges: addUp(targets.map(({ gauges }) => gauges)),
  };
}

/**
 * What went to OSTs and MDTs. `req_waittime` counts all requests of a target, pings and locks included; data requests are
 * `ost_read` and `ost_write`, which an MDT serves, too, for files that it holds itself (Data on MDT).
 */
export function lustreRpc(deltas: Deltas): RpcFigures | null {
  const both = (field: string): number => (deltas[`lustre.osc.${field}`] ?? 0) + (deltas[`lustre.mdc.${field}`] ?? 0);
  const requests = both('req_waittime.count');
  if (requests === 0) return null;
  const reads = both('ost_read.count');
  const writes = both('ost_write.count');
  const bytes = (name: string, moved: number): number | null => {
    const known = ['osc', 'mdc'].some((part) => deltas[`lustre.${part}.${name}.sumBytes`] !== undefined);
    return known || moved === 0 ? both(`${name}.sumBytes`) : null;
  };
  const mdcData = (deltas['lustre.mdc.ost_read.count'] ?? 0) + (deltas['lustre.mdc.ost_write.count'] ?? 0);
  return rpcFigures({
    protocol: 'ptlrpc',
    requests,
    readRequests: reads,
    writeRequests: writes,
    metadataRequests: Math.max(0, (deltas['lustre.mdc.req_waittime.count'] ?? 0) - mdcData),
    readBytes: bytes('read_bytes', reads),
    writtenBytes: bytes('write_bytes', writes),
    meanWaitMs: both('req_waittime.sumUs') / requests / 1000,
  });
}
