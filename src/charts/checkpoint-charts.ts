// Charts of checkpoints and model loads: bandwidth over the time of a save, when its ranks were done, and each round's time.
import type { CheckpointRoundRecord, StepRecord } from '../result/schema.js';
import { medianOf } from '../statistics/median.js';
import type { Chart, Mark, Series } from './chart.js';
import { medianLine } from './median-line.js';
import { type Point, rounded, roundedPoint, thinned } from './points.js';
import type { MountSteps, VariantSteps } from './steps.js';
import { unitText } from '../report/figure-text.js';
import { valuesText } from './words.js';

type Drawn = Omit<Chart, 'id' | 'subtitle'>;
type Kind = CheckpointRoundRecord['kind'];

const names: Record<Kind, string> = { save: 'Save', load: 'Load' };

/** Of saves and of loads, as far as complete ones there are. */
export function checkpointCharts(variant: VariantSteps): { id: string; drawn: Drawn | null }[] {
  return (['save', 'load'] as const).flatMap((kind) => [
    { id: `${kind}-profile`, drawn: profileChart(variant, kind) },
    { id: `${kind}-ranks`, drawn: rankChart(variant, kind) },
    { id: `${kind}-rounds`, drawn: roundChart(variant, kind) },
  ]);
}

/** Bytes a second over the time of a round, mean over the rounds; each bin as a point in its middle. */
function profileChart({ mounts }: VariantSteps, kind: Kind): Drawn | null {
  const series = mounts.flatMap(({ mount, repeats }): Series[] => {
    const lines = repeats.flatMap(({ checkpoint }) =>
      (checkpoint?.profiles ?? [])
        .filter((profile) => profile.kind === kind && profile.bytesPerSecond.length >= 3)
        .map(({ binSeconds, bytesPerSecond }) => ({
          width: binSeconds,
          points: bytesPerSecond.map((rate, bin): Point => [(bin + 0.5) * binSeconds, rate]),
          ranges: [],
        })),
    );
    const [only] = lines;
    if (only === undefined) return [];
    const points = lines.length === 1 ? only.points : medianLine(lines);
    return [{ name: mount, mount, points: points.map(roundedPoint) }];
  });
  if (series.length === 0) return null;
  const title = `${names[kind]}: bandwidth from the release of the ranks on`;
  const peaks = series.map(({ name, points }) => [name, Math.max(...points.map(([, y]) => y ?? 0))] as const);
  return {
    kind: 'lines',
    title,
    description: `${title}, mean over the rounds. Highest: ${valuesText('bytes per second', peaks)}.`,
    x: { label: 'time', unit: 'seconds', scale: 'linear' },
    y: { label: 'bytes a second', unit: 'bytes per second', scale: 'linear' },
    series,
  };
}

/** How many ranks were done, over the time of the slowest round. */
function rankChart({ mounts }: VariantSteps, kind: Kind): Drawn | null {
  const slowest = mounts.flatMap((mount) => {
    const found = roundsOf(mount, kind).sort((a, b) => b.seconds - a.seconds)[0];
    return found === undefined || found.ranks.length < 2 ? [] : [{ mount: mount.mount, round: found }];
  });
  if (slowest.length === 0) return null;
  const title = `${names[kind]}: ranks done over time, of the slowest round`;
  const texts = slowest.map(({ mount, round }) => {
    const times = round.ranks.map(({ seconds }) => seconds);
    const [first, last] = [Math.min(...times), Math.max(...times)];
    return `${mount}: ${times.length} ranks, from ${unitText('seconds', first)} to ${unitText('seconds', last)}`;
  });
  return {
    kind: 'lines',
    title,
    description: `${title}. ${texts.join('; ')}.`,
    x: { label: 'time', unit: 'seconds', scale: 'linear' },
    y: { label: 'ranks done', unit: 'count', scale: 'linear' },
    series: slowest.map(({ mount, round }) => ({ name: mount, mount, points: doneOverTime(round) })),
  };
}

/** A stair: before each end of a rank the number until then, at it one more. */
function doneOverTime({ ranks }: CheckpointRoundRecord): Point[] {
  const times = ranks.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const stair = times.flatMap((time, done): Point[] => [
    [time, done],
    [time, done + 1],
  ]);
  return thinned([[0, 0], ...stair], 200).map(roundedPoint);
}

/** Seconds of each round, median over the repeats. */
function roundChart({ mounts }: VariantSteps, kind: Kind): Drawn | null {
  const most = Math.max(...mounts.flatMap(({ repeats }) => repeats.map((step) => completeRounds(step, kind).length)));
  if (most < 2) return null;
  const series = mounts.map(({ mount, repeats }): Series => {
    const points = Array.from({ length: most }, (_, at): Point => {
      const known = repeats.flatMap((step) => completeRounds(step, kind)[at]?.seconds ?? []);
      return [at, known.length === 0 ? null : rounded(medianOf(known))];
    });
    return { name: mount, mount, points };
  });
  const title = `Seconds of each ${kind}`;
  const text = ({ name, points }: Series) =>
    `${name} ${points.flatMap(([, y]) => (y === null ? [] : [unitText('seconds', y)])).join(', ')}`;
  return {
    kind: 'lines',
    title,
    description: `${title}: ${series.map(text).join('; ')}.`,
    x: {
      label: kind,
      unit: 'none',
      scale: 'category',
      categories: Array.from({ length: most }, (_, at) => `${at + 1}`),
    },
    y: { label: 'until all ranks are done', unit: 'seconds', scale: 'linear' },
    series,
  };
}

function roundsOf({ repeats }: MountSteps, kind: Kind): CheckpointRoundRecord[] {
  return repeats.flatMap((step) => completeRounds(step, kind));
}

function completeRounds({ checkpoint }: StepRecord, kind: Kind): CheckpointRoundRecord[] {
  return (checkpoint?.rounds ?? []).filter((round) => round.complete && round.kind === kind);
}

/** Saves and loads of a step, for its charts over time. */
export function roundMarks({ checkpoint }: StepRecord): Mark[] {
  const counts = { save: 0, load: 0 };
  return (checkpoint?.rounds ?? []).map(({ kind, startSeconds, seconds }) => {
    counts[kind] += 1;
    return { from: startSeconds, to: startSeconds + seconds, label: `${kind} ${counts[kind]}` };
  });
}
