// Whether a file or directory has the layout that was asked for.
import { layoutKeys, type FileLayout, type LayoutKey, type LayoutRequest } from './layout.js';

export interface LayoutDifference {
  key: LayoutKey;
  asked: string | number;
  /** Null: the file system does not tell. */
  found: string | number | null;
}

/** What a directory has otherwise than it was asked for; what nobody asked for may be anything. */
export function directoryDifferences(request: LayoutRequest, found: LayoutRequest): LayoutDifference[] {
  return layoutKeys.flatMap((key) => differing(key, request[key], found[key]));
}

/** What a file has otherwise than its directory gives; what one of the two does not tell says nothing. */
export function fileDifferences(directory: LayoutRequest, file: FileLayout): LayoutDifference[] {
  return layoutKeys.flatMap((key) => {
    // All targets are as many as there are when the file is made.
    if (file[key] === null || (key === 'stripeCount' && directory.stripeCount === -1)) return [];
    return differing(key, directory[key], file[key]);
  });
}

function differing(key: LayoutKey, asked: string | number | null, found: string | number | null): LayoutDifference[] {
  return asked === null || isSame(asked, found) ? [] : [{ key, asked, found }];
}

/** Lustre takes `fsname.pool` and tells `pool`; DAOS takes its classes in either case. */
function isSame(asked: string | number, found: string | number | null): boolean {
  if (typeof asked !== 'string' || typeof found !== 'string') return asked === found;
  const [one, other] = [asked.toLowerCase(), found.toLowerCase()];
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
}
