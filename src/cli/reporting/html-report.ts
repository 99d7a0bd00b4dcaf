// The HTML report of a document: brings the script of the page, the bytes of each record, and the time series of its charts.
import { readFileSync } from 'node:fs';
import { readAsset } from '../../report/assets.js';
import type { ReportDocument } from '../../report/document.js';
import { htmlReport } from '../../report/html/html.js';
import { forCharts, type IntervalsByStep, readIntervals } from '../../result/read-intervals.js';

/** Throws ASSET_MISSING where the build left no script for the page, and what `readIntervals` throws. */
export async function htmlText(document: ReportDocument): Promise<string> {
  const intervals = await chartedIntervals(document);
  return htmlReport(document, { script: readAsset('report.js'), files: recordFiles(document), intervals });
}

/** The document has them as a comparison needs them: without latencies, and none joined. */
async function chartedIntervals({ runs }: ReportDocument): Promise<Map<string, IntervalsByStep>> {
  const charted = new Map<string, IntervalsByStep>();
  for (const { path } of runs) charted.set(path, await readIntervals(path, forCharts));
  return charted;
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
