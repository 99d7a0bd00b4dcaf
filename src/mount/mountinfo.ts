// Parser of /proc/self/mountinfo, and the search for the mount that holds a path. Pure: reads nothing, so it cannot block.

/** One line of mountinfo. */
export interface MountEntry {
  id: number;
  parentId: number;
  /** Device number as the kernel writes it, `major:minor`. */
  majorMinor: string;
  /** Directory of the file system that is mounted. */
  root: string;
  mountPoint: string;
  options: string[];
  type: string;
  /** Device, server and export, or a name; may be empty. */
  source: string;
  superOptions: string[];
}

/** Entries in the order of the text. A line of another form is left out. */
export function parseMountinfo(text: string): MountEntry[] {
  return text.split('\n').flatMap(parseLine);
}

/**
 * The mount that holds `path`, an absolute path without symbolic links. The mount id decides where it is known, because
 * bind and stacked mounts mislead the path; else the longest mount point that contains the path, the last line of equals.
 */
export function findMount(entries: MountEntry[], path: string, mountId: number | null): MountEntry | null {
  const known = entries.find(({ id }) => id === mountId);
  if (known !== undefined) return known;
  return entries
    .filter(({ mountPoint }) => contains(mountPoint, path))
    .reduce<MountEntry | null>(
      (best, entry) => (best === null || entry.mountPoint.length >= best.mountPoint.length ? entry : best),
      null,
    );
}

function parseLine(line: string): MountEntry[] {
  const separator = line.indexOf(' - ');
  if (separator < 0) return [];
  const [id, parentId, majorMinor, root, mountPoint, options] = line.slice(0, separator).split(' ');
  // A single blank separates fields, since the source may be empty.
  const [type, source, superOptions] = line.slice(separator + 3).split(' ');
  if (!/^\d+$/.test(id ?? '') || mountPoint === undefined || type === undefined) return [];
  return [
    {
      id: Number(id),
      parentId: Number(parentId),
      majorMinor: majorMinor ?? '',
      root: unescape(root ?? ''),
      mountPoint: unescape(mountPoint),
      options: splitOptions(options),
      type: unescape(type),
      source: unescape(source ?? ''),
      superOptions: splitOptions(superOptions),
    },
  ];
}

/** Split before unescaping: a comma inside a value is written `\054`. */
function splitOptions(text = ''): string[] {
  return text === '' ? [] : text.split(',').map(unescape);
}

/** The kernel writes blank, tab, newline, backslash and some others as three octal digits. */
function unescape(text: string): string {
  return text.replace(/\\([0-3][0-7]{2})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}

function contains(mountPoint: string, path: string): boolean {
  return mountPoint === '/' || path === mountPoint || path.startsWith(`${mountPoint}/`);
}
