// What doctor found, for people: the machine, what each path needs, and each mount with its verdict.
import { mountsWithoutGds } from '../analyze/gds-doctor.js';
import { isGds } from '../analyze/gds-verdict.js';
import type { DoctorCheck } from '../result/doctor-check-schema.js';
import type { DoctorMount, DoctorRecord } from '../result/doctor-schema.js';
import type { FileSystemRecord } from '../result/schema.js';
import { displayWidth, padEnd, printable, wrap } from './display-text.js';
import { lookOf, type Look } from './look.js';
import { cutSpans, paint, paintText, span, type Style } from './spans.js';

export interface DoctorLook {
  /** Columns of the terminal. */
  width: number;
  colour: boolean;
  unicode?: boolean;
}

const groups: [of: DoctorCheck['of'], title: string][] = [
  ['node', 'Machine'],
  ['nvidia-fs', 'Path by nvidia-fs'],
  ['p2pdma', 'Path by PCI peer-to-peer, without nvidia-fs'],
];

const verdictWords: Record<NonNullable<DoctorMount['verdict']>, string> = {
  'gds-nvfs': 'direct, by nvidia-fs',
  'gds-p2pdma': 'direct, by PCI peer-to-peer',
  'gds-c2c': 'direct, by the coherent link',
  'gds-rdma': 'direct, by RDMA of the file system',
  mixed: 'partly through the memory of the host',
  compat: 'through the memory of the host',
  unverified: 'nothing proves a direct path',
};

const shownLogLines = 3;

/** The text, without a line end after the last line. Only a command or a path is wider than the width. */
export function doctorText(record: DoctorRecord, options: DoctorLook): string {
  const look = lookOf(options);
  const title = [span(`ioproof ${record.tool.version}`, 'bold'), span(`  doctor, on ${printable(record.host.name)}`)];
  return [
    paint(cutSpans(title, look.width, look.glyphs.ellipsis), look.colour),
    '',
    ...groups.flatMap(([of, name]) =>
      checkGroup(
        name,
        record.checks.filter((check) => check.of === of),
        look,
      ),
    ),
    ...record.mounts.flatMap((mount) => mountLines(mount, look)),
    ...conclusion(record, look),
  ].join('\n');
}

function checkGroup(title: string, checks: readonly DoctorCheck[], look: Look): string[] {
  if (checks.length === 0) return [];
  return [paintText(title, 'bold', look.colour), ...checkLines(checks, look), ''];
}

function checkLines(checks: readonly DoctorCheck[], look: Look): string[] {
  const wide = Math.max(...checks.map(({ what }) => displayWidth(what)));
  return checks.flatMap((check) => linesOf(check, wide, look));
}

function linesOf({ what, state, finding, advice }: DoctorCheck, wide: number, look: Look): string[] {
  const { glyphs, width, colour } = look;
  const [mark, style] = markOf(state, glyphs);
  const indent = ' '.repeat(wide + 5);
  const [first = '', ...rest] = wrap(printable(finding), width - indent.length);
  return [
    paint([span(` ${mark} `, style), span(`${padEnd(what, wide)}  `), span(first)], colour),
    ...rest.map((line) => `${indent}${line}`),
    // What is not known to be wrong needs no mending.
    ...(state !== 'missing' ? [] : wrap(printable(advice), width - indent.length)).map(
      (line) => `${indent}${paintText(line, 'bold', colour)}`,
    ),
  ];
}

function markOf(state: DoctorCheck['state'], glyphs: Look['glyphs']): [mark: string, style: Style] {
  if (state === 'ok') return [glyphs.ok, 'green'];
  return state === 'missing' ? [glyphs.failed, 'red'] : ['?', 'yellow'];
}

function mountLines(mount: DoctorMount, look: Look): string[] {
  const { name, path, fileSystem, verdict, reasons, checks, attempts } = mount;
  const facts = ` (${path}, ${systemText(fileSystem)})`;
  const head = [span(`Mount ${printable(name)}`, 'bold'), span(printable(facts), 'dim')];
  const silent = attempts.some(({ problem }) => problem !== '');
  const word = verdict === null ? (silent ? 'no answer' : 'no use of cuFile') : `${verdict}: ${verdictWords[verdict]}`;
  const proved = verdict !== null && isGds(verdict);
  return [
    ...(spanText(head).length <= look.width
      ? [paint(head, look.colour)]
      : [paint(head.slice(0, 1), look.colour), ` ${printable(facts).trim()}`]),
    ` ${paintText(word, ['bold', proved ? 'green' : 'yellow'], look.colour)}`,
    ...reasons.flatMap((reason) => indented(reason, look)),
    ...(silent ? indented(`What the trial may have left: ioproof clean --mount ${name}=${path}`, look) : []),
    ...(proved ? [] : logLines(mount, look)),
    // Nothing of the mount matters where the machine has no cuFile.
    ...(proved || attempts.length === 0 ? [] : checkLines(checks, look)),
    '',
  ];
}

function spanText(spans: readonly { text: string }[]): string {
  return spans.map(({ text }) => text).join('');
}

function systemText({ type, device }: FileSystemRecord): string {
  return device === null ? type : `${type} on ${device.name}`;
}

function indented(text: string, { width }: Look): string[] {
  return wrap(printable(text), width - 3).map((line) => `   ${line}`);
}

/** What cuFile wrote last, in the attempt that went furthest. */
function logLines({ attempts }: DoctorMount, look: Look): string[] {
  const log = attempts.findLast((attempt) => attempt.log.length > 0)?.log ?? [];
  return log.slice(-shownLogLines).flatMap((line) => indented(`cufile.log: ${line}`, look));
}

function conclusion(record: DoctorRecord, { width, colour }: Look): string[] {
  const { gds, mounts } = record;
  const proved = mounts.length - mountsWithoutGds(record).length;
  const all = proved === mounts.length;
  const places = mounts.length === 1 ? 'this mount' : `${proved} of ${mounts.length} mounts`;
  const text = !gds.present
    ? `GPUDirect Storage cannot be used on this machine: ${gds.reason}`
    : proved > 0
      ? `GPUDirect Storage is proved on ${places}.`
      : `GPUDirect Storage is proved on no mount.`;
  const [first = '', ...rest] = wrap(printable(text), width);
  return [paintText(first, ['bold', all ? 'green' : 'yellow'], colour), ...rest];
}
