// Network links over the step, against their line rates.
import type { CountersRecord, LinkRecord } from '../../result/schema.js';
import type { Totals } from './totals.js';

const moved = /^(?:net|rdma)\.(.+)\.(receivedBytes|sentBytes)$/;

/** Only links that moved anything, the busiest first. */
export function linkFigures(
  { deltas, seconds }: Pick<Totals, 'deltas' | 'seconds'>,
  links: readonly LinkRecord[],
): CountersRecord['links'] {
  if (seconds === 0) return [];
  const names = new Set(Object.keys(deltas).flatMap((counter) => moved.exec(counter)?.[1] ?? []));
  const figures = [...names].map((name) => {
    const rateOf = (field: string) =>
      ((deltas[`net.${name}.${field}`] ?? 0) + (deltas[`rdma.${name}.${field}`] ?? 0)) / seconds;
    const [received, sent] = [rateOf('receivedBytes'), rateOf('sentBytes')];
    const line = links.find((link) => link.name === name)?.rateBytesPerSecond ?? null;
    return {
      name,
      receivedBytesPerSecond: received,
      sentBytesPerSecond: sent,
      lineRateBytesPerSecond: line,
      busyFraction: line === null || line === 0 ? null : Math.max(received, sent) / line,
    };
  });
  const rate = (link: (typeof figures)[number]) => link.receivedBytesPerSecond + link.sentBytesPerSecond;
  return figures.sort((a, b) => rate(b) - rate(a));
}
