// What the lines of file systems of this machine tell, where it changes what is measured.
import type { MountLine } from './line.js';
import { type OptionField, type OptionList } from './options.js';
import { bytesOf, detailsOf, type Details } from '../told.js';

const ext4Fields: readonly OptionField[] = [
  ['data', 'data', 'text'],
  ['stripeBlocks', 'stripe', 'number'],
  ['commitSeconds', 'commit', 'number'],
  ['discard', 'discard', 'flag'],
  ['dax', 'dax', 'flag'],
  ['noDelayedAllocation', 'nodelalloc', 'flag'],
  ['asynchronousCommit', 'journal_async_commit', 'flag'],
];

const xfsFields: readonly OptionField[] = [
  ['logBuffers', 'logbufs', 'number'],
  ['logBufferSize', 'logbsize', 'text'],
  ['allocationSize', 'allocsize', 'text'],
  ['stripeUnitSectors', 'sunit', 'number'],
  ['stripeWidthSectors', 'swidth', 'number'],
  ['logDevice', 'logdev', 'text'],
  ['realtimeDevice', 'rtdev', 'text'],
  ['discard', 'discard', 'flag'],
  ['largeIo', 'largeio', 'flag'],
  ['synchronousMetadata', 'wsync', 'flag'],
];

const btrfsFields: readonly OptionField[] = [
  ['subvolume', 'subvol', 'text'],
  ['compress', 'compress', 'either'],
  ['compressForce', 'compress-force', 'either'],
  ['noCopyOnWrite', 'nodatacow', 'flag'],
  ['noChecksums', 'nodatasum', 'flag'],
  ['ssd', 'ssd', 'flag'],
  ['discard', 'discard', 'either'],
  ['degraded', 'degraded', 'flag'],
  ['autoDefragment', 'autodefrag', 'flag'],
  ['flushOnCommit', 'flushoncommit', 'flag'],
];

const bcachefsFields: readonly OptionField[] = [
  ['compression', 'compression', 'text'],
  ['backgroundCompression', 'background_compression', 'text'],
  ['dataReplicas', 'data_replicas', 'number'],
  ['metadataReplicas', 'metadata_replicas', 'number'],
];

const overlayFields: readonly OptionField[] = [
  ['upperDirectory', 'upperdir', 'text'],
  ['volatile', 'volatile', 'flag'],
  ['metadataCopy', 'metacopy', 'text'],
  ['redirectDirectories', 'redirect_dir', 'text'],
];

export function ext4Details(_line: MountLine, options: OptionList): Details {
  return { ...options.told(ext4Fields), ...barrierOf(options) };
}

export function xfsDetails(_line: MountLine, options: OptionList): Details {
  return { ...options.told(xfsFields), ...barrierOf(options) };
}

export function btrfsDetails(_line: MountLine, options: OptionList): Details {
  return { ...options.told(btrfsFields), ...barrierOf(options) };
}

/** `pool/dataset`. */
export function zfsDetails({ source }: MountLine): Details {
  return detailsOf({ dataset: source, pool: source.split('/')[0] });
}

export function bcachefsDetails(_line: MountLine, options: OptionList): Details {
  return options.told(bcachefsFields);
}

export function tmpfsDetails(_line: MountLine, options: OptionList): Details {
  return {
    ...detailsOf({ sizeBytes: sizeOf(options.text('size')) }),
    ...options.told([
      ['hugePages', 'huge', 'text'],
      ['memoryPolicy', 'mpol', 'text'],
      ['noSwap', 'noswap', 'flag'],
    ]),
  };
}

/** Newer kernels write each lower directory as an option `lowerdir+=` of its own. */
export function overlayDetails(_line: MountLine, options: OptionList): Details {
  const appended = [...options.all('lowerdir+'), ...options.all('datadir+')].length;
  const listed = options.text('lowerdir')?.split(/(?<!\\):+/).length ?? 0;
  return { ...detailsOf({ lowerDirectories: appended + listed }), ...options.told(overlayFields) };
}

/** Written caches of the device are not flushed: a write that was synced can be lost. */
function barrierOf(options: OptionList): Details {
  return options.has('nobarrier') || options.text('barrier') === '0' ? { barrier: false } : {};
}

/** The kernel writes `1024k`; a share of the memory in percent is no size. */
function sizeOf(text: string | null): number | null {
  return text === null || !/^\d+[kmg]?$/i.test(text) ? null : bytesOf(text);
}
