// Which file system a mount is: by its line in mountinfo first, which never blocks, then by its magic number.
import type { SystemFacts } from './adapter.js';
import { kindOfFuseSource, kindOfMagic, kindOfType, magicFamily } from './kind-table.js';
import { fileSystemTitles, type FileSystemKind } from './kinds.js';
import { lineDetails } from './mount-line/details.js';
import type { MountLine } from './mount-line/line.js';
import { vastEvidence } from './mount-line/nfs.js';
import { OptionList } from './mount-line/options.js';

/** What is known of a file system; of one that is only recognised, `version` is empty and nothing was asked. */
export interface RecognisedSystem extends SystemFacts {
  kind: FileSystemKind;
  title: string;
  /** By what it was recognised, with the values. */
  evidence: string;
}

interface Found {
  kind: FileSystemKind;
  evidence: string;
}

/**
 * Recognises a mount. `magic`: `f_type` of statfs as the record has it (`0xef53`); null where it was not asked, since
 * that can block. Never throws.
 */
export function recognise(line: MountLine, magic: string | null): RecognisedSystem {
  const number = magic === null || !/^0x[0-9a-f]{1,8}$/i.test(magic) ? null : Number(magic);
  const { kind, evidence } = byLine(line) ?? byMagic(line, number);
  return {
    kind,
    title: titleOf(kind, line.type),
    evidence: `${evidence}${disagreement(kind, number)}`,
    version: '',
    details: lineDetails(kind, line, number),
    targets: [],
    asked: [],
  };
}

function byLine(line: MountLine): Found | null {
  const { type, source } = line;
  const kind = Object.hasOwn(kindOfType, type) ? kindOfType[type] : undefined;
  if (kind === 'beegfs') return beegfsOrBeeond(line);
  if (kind === 'nfs') return nfsOrVast(line);
  if (kind !== undefined) return { kind, evidence: typeIs(type) };
  if (!/^fuse(blk)?(\.|$)/.test(type)) return null;
  const known = kindOfFuseSource.find(([form]) => form.test(source));
  if (known === undefined || type !== 'fuse') return { kind: 'fuse', evidence: typeIs(type) };
  return { kind: known[1], evidence: `${typeIs(type)}, source "${source}"` };
}

function nfsOrVast({ type, options, superOptions }: MountLine): Found {
  const evidence = vastEvidence(new OptionList(options, superOptions));
  if (evidence === null) return { kind: 'nfs', evidence: typeIs(type) };
  return { kind: 'vast', evidence: `${typeIs(type)}, ${evidence}` };
}

/**
 * `beeond start` mounts with the source `beegfs_ondemand`. Sites that mount in its place by themselves are told by the
 * names that BeeOND's documentation uses.
 */
function beegfsOrBeeond({ type, source, mountPoint, options, superOptions }: MountLine): Found {
  const configuration = new OptionList(options, superOptions).text('cfgFile') ?? '';
  const signs = [
    source === 'beegfs_ondemand' ? `source "${source}"` : '',
    /beeond/i.test(configuration) ? `cfgFile "${configuration}"` : '',
    mountPoint === '/mnt/beeond' || mountPoint.startsWith('/mnt/beeond/') ? `mount point "${mountPoint}"` : '',
  ].filter((sign) => sign !== '');
  const kind = signs.length === 0 ? 'beegfs' : 'beeond';
  return { kind, evidence: [typeIs(type), ...signs].join(', ') };
}

function byMagic({ type }: MountLine, magic: number | null): Found {
  const kind = magic === null ? undefined : kindOfMagic.get(magic);
  if (kind === undefined || magic === null) return { kind: 'other', evidence: typeIs(type) };
  return { kind, evidence: `statfs magic ${hexadecimal(magic)}; ${typeIs(type)} is not known` };
}

/** A mount can pose as another: the name of a FUSE type is free, and a kernel module names itself. */
function disagreement(kind: FileSystemKind, magic: number | null): string {
  const family = magicFamily[kind] ?? kind;
  const expected = [...kindOfMagic].flatMap(([number, of]) => (of === family ? [number] : []));
  if (magic === null || expected.length === 0 || expected.includes(magic)) return '';
  return `; its statfs magic ${hexadecimal(magic)} is not that of ${fileSystemTitles[kind]}`;
}

function titleOf(kind: FileSystemKind, type: string): string {
  if (kind === 'other') return type === '' ? fileSystemTitles.other : type;
  const program = kind === 'fuse' ? /^fuse(?:blk)?\.(.+)$/.exec(type)?.[1] : undefined;
  return program === undefined ? fileSystemTitles[kind] : `FUSE (${program})`;
}

function typeIs(type: string): string {
  return `mountinfo type "${type}"`;
}

function hexadecimal(magic: number): string {
  return `0x${magic.toString(16)}`;
}
