// The catalogue of figures: complete, without doubles, with known units, and it reads real records.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  figureDefinition,
  figureDefinitions,
  figureName,
  figureValue,
  figureWords,
  kindsOfFigure,
} from '../../src/figure/catalogue.js';
import { figureUnits } from '../../src/figure/definition.js';
import { mainFigures } from '../../src/figure/main-figures.js';
import { metricGroups } from '../../src/result/metrics-schema.js';
import { stepSchema } from '../../src/result/step-schema.js';
import type { RunRecord } from '../../src/result/schema.js';
import { kinds } from '../../src/spec/workload.js';
import { latency, operation, stepRecord, verification } from '../fixtures/records.js';

const names = figureDefinitions.map(({ name }) => name);

test('every metric and every operation of the schema is in it, each name once', () => {
  expect(new Set(names).size).toBe(names.length);
  const metrics = metricGroups.flatMap((group) => Object.keys(group.metrics));
  expect(metrics.filter((name) => !names.includes(name))).toEqual([]);
  const operations = Object.keys(stepSchema.shape.operations._zod.def.keyType._zod.def.entries);
  expect(operations.length).toBeGreaterThan(20);
  expect(operations.filter((kind) => !names.includes(`${kind}.p99`))).toEqual([]);
});

test('units are known, and each figure has a sentence', () => {
  for (const { name, unit, help } of figureDefinitions) {
    expect(figureUnits, name).toContain(unit);
    expect(help, name).toMatch(/\.$/);
  }
});

test('names that tell a unit have that unit', () => {
  for (const { name, unit } of figureDefinitions) {
    const last = name.split('.').at(-1) ?? name;
    if (/Seconds(Max)?$/.test(last)) expect(unit, name).toBe('seconds');
    if (/Ns$/.test(last)) expect(unit, name).toBe('nanoseconds');
    if (/[bB]ytesPerSecond$/.test(last)) expect(unit, name).toBe('bytes per second');
    if (/Percent$/.test(last)) expect(unit, name).toBe('percent');
    if (/Fraction$/.test(last)) expect(unit, name).toBe('fraction');
  }
});

describe('words', () => {
  test.each([
    ['read.p99.9', 'read.p999'],
    ['read.p99.99', 'read.p9999'],
    ['read.intended.p99.9', 'read.intended.p999'],
    ['save.slowestSeconds', 'saveSecondsMax'],
    ['read.p99', 'read.p99'],
    ['read.p98', null],
    ['read', null],
    ['toString', null],
  ])('%s is %s', (word, name) => {
    expect(figureName(word)).toBe(name);
  });

  test('all mean a figure', () => {
    expect(figureWords().filter((word) => figureDefinition(figureName(word) ?? '') === null)).toEqual([]);
  });
});

test('kinds of figures are kinds of workloads', () => {
  for (const name of names) expect(kinds, name).toEqual(expect.arrayContaining([...(kindsOfFigure(name) ?? [])]));
  expect(kindsOfFigure('auPercent')).toEqual(['training']);
  expect(kindsOfFigure('read.p99')).toBeNull();
});

describe('values', () => {
  const step = stepRecord({
    operations: {
      read: operation({ perSecond: 1234, intendedLatencyNs: latency(5000) }),
      write: operation({ count: 0 }),
    },
    metrics: { auPercent: 93.5 },
    verification: verification({
      sectors: { good: 1, torn: 2, stale: 3, misplaced: 0, foreign: 0, zeros: 0, corrupt: 4 },
    }),
  });

  test.each<[string, number | null]>([
    ['read.perSecond', 1234],
    ['read.p99', 400_000],
    ['read.intended.p50', 5000],
    ['write.perSecond', 10_000],
    ['write.p99', null],
    ['fsync.count', null],
    ['auPercent', 93.5],
    ['saveSeconds', null],
    ['cpu.userSeconds', 0.5],
    ['verification.badSectors', 9],
    ['noSuchFigure', null],
  ])('%s is %s', (name, value) => {
    expect(figureValue(step, name)).toBe(value);
  });

  test('are read from the record of a real run, and so are the main ones', () => {
    const file = new URL('../fixtures/records/without-chains.json', import.meta.url);
    const { steps } = JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
    expect(steps.length).toBeGreaterThan(0);
    for (const one of steps) {
      const values = names.map((name) => figureValue(one, name)).filter((value) => value !== null);
      expect(values.every(Number.isFinite)).toBe(true);
      for (const name of mainFigures(one)) {
        expect(names).toContain(name);
        expect(figureValue(one, name)).not.toBeNull();
      }
    }
  });
});
