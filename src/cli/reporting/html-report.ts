// The HTML report of a document: brings the script of the page, and the bytes of each record, which the page carries.
import { readFileSync } from 'node:fs';
import { readAsset } from '../../report/assets.js';
import type { ReportDocument } from '../../report/document.js';
import { htmlReport } from '../../report/html/html.js';

/** Throws ASSET_MISSING where the build left no script for the page. */
export function htmlText(document: ReportDocument): string {
  return htmlReport(document, { script: readAsset('report.js'), files: recordFiles(document) });
}

/** A record that is gone by now is written anew, and left out of the page where that is not what was read. */
function recordFiles({ runs }: ReportDocument): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const { path } of runs) {
    try {
      files.set(path, readFileSync(path));
    } catch {
      continue;
    }
  }
  return files;
}
