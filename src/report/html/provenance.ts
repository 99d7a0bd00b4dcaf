// The part on where the figures come from: tool, command, times, data sets, the hash of run.json, and run.json itself.
import type { Integrity } from '../../result/checksums.js';
import type { ReportDocument, ReportRun } from '../document.js';
import { formatSize } from '../numbers.js';
import { dataHtml } from './embedded.js';
import { recordFacts } from './fact-list.js';
import { whenText } from './hero.js';
import { html, type Content, type Markup } from './markup.js';
import type { Part } from './outline.js';
import { recordBytes } from './record-bytes.js';
import { badgeHtml, factsHtml, tableHtml, type Tone } from './tables.js';

const integrities: Record<Integrity, { text: string; tone: Tone }> = {
  matches: { text: 'is what SHA256SUMS beside it says', tone: 'good' },
  differs: { text: 'was changed after the run: it is not what SHA256SUMS beside it says', tone: 'bad' },
  unknown: { text: 'no SHA256SUMS was beside it', tone: 'plain' },
};

/** `files`: content of each run.json by the path of its run, where the caller has it. */
export function provenancePart(document: ReportDocument, files: ReadonlyMap<string, Uint8Array>): Part {
  const several = document.runs.length > 1;
  return {
    id: 'provenance',
    title: 'Provenance',
    body: html`${document.runs.map((run, at) => runHtml(run, at, several, files))}
      <p class="legend">
        This page was made by ${document.tool.name} ${document.tool.version} on ${whenText(document.createdAt)}. It
        needs no network and sends nothing.
      </p>`,
  };
}

function runHtml(run: ReportRun, at: number, several: boolean, files: ReadonlyMap<string, Uint8Array>): Markup {
  const { record, sha256, sizeBytes, integrity, path, name } = run;
  const { name: toolName, version, ...moreOfTool } = record.tool as Record<string, unknown>;
  const { text, tone } = integrities[integrity];
  return html`${several ? html`<h3>${name}</h3>` : null}${factsHtml([
    ['Measured by', `${String(toolName)} ${String(version)}`],
    ['Tool', Object.keys(moreOfTool).length === 0 ? null : recordFacts(moreOfTool)],
    ['Command', html`<code class="break">ioproof ${record.run.command.map(quoted).join(' ')}</code>`],
    ['Started', record.run.startedAt],
    ['Ended', record.run.endedAt ?? 'unknown'],
    ['Status', [record.run.status, ...record.run.reasons].join(': ')],
    [
      'Record',
      html`<code class="break">${path}</code>, ${formatSize(sizeBytes)} (${sizeBytes} bytes), schema
        ${record.schemaVersion}`,
    ],
    ['SHA-256', html`<code class="break hash">${sha256}</code>`],
    ['Integrity', html`${badgeHtml(integrity, tone)} ${text}`],
  ])}${recordHtml(run, at, files)}${datasetsHtml(run)}`;
}

function recordHtml(run: ReportRun, at: number, files: ReadonlyMap<string, Uint8Array>): Markup {
  const bytes = recordBytes(run, files.get(run.path));
  if (bytes === null) {
    return html`<p class="note" role="note">
      ${badgeHtml('Mind', 'doubt')} run.json is not in this page, since its bytes were not at hand: keep the file
      itself.
    </p>`;
  }
  const key = `record-${at}`;
  return html`${dataHtml(key, bytes)}
    <p class="actions script-only">
      <button type="button" data-save="${key}" data-name="run-${fileName(run.record.run.id)}.json">
        Save run.json
      </button>
      <button type="button" data-check="${key}" data-sha256="${run.sha256}">Check its SHA-256</button>
      <span class="outcome" role="status" data-outcome="${key}"></span>
    </p>
    <p class="legend">
      The whole record is in this page, byte for byte. Compare its SHA-256 with the one that the other party holds:
      sha256sum run.json. With the record, ioproof verify computes the figures again.
    </p>`;
}

function datasetsHtml({ record }: ReportRun): Markup | null {
  const rows = new Map<string, Content>();
  for (const { mount, dataset } of record.steps) {
    if (dataset === null) continue;
    const { directory, bytes, reused, layoutSeconds, ...more } = dataset as typeof dataset & Record<string, unknown>;
    const key = `${mount}\n${directory}`;
    if (rows.has(key)) continue;
    rows.set(
      key,
      html`<tr>
        <th scope="row"><code class="break">${directory}</code></th>
        <td>${mount}</td>
        <td class="number">${formatSize(bytes)}</td>
        <td>${reused ? 'there already' : `written in ${layoutSeconds.toFixed(2)}s`}</td>
        <td>${Object.keys(more).length === 0 ? null : recordFacts(more)}</td>
      </tr>`,
    );
  }
  if (rows.size === 0) return null;
  return tableHtml({
    caption: 'Data sets',
    captioned: true,
    heads: ['Folder below ioproof-data', 'Mount', 'Size', 'First use', 'Manifest'],
    body: html`<tbody>
      ${[...rows.values()]}
    </tbody>`,
    kind: 'wide-text',
  });
}

/** As a shell would take it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function fileName(id: string): string {
  return id.replace(/[^\w.-]/g, '_');
}
