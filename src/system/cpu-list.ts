// The kernel's list format of processors: 0-3,8.

/** Numbers of a list, ascending and each once; empty for an empty or malformed list. */
export function parseCpuList(text: string | null): number[] {
  const list = (text ?? '').trim();
  if (!/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(list)) return [];
  const numbers = new Set<number>();
  for (const range of list.split(',')) {
    const [first, last] = range.split('-').map(Number) as [number, number?];
    for (let cpu = first; cpu <= (last ?? first); cpu++) numbers.add(cpu);
  }
  return [...numbers].sort((a, b) => a - b);
}
