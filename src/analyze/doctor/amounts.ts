// Sizes and shares in sentences, where a few digits say enough.
const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** `1.5 GiB`, `12 MiB`. */
export function formatRoughly(bytes: number): string {
  let [value, at] = [bytes, 0];
  while (value >= 1024 && at < units.length - 1) [value, at] = [value / 1024, at + 1];
  return `${value < 10 && at > 0 ? Number(value.toFixed(1)) : Math.round(value)} ${units[at] ?? ''}`;
}

/** `3 %`; `0 %` of nothing. */
export function formatPercentOf(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (part / whole) * 100;
  return `${percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent)} %`;
}
