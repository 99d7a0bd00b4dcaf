// Numbers as people read them: three significant digits with a unit that fits.

const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const countUnits = ['', 'k', 'M', 'G'];
const timeUnits = ['ns', 'us', 'ms', 's'];

/** Bytes per second: `1.23 GiB/s`. */
export function formatRate(bytesPerSecond: number): string {
  return `${scale(bytesPerSecond, 1024, binaryUnits, ' ')}/s`;
}

/** Bytes: `12.3 TiB`. Rounded; where a size must be exact use `formatBytes` of spec/units. */
export function formatSize(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : scale(bytes, 1024, binaryUnits, ' ');
}

/** A count or a rate of operations: `512k`, `1.24M`, `98.3`. */
export function formatCount(value: number): string {
  return Number.isInteger(value) && value < 1000 ? String(value) : scale(value, 1000, countUnits, '');
}

/** Nanoseconds: `850ns`, `98.3us`, `1.24ms`, `12.3s`. */
export function formatLatency(ns: number): string {
  return Number.isInteger(ns) && ns < 1000 ? `${ns}ns` : scale(ns, 1000, timeUnits, '');
}

/** Seconds of a step or a run: `4.00ms`, `0.5s`, `12.3s`; from two minutes on as a clock. */
export function formatSeconds(seconds: number): string {
  if (seconds > 0 && seconds < 0.1) return formatLatency(seconds * 1e9);
  return seconds < 120 ? `${seconds.toFixed(1)}s` : formatClock(seconds);
}

/** A time of any length, in seconds, with three digits: `164ms`, `8.20s`, `10.1min`, `3.50h`, `12.5 days`. */
export function formatSpan(seconds: number): string {
  if (seconds < 120) return seconds === 0 ? '0s' : formatLatency(seconds * 1e9);
  if (seconds < 7200) return `${threeDigits(seconds / 60)}min`;
  return seconds < 2 * 86_400 ? `${threeDigits(seconds / 3600)}h` : `${threeDigits(seconds / 86_400)} days`;
}

/** Seconds as a clock: `0:21`, `12:05`, `26:02:05`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `:${twoDigits(rest)}`;
  return hours === 0 ? `${minutes}${tail}` : `${hours}:${twoDigits(minutes)}${tail}`;
}

/** A fraction, 0 to 1, as whole percent. Rounds down, so that 100% means done. */
export function formatPercent(fraction: number): string {
  return `${Math.floor(fraction * 100 + 1e-9)}%`;
}

/** Percent with one digit: `93.1%`. Rounds down, so that 90.0% is never less than a threshold of 90%. */
export function formatTenths(percent: number): string {
  return `${(Math.floor(percent * 10 + 1e-9) / 10).toFixed(1)}%`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

// The unit is chosen after rounding: 1023.7 MiB/s is 1.00 GiB/s, and never 1024 MiB/s.
function scale(value: number, base: number, units: readonly string[], gap: string): string {
  let unit = 0;
  let scaled = value;
  while (unit < units.length - 1 && Number(threeDigits(scaled)) >= base) {
    scaled /= base;
    unit++;
  }
  return `${threeDigits(scaled)}${gap}${units[unit]}`;
}

// Digits before the point are never dropped: 1012 MiB/s.
function threeDigits(value: number): string {
  if (value === 0) return '0';
  if (value < 0.9995) return value.toPrecision(3);
  if (value < 9.995) return value.toFixed(2);
  return value.toFixed(value < 99.95 ? 1 : 0);
}
