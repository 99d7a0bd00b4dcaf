// What doctor found of GPUDirect Storage: the needs of each path, and of each mount its verdict and why.
import { mountsWithoutGds } from '../analyze/gds-doctor.js';
import { isGds } from '../analyze/gds-verdict.js';
import type { DoctorCheck } from '../result/doctor-check-schema.js';
import type { DoctorMount, DoctorRecord } from '../result/doctor-schema.js';
import { printable, wrap } from './display-text.js';
import { checkGroup, checkLines } from './doctor-checks.js';
import type { Look } from './look.js';
import { paintText } from './spans.js';

const groups: [of: DoctorCheck['of'], title: string][] = [
  ['node', 'GPUDirect Storage'],
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

/** What the machine needs for it. */
export function gdsGroups(checks: readonly DoctorCheck[], wide: number, look: Look): string[] {
  return groups.flatMap(([of, name]) =>
    checkGroup(
      name,
      checks.filter((check) => check.of === of),
      wide,
      look,
    ),
  );
}

/** Which path cuFile takes on a mount, and what stands against a direct one. */
export function gdsMountLines(mount: DoctorMount, wide: number, look: Look): string[] {
  const { name, path, verdict, reasons, checks, attempts } = mount;
  const silent = attempts.some(({ problem }) => problem !== '');
  const word = verdict === null ? (silent ? 'no answer' : 'no use of cuFile') : `${verdict}: ${verdictWords[verdict]}`;
  const proved = verdict !== null && isGds(verdict);
  return [
    ` ${paintText(word, ['bold', proved ? 'green' : 'yellow'], look.colour)}`,
    ...reasons.flatMap((reason) => indented(reason, look)),
    ...(silent ? indented(`What the trial may have left: ioproof clean --mount ${name}=${path}`, look) : []),
    ...(proved ? [] : logLines(mount, look)),
    // Nothing of the mount matters where the machine has no cuFile.
    ...(proved || attempts.length === 0
      ? []
      : checkLines(
          checks.filter(({ of }) => of === 'mount'),
          wide,
          look,
        )),
  ];
}

function indented(text: string, { width }: Look): string[] {
  return wrap(printable(text), width - 3).map((line) => `   ${line}`);
}

/** What cuFile wrote last, in the attempt that went furthest. */
function logLines({ attempts }: DoctorMount, look: Look): string[] {
  const log = attempts.findLast((attempt) => attempt.log.length > 0)?.log ?? [];
  return log.slice(-shownLogLines).flatMap((line) => indented(`cufile.log: ${line}`, look));
}

/** One sentence; where nobody asked for more and there is nothing, it fits on one line. */
export function gdsConclusion(record: DoctorRecord, all: boolean, { width, colour }: Look): string[] {
  const { gds, mounts } = record;
  if (!gds.present && !all) {
    const short = gds.reason.split(':')[0] ?? '';
    return [paintText(`No GPUDirect Storage here: ${printable(short)} (--gds tells all)`, 'dim', colour)];
  }
  const proved = mounts.length - mountsWithoutGds(record).length;
  const places = mounts.length === 1 ? 'this mount' : `${proved} of ${mounts.length} mounts`;
  const text = !gds.present
    ? `GPUDirect Storage cannot be used on this machine: ${gds.reason}`
    : proved > 0
      ? `GPUDirect Storage is proved on ${places}.`
      : `GPUDirect Storage is proved on no mount.`;
  const [first = '', ...rest] = wrap(printable(text), width);
  return [paintText(first, ['bold', proved === mounts.length ? 'green' : 'yellow'], colour), ...rest];
}
