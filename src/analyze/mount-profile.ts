// What each mount was seen to be good for in a run, next to what is published of its kind.
import type { MountProfile, MountRecord, StepRecord } from '../result/schema.js';
import { profileAxes } from '../result/mount-profile-schema.js';
import { medianOf } from '../statistics/median.js';
import { type Measure, measuresOf } from './profile-measures.js';
import { comparisonSentence } from './published-comparison.js';
import { type ProfileAxis, publishedFigures, sourcesText } from './published-figures.js';

type Axis = MountProfile['axes'][number];

/** A profile a mount that has any figure; none of a mount that has none. */
export function mountProfiles(mounts: readonly MountRecord[], steps: readonly StepRecord[]): MountProfile[] {
  return mounts.flatMap(({ name, fileSystem }) => {
    const own = steps.filter(({ mount }) => mount === name);
    const kind = fileSystem.system?.kind;
    const axes = profileAxes.map((axis): Axis => {
      const published = kind === undefined ? [] : publishedFigures(kind, axis);
      return {
        axis,
        measured: bestOf(own, axis),
        published: published.map(({ text, low, high, of, sources }) => {
          return { text, low, high, of, source: sourcesText(sources) };
        }),
      };
    });
    if (axes.every(({ measured }) => measured === null)) return [];
    return [{ mount: name, axes, sentence: comparisonSentence(axes, fileSystem.system?.title ?? '') }];
  });
}

/** The best of the medians over repeats; of latencies the lowest. */
function bestOf(steps: readonly StepRecord[], axis: ProfileAxis): Axis['measured'] {
  const all = steps.flatMap((step) => measuresOf(step).map((measure) => ({ step, measure })));
  const told = all.filter(({ measure }) => measure.axis === axis);
  const strong = told.filter(({ measure }) => measure.weak !== true);
  const groups = new Map<string, { step: StepRecord; measure: Measure; values: number[] }>();
  for (const { step, measure } of strong.length > 0 ? strong : told) {
    const key = JSON.stringify([step.workload, step.variant, measure.what]);
    const group = groups.get(key) ?? { step, measure, values: [] };
    group.values.push(measure.value);
    groups.set(key, group);
  }
  const medians = [...groups.values()].map(({ step, measure, values }) => {
    return { value: medianOf(values), step: step.id, what: measure.what };
  });
  const isBetter = (a: number, b: number) => (axis === 'latency' ? a < b : a > b);
  return medians.reduce<Axis['measured']>(
    (best, one) => (best === null || isBetter(one.value, best.value) ? one : best),
    null,
  );
}
