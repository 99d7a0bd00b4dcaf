// The directories of a workload that come nearest to those of a tree.
import { expect, test } from 'vitest';
import { leavesOf, nearestDirectories } from '../../src/tree/nearest-directories.js';
import { TreeFacts } from '../../src/tree/tree-facts.js';

/** `[depth, directories, files in each]`, … */
function facts(...levels: [number, number, number][]): TreeFacts {
  const found = new TreeFacts();
  for (const [depth, directories, files] of levels) {
    for (let index = 0; index < directories; index++) {
      for (let file = 0; file < files; file++) found.file(1, 1);
      found.directory(depth, files);
    }
  }
  return found;
}

test.each([
  ['all files in the directory itself', facts([0, 1, 70]), { filesPerDirectory: 70 }],
  ['directories side by side', facts([1, 12, 5]), { filesPerDirectory: 5 }],
  ['a full tree', facts([1, 10, 0], [2, 100, 3]), { directories: { width: 10, depth: 2 } }],
  ['a deep tree with one leaf', facts([3, 1, 4]), { directories: { width: 1, depth: 3 } }],
  ['leaves that are no power', facts([2, 110, 2]), { directories: { width: 10, depth: 2 } }],
  ['depths that differ', facts([2, 30, 1], [3, 70, 1]), { directories: { width: 5, depth: 3 } }],
])('%s', (_, found, expected) => {
  expect(nearestDirectories(found)).toEqual(expected);
});

test('directories side by side come as near in number as they can', () => {
  const found = facts([1, 3, 3], [1, 1, 2]);
  expect(leavesOf(nearestDirectories(found), found.files)).toBe(4);
});
