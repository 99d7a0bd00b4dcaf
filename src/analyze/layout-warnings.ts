// Doubts about how the files of a step are spread over the storage.
import { fileDifferences } from '../filesystem/compare-layout.js';
import type { Evidence, Rule } from './warning-rule.js';

/** The files are of another layout than what new files of their directory get. */
export const layoutRules = {
  FILE_LAYOUT_DIFFERS: {
    evidence: (_spec, _result, { fileLayout }) => differing(fileLayout),
    advice:
      'Lay the files out anew after `ioproof clean`, or ask for what the file system can give: the figures are those of the ' +
      'layout that the files have.',
  },
} satisfies Record<string, Rule>;

function differing(fileLayout: Parameters<Rule['evidence']>[2]['fileLayout']): Evidence | null {
  const { directory = null, file = null } = fileLayout ?? {};
  if (directory === null || file === null) return null;
  const differences = fileDifferences(directory, file);
  if (differences.length === 0) return null;
  return Object.fromEntries(differences.map(({ key, asked, found }) => [key, `${found ?? 'unknown'}, not ${asked}`]));
}
