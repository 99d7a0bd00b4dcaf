// Facts of an NFS mount that its line in mountinfo does not have: connections, pNFS, sessions, who the server is.
import type { Access } from '../access.js';
import type { MountedFileSystem, SystemFacts } from '../adapter.js';
import { askedOf, isNoAnswer } from '../no-answer.js';
import { countOf, detailsOf, type Details } from '../told.js';
import { mountstatsPath, readStatistics } from './counters.js';
import type { MountStatistics } from './mountstats.js';

/** The client is the kernel, so its version is the kernel's. */
export async function describeNfs({ mountPoint }: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const [statistics, kernel] = await Promise.all([
    readStatistics(mountPoint, access),
    access.read('/proc/sys/kernel/osrelease'),
  ]);
  return {
    version: kernel.ok ? `Linux ${kernel.text.trim()}` : '',
    details: isNoAnswer(statistics) ? {} : statisticsDetails(statistics),
    targets: [],
    asked: [askedOf(mountstatsPath, isNoAnswer(statistics) ? statistics : null)],
  };
}

function statisticsDetails({ options, lines, transports }: MountStatistics): Details {
  const v4 = lines.nfsv4 ?? '';
  return {
    ...optionsOf(options),
    connections: transports.length,
    ...detailsOf({ serverCapabilities: pairsIn(lines.caps ?? '').caps ?? lines.caps }),
    ...(v4 === '' ? {} : sessionDetails(v4)),
    ...implementationOf(lines.impl_id ?? ''),
  };
}

/** The same names as those of what mountinfo tells. */
function optionsOf(options: readonly string[]): Details {
  const { vers, proto, sec, nconnect, rsize, wsize } = pairsIn(options.join(','));
  return detailsOf({
    version: vers,
    protocol: proto,
    security: sec,
    nconnect: countOf(nconnect),
    rsize: countOf(rsize),
    wsize: countOf(wsize),
  });
}

function sessionDetails(line: string): Details {
  const { pnfs, lease_time: lease } = pairsIn(line);
  return detailsOf({ sessions: line.split(',').includes('sessions'), pnfs, leaseSeconds: countOf(lease) });
}

/** A server may name itself: `name='…',domain='…',date='…'`. Most leave it empty. */
function implementationOf(line: string): Details {
  const [, name = ''] = /name='([^']*)'/.exec(line) ?? [];
  const [, domain = ''] = /domain='([^']*)'/.exec(line) ?? [];
  return detailsOf({ serverImplementation: [name, domain].filter((part) => part !== '').join(', ') });
}

/** `a=1,b,c=not configured` → a and c. */
function pairsIn(line: string): Record<string, string | undefined> {
  const pairs = line.split(',').flatMap((part): [string, string][] => {
    const at = part.indexOf('=');
    return at < 0 ? [] : [[part.slice(0, at), part.slice(at + 1)]];
  });
  return Object.fromEntries(pairs);
}
