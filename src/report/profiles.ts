// Which pain a mount fits: what the run has shown of it on each axis, next to what is published of its kind.
import type { MountProfile, RunRecord } from '../result/schema.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { formatCount, formatLatency, formatRate } from './numbers.js';
import { paint, paintText, span } from './spans.js';

type Axis = MountProfile['axes'][number];
type Name = Axis['axis'];

/** What hurts where a mount is weak on an axis. */
const pains: Record<Name, string> = {
  bandwidth: 'checkpoints, large shards, models',
  iops: 'shuffled samples, caches of keys and values',
  metadata: 'millions of small files, imports, ls',
  latency: 'readers that wait for one sample at a time',
};

const texts: Record<Name, (value: number) => string> = {
  bandwidth: formatRate,
  iops: (value) => `${formatCount(value)} IOPS`,
  metadata: (value) => `${formatCount(value)} a second`,
  latency: formatLatency,
};

const labels: Record<Name, string> = {
  bandwidth: 'bandwidth',
  iops: 'IOPS',
  metadata: 'metadata',
  latency: 'latency',
};

const indent = '   ';

/** A block a mount; no line where no step tells of any axis. */
export function profileLines({ profiles = [], mounts }: RunRecord, look: Look): string[] {
  return profiles.flatMap((profile) => {
    const title = mounts.find(({ name }) => name === profile.mount)?.fileSystem.system?.title ?? '';
    const head = `Which fits your pain: ${profile.mount}${title === '' ? '' : `, ${title}`}`;
    const missing = profile.axes.filter(({ measured }) => measured === null).map(({ axis }) => labels[axis]);
    const sources = [...new Set(profile.axes.flatMap(sourcesOf))];
    const last = [
      profile.sentence,
      missing.length === 0 ? '' : `No step of this run tells of: ${missing.join(', ')}.`,
      sources.length === 0 ? '' : `Published figures are of others and no measurement. ${sourceText(sources)}.`,
    ].filter((text) => text !== '');
    return [
      ...wrap(printable(head), look.width).map((line) => paintText(line, 'bold', look.colour)),
      ...profile.axes.flatMap((axis) => axisLines(axis, sources, look)),
      ...last.flatMap((text) => wrap(printable(text), look.width - 1).map((line) => ` ${line}`)),
      '',
    ];
  });
}

function axisLines({ axis, measured, published }: Axis, sources: readonly string[], look: Look): string[] {
  if (measured === null) return [];
  const head = `${labels[axis]} (${pains[axis]})`;
  const figure = `${texts[axis](measured.value)}, ${measured.what}, in ${measured.step}`;
  const others = published.map(({ text, of, source }) => `${text}, ${of} [${sources.indexOf(source) + 1}]`);
  const told = [figure, ...(others.length === 0 ? [] : [`published: ${others.join('; ')}`])];
  const [first = '', ...rest] = wrap(head, look.width - 1);
  return [
    paint([span(` ${first}`, 'cyan')], look.colour),
    ...rest.map((line) => ` ${line}`),
    ...told.flatMap((text) => wrap(printable(text), look.width - indent.length).map((line) => indent + line)),
  ];
}

/** Of axes that are shown. */
function sourcesOf({ measured, published }: Axis): string[] {
  return measured === null ? [] : published.map(({ source }) => source);
}

function sourceText(sources: readonly string[]): string {
  return sources.map((source, at) => `[${at + 1}] ${source}`).join('; ');
}
