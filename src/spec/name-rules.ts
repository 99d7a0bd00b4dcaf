// Which trees of directories and which names of files cannot be.
import { longestName, mostLeaves } from './name-fields.js';
import type { Rule } from './rules.js';
import type { FilesWorkload } from './workload.js';

export const nameRules: Rule<FilesWorkload>[] = [
  ({ directories, filesPerDirectory }) =>
    directories !== null && filesPerDirectory !== null
      ? {
          keys: ['directories', 'filesPerDirectory'],
          what: 'cannot be given with "filesPerDirectory", since its leaf directories share the files evenly',
          advice: 'Remove one of the two',
        }
      : null,

  ({ directories, filesPerDirectory }) =>
    directories === null && filesPerDirectory === null
      ? {
          keys: ['filesPerDirectory', 'directories'],
          what: 'is null, and "directories" too',
          advice: 'Give "filesPerDirectory: 1000" or "directories: {width: 10, depth: 2}"',
        }
      : null,

  ({ directories }) =>
    directories !== null && directories.width ** directories.depth > mostLeaves
      ? {
          keys: ['directories'],
          what: `has ${directories.width}^${directories.depth} leaf directories, and more than 10^7 are not made`,
          advice: 'Lower "width" or "depth"',
        }
      : null,

  ({ prefix, files }) => {
    const bytes = prefix.length + Math.max(9, String((typeof files === 'number' ? files : files.atMost) - 1).length);
    return bytes > longestName
      ? {
          keys: ['prefix', 'files'],
          what: `makes file names of ${bytes} bytes, and file systems take at most ${longestName}`,
          advice: `Shorten it by ${bytes - longestName}`,
        }
      : null;
  },
];
