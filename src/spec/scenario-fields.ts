// Declares the keys of a scenario and of its parts.
import { z } from 'zod';
import { type Field, type FieldTable, plainField } from './field.js';
import { choice, duration, flag, nullableDuration, text } from './field-kinds.js';
import { leaf } from './leaf.js';
import { type PartTimes, type Scenario, scenarioKind } from './scenario.js';
import { hour, millisecond, namingFields } from './shared-fields.js';
import { formatDuration, parseDuration } from './units.js';
import type { Workload } from './workload.js';

/** Each part is a process of its own. */
export const mostParts = 32;

const longest = 1000 * hour;
const partName = /^[a-z][a-z0-9_-]*$/;

const untilSchema = z.unknown().transform((value, context): PartTimes['until'] => {
  if (value === null) return null;
  if (typeof value === 'string' && partName.test(value)) return value;
  const time = typeof value === 'string' ? timeOf(value) : null;
  if (time !== null && time >= millisecond && time <= longest) return time;
  context.addIssue({ code: 'custom', message: 'is no end' });
  return z.NEVER;
});

/** What a part is before its workload is read. */
interface RawPartKeys extends PartTimes {
  name: string;
  workload: unknown;
  set: unknown;
}

/** Keys of a part, in reading order. */
export const partFields: FieldTable<RawPartKeys, Workload> = {
  // It starts with a letter, so that no duration is one.
  name: text({
    pattern: partName,
    range: 'a-z, 0-9, "_" and "-", starting with a letter',
    example: 'epoch',
    help: 'Name of the part; unique in the scenario.',
  }),
  workload: readElsewhere('map or name', {
    example: 'random-read-4k',
    help:
      'The keys of a workload of any other kind, without "name"; or the name of another workload of the suite, or of a ' +
      'built-in one. It has no sweep and is no suite.',
  }),
  set: readElsewhere('map', { default: {}, help: 'Keys of the workload in place of its own, like {runtime: 60s}.' }),
  at: duration({ min: 0, max: longest, default: 0, help: 'Time of its start, from the start of the scenario.' }),
  every: nullableDuration({
    min: 100 * millisecond,
    max: longest,
    default: null,
    help:
      'Time from one start to the next; needs "until". Where the run before is not over by then, the next one starts when ' +
      'it is, and the record says how late. Null: it starts once.',
  }),
  until: untilField(),
  duration: nullableDuration({
    min: millisecond,
    max: longest,
    default: null,
    help: 'Each run of it is ended after so long, a ramp included. Null: it ends by itself.',
  }),
};

/** Keys of a scenario, in reading order. */
export const scenarioFields: FieldTable<Record<keyof Scenario, unknown>, Workload> = {
  ...namingFields,
  kind: choice([scenarioKind], {
    example: scenarioKind,
    help: 'What is asked of storage: "scenario" is several workloads at once, on a timeline.',
  }),
  alone: flag({
    default: true,
    help: 'Before all parts run together, each of them runs alone once, for comparison.',
  }),
  parts: {
    ...readElsewhere(`list of 1 … ${mostParts} maps`, { example: [], help: 'The workloads, each with its times.' }),
    parts: partFields,
  },
};

function readElsewhere(type: string, options: Parameters<typeof plainField<unknown, Workload>>[3]): Field<unknown> {
  return { ...plainField(type, '', z.unknown(), options), sweepable: false };
}

function untilField(): Field<PartTimes['until']> {
  const help =
    'From this time on, or from the end of that part on, it does not start any more, and what runs of it is ended; what ' +
    'cannot be cut, as a checkpoint, comes to its own end. Null: it ends by itself.';
  const advice = 'Write "until: 60s", or "until: epoch" for the end of part "epoch"';
  const schema = leaf(untilSchema, 'a duration, the name of another part, or null', advice);
  return {
    ...plainField('duration, name of a part, or null', '', schema, { default: null, help }),
    sweepable: false,
    write: (value) => (typeof value === 'number' ? formatDuration(value) : value),
  };
}

function timeOf(value: string): number | null {
  try {
    return parseDuration(value);
  } catch {
    return null;
  }
}
