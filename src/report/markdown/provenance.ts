// Where the figures come from: each run with its file, its sum, its command, its machines and its mounts.
import type { ReportDocument, ReportRun } from '../document.js';
import { markdownTable, nameText, sentence } from './cells.js';
import type { Block } from './markdown.js';

const integrityTexts: Readonly<Record<ReportRun['integrity'], string>> = {
  matches: 'as at the end of the run',
  differs: '**changed after the run**',
  unknown: 'no SHA256SUMS to tell',
};

/** A table of facts a run. */
export function provenanceBlock({ runs, createdAt, tool }: ReportDocument): Block[] {
  return [
    ['## Where the figures come from'],
    ...runs.map((run) => markdownTable([[nameText(run.name), ''], ...factsOf(run)], [])),
    [`Written at ${createdAt} by ioproof ${sentence(tool.version)}.`],
  ];
}

function factsOf({ path, sha256, integrity, record }: ReportRun): [string, string][] {
  const { run, hosts, mounts, tool } = record;
  return [
    ['Status', run.status],
    ['Started', run.startedAt],
    ['Ended', run.endedAt ?? 'not told'],
    ['Command', nameText(run.command.join(' '))],
    ['Tool', `ioproof ${sentence(tool.version)}`],
    ['File', nameText(path)],
    ['SHA-256', `\`${sha256}\``],
    ['Record', integrityTexts[integrity]],
    ...hosts.map(({ name, kernel, os, cpu }): [string, string] => [
      'Machine',
      `${nameText(name)}: ${sentence(`${cpu.model}, ${cpu.threads} threads, ${os}, kernel ${kernel}`)}`,
    ]),
    ...mounts.map(({ name, path: where, fileSystem }): [string, string] => [
      'Mount',
      `${nameText(name)}: ${nameText(where)}, ${sentence(fileSystem.type)} of ${nameText(fileSystem.source)}`,
    ]),
  ];
}
