// Connections of a Lustre client to its targets, as `osc.*.import` and `mdc.*.import` describe them.
import { detailsOf, type Details } from '../told.js';

export interface Connection {
  /** `OST0003`. */
  target: string;
  /** `FULL` where all is well; else `DISCONN`, `CONNECTING`, `EVICTED`, `IDLE`, … */
  state: string;
  /** Address and network of the server, such as `10.0.0.5@o2ib`; empty where it is not told. */
  nid: string;
  serverVersion: string;
}

/** Of one block; null where it is none. Fields that are not known are left out. */
export function parseConnection(text: string): Connection | null {
  const target = /^\s*target:\s*\S*?((?:OST|MDT)[0-9a-f]{4})/m.exec(text)?.[1];
  if (target === undefined) return null;
  return {
    target,
    state: wordOf(text, 'state'),
    nid: wordOf(text, 'current_connection').replaceAll('"', ''),
    serverVersion: wordOf(text, 'target_version'),
  };
}

/** What the client stands on, in a few words; nothing where there is no connection. */
export function connectionDetails(connections: readonly Connection[]): Details {
  if (connections.length === 0) return {};
  const networks = distinct(connections.map(({ nid }) => nid.split('@')[1] ?? ''));
  const servers = distinct(connections.map(({ nid }) => nid));
  const versions = distinct(connections.map(({ serverVersion }) => serverVersion));
  // An idle connection was closed for want of requests, and opens by itself.
  const unwell = connections.filter(({ state }) => !['FULL', 'IDLE'].includes(state));
  return detailsOf({
    transport: networks.join(' '),
    connectedServers: servers.length,
    serverVersion: versions.join(' '),
    unwellTargets: unwell.map(({ target, state }) => `${target} ${state}`).join(', '),
  });
}

function wordOf(text: string, key: string): string {
  return new RegExp(`^\\s*${key}:\\s*(\\S+)`, 'm').exec(text)?.[1] ?? '';
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)].filter((word) => word !== '').sort();
}
