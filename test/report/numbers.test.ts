// Numbers have three significant digits and the unit that fits after rounding.
import { describe, expect, test } from 'vitest';
import {
  formatClock,
  formatCount,
  formatLatency,
  formatPercent,
  formatRate,
  formatSeconds,
  formatSize,
  formatTenths,
} from '../../src/report/numbers.js';

const MiB = 2 ** 20;

describe('formatRate', () => {
  test.each([
    [0, '0 B/s'],
    [512, '512 B/s'],
    [98.34 * MiB, '98.3 MiB/s'],
    [99.96 * MiB, '100 MiB/s'],
    [1012 * MiB, '1012 MiB/s'],
    [1023.7 * MiB, '1.00 GiB/s'],
    [1.2345 * 1024 * MiB, '1.23 GiB/s'],
    [9.996 * 1024 * MiB, '10.0 GiB/s'],
    [3.5 * 1024 ** 2 * MiB, '3.50 TiB/s'],
  ])('%d bytes a second are %s', (value, text) => {
    expect(formatRate(value)).toBe(text);
  });
});

describe('formatCount', () => {
  test.each([
    [0, '0'],
    [7, '7'],
    [0.2, '0.200'],
    [98.31, '98.3'],
    [999.4, '999'],
    [999.6, '1.00k'],
    [1000, '1.00k'],
    [98_311, '98.3k'],
    [512_000, '512k'],
    [999_700, '1.00M'],
    [20_000_000, '20.0M'],
  ])('%d is %s', (value, text) => {
    expect(formatCount(value)).toBe(text);
  });
});

describe('formatLatency', () => {
  test.each([
    [0, '0ns'],
    [850, '850ns'],
    [12.34, '12.3ns'],
    [999.7, '1.00us'],
    [98_300, '98.3us'],
    [1_240_000, '1.24ms'],
    [12_300_000_000, '12.3s'],
    [3_600_000_000_000, '3600s'],
  ])('%d ns are %s', (value, text) => {
    expect(formatLatency(value)).toBe(text);
  });
});

describe('times and shares', () => {
  test.each([
    [0, '0:00'],
    [59.9, '0:59'],
    [725, '12:05'],
    [93_725, '26:02:05'],
    [-3, '0:00'],
  ])('%d s on a clock are %s', (value, text) => {
    expect(formatClock(value)).toBe(text);
  });

  test('seconds become a clock from two minutes on', () => {
    expect([0, 0.004, 0.52, 119.9, 120].map(formatSeconds)).toEqual(['0.0s', '4.00ms', '0.5s', '119.9s', '2:00']);
  });

  test('percent round down, so that 100% means done', () => {
    expect([0, 0.29, 0.999, 1].map(formatPercent)).toEqual(['0%', '29%', '99%', '100%']);
    expect([0, 0.3, 89.999, 90, 100].map(formatTenths)).toEqual(['0.0%', '0.3%', '89.9%', '90.0%', '100.0%']);
  });

  test('sizes below one KiB are exact', () => {
    expect([0, 1023, 1024, 12.34 * 2 ** 40].map(formatSize)).toEqual(['0 B', '1023 B', '1.00 KiB', '12.3 TiB']);
  });
});
