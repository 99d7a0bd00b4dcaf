// Names of runs: sortable by time, distinct within a second.

const suffixes = 0x10000;

/** `20261120-224501-ab12`: UTC date, UTC time, four random hexadecimal digits. `random` gives 0 … 1, 1 excluded. */
export function newRunId(date: Date, random: () => number = Math.random): string {
  const [day, time] = date.toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '').split('T');
  const suffix = Math.floor(random() * suffixes)
    .toString(16)
    .padStart(4, '0');
  return `${day}-${time}-${suffix}`;
}
