// What doctor found, for people: the machine, each mount, GPUDirect Storage where there is any, and the conclusion.
import { isOfGds, listed, spoilers } from '../analyze/doctor/findings.js';
import type { DoctorCheck } from '../result/doctor-check-schema.js';
import type { DoctorMount, DoctorRecord } from '../result/doctor-schema.js';
import type { FileSystemRecord } from '../result/schema.js';
import { printable, wrap } from './display-text.js';
import { checkGroup, checkLines, nameWidth } from './doctor-checks.js';
import { gdsConclusion, gdsGroups, gdsMountLines } from './doctor-gds.js';
import { lookOf, type Look } from './look.js';
import { cutSpans, paint, paintText, span } from './spans.js';

export interface DoctorLook {
  /** Columns of the terminal. */
  width: number;
  colour: boolean;
  unicode?: boolean;
  /** Everything of GPUDirect Storage, also on a machine without a GPU. */
  gds?: boolean;
}

const groups: [title: string, ...of: DoctorCheck['of'][]][] = [
  ['Engines and limits', 'engine', 'limit'],
  ['Processors and memory', 'processor', 'memory', 'placement'],
  ['Clock and load', 'clock', 'load'],
  ['Tools', 'tool'],
];

/** The text, without a line end after the last line. Only a command or a path is wider than the width. */
export function doctorText(record: DoctorRecord, options: DoctorLook): string {
  const look = lookOf(options);
  const gds = options.gds === true || hasGpu(record);
  const title = [span(`ioproof ${record.tool.version}`, 'bold'), span(`  doctor, on ${printable(record.host.name)}`)];
  const shown = [record.checks, ...record.mounts.map(({ checks }) => checks)]
    .flat()
    .filter(({ of }) => gds || !isOfGds(of));
  const wide = nameWidth(shown);
  return [
    paint(cutSpans(title, look.width, look.glyphs.ellipsis), look.colour),
    '',
    ...groups.flatMap(([name, ...parts]) =>
      checkGroup(
        name,
        record.checks.filter(({ of }) => parts.includes(of)),
        wide,
        look,
      ),
    ),
    ...(gds ? gdsGroups(record.checks, wide, look) : []),
    ...record.mounts.flatMap((mount) => mountLines(mount, gds, wide, look)),
    ...conclusion(record, look),
    ...gdsConclusion(record, gds, look),
  ].join('\n');
}

/** What cuFile needs is worth a page where there is something to use it with. */
function hasGpu({ gds, host }: DoctorRecord): boolean {
  return gds.present || gds.devices.length > 0 || host.gpus.length > 0 || (host.gds?.driver ?? null) !== null;
}

function mountLines(mount: DoctorMount, gds: boolean, wide: number, look: Look): string[] {
  const { name, path, fileSystem, checks } = mount;
  const facts = printable(` (${path}, ${systemText(fileSystem)})`);
  const head = span(`Mount ${printable(name)}`, 'bold');
  return [
    ...(head.text.length + facts.length <= look.width
      ? [paint([head, span(facts, 'dim')], look.colour)]
      : [paint([head], look.colour), ` ${facts.trim()}`]),
    ...checkLines(
      checks.filter(({ of }) => !isOfGds(of)),
      wide,
      look,
    ),
    ...(gds ? gdsMountLines(mount, wide, look) : []),
    '',
  ];
}

function systemText({ type, device }: FileSystemRecord): string {
  return device === null ? type : `${type} on ${device.name}`;
}

function conclusion(record: DoctorRecord, { width, colour }: Look): string[] {
  const found = [
    ...spoilers(record.checks).map(({ what }) => what),
    ...record.mounts.flatMap(({ name, checks }) => spoilers(checks).map(({ what }) => `${what} of ${name}`)),
  ];
  const things = found.length === 1 ? 'One thing' : `${found.length} things`;
  const text =
    found.length === 0
      ? 'Nothing was found that would spoil a measurement here.'
      : `${things} would spoil a measurement here: ${listed(found.map(printable))}.`;
  const style = found.length === 0 ? 'green' : 'yellow';
  return wrap(text, width).map((line) => paintText(line, ['bold', style], colour));
}
