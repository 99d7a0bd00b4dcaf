// Figures of a step as a whole: its time, its processor time, what the page cache answered.
import type { StepRecord } from '../result/schema.js';
import type { FigureDefinition } from './definition.js';

interface StepFigure extends FigureDefinition {
  of: (step: StepRecord) => number | null | undefined;
}

export const stepFigures: StepFigure[] = [
  {
    name: 'elapsedSeconds',
    unit: 'seconds',
    better: null,
    help: 'Measured time: start to the end of the last worker.',
    of: (step) => step.elapsedSeconds,
  },
  {
    name: 'firstDoneSeconds',
    unit: 'seconds',
    better: null,
    help: 'Measured time until the first worker had nothing left to do.',
    of: (step) => step.firstDoneSeconds,
  },
  {
    name: 'startSkewSeconds',
    unit: 'seconds',
    better: 'lower',
    help: 'Between the start of the first and of the last worker.',
    of: (step) => step.startSkewSeconds,
  },
  {
    name: 'cpu.userSeconds',
    unit: 'seconds',
    better: 'lower',
    help: 'User time of the workers.',
    of: (step) => step.cpu?.userSeconds,
  },
  {
    name: 'cpu.systemSeconds',
    unit: 'seconds',
    better: 'lower',
    help: 'System time of the workers.',
    of: (step) => step.cpu?.systemSeconds,
  },
  {
    name: 'cpu.microsecondsPerOperation',
    unit: 'microseconds',
    better: 'lower',
    help: 'Processor time of the workers for each operation.',
    of: (step) => step.cpu?.microsecondsPerOperation,
  },
  {
    name: 'cache.hitFraction',
    unit: 'fraction',
    better: null,
    help: 'Share of the bytes read that the page cache answered.',
    of: (step) => step.cache.hitFraction,
  },
  {
    name: 'layoutSeconds',
    unit: 'seconds',
    better: 'lower',
    help: 'Time to write the data set; 0 where it was there.',
    of: (step) => step.dataset?.layoutSeconds,
  },
  {
    name: 'verification.badSectors',
    unit: 'count',
    better: 'lower',
    help: 'Sectors of 4 KiB that are not what was written.',
    of: ({ verification }) => (verification === null ? null : badSectors(verification.sectors)),
  },
];

function badSectors(sectors: Record<string, number>): number {
  return Object.entries(sectors).reduce((sum, [verdict, count]) => (verdict === 'good' ? sum : sum + count), 0);
}
