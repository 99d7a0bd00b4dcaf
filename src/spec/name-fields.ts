// Declares how the files of a files workload are spread over directories, and what they are called.
import { computed, type FieldTable } from './field.js';
import { choice, integer, nullableInteger, text } from './field-kinds.js';
import { nullableMap } from './map-fields.js';
import { type DirectoryTree, filesIns, type FilesWorkload } from './workload.js';

/** Bytes of the longest name that any file system takes. */
export const longestName = 255;
/** Leaf directories of the largest tree. */
export const mostLeaves = 1e7;

export const nameFields: FieldTable<
  Pick<FilesWorkload, 'filesPerDirectory' | 'directories' | 'prefix'>,
  FilesWorkload
> = {
  filesPerDirectory: nullableInteger({
    min: 1,
    max: 1e7,
    default: computed('1000, or null where directories is given', ({ directories }) =>
      directories === null ? 1000 : null,
    ),
    help: 'Files in each directory, all directories side by side; null where directories is given.',
  }),
  directories: nullableMap<DirectoryTree, FilesWorkload>(
    {
      width: integer({ min: 1, max: mostLeaves, example: 10, help: 'Directories in each directory of the tree.' }),
      depth: integer({ min: 1, max: 32, default: 1, help: 'Levels of the tree.' }),
      filesIn: choice(filesIns, {
        default: 'leaves',
        help: 'Directories that share the files evenly: those of the lowest level, or all and the root of the tree too.',
      }),
    },
    {
      help:
        'A tree of width^depth leaf directories, at most 10^7, which share the files evenly; null: filesPerDirectory. With ' +
        'fileSharing perWorker, a tree for each worker.',
    },
  ),
  prefix: text({
    pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    range: 'letters, digits, ".", "_" and "-", starting with a letter or digit',
    default: 'f',
    help: 'Start of the name of each file, before its number of nine or more digits.',
  }),
};
