// Evidence for doubts about the timeline of a scenario.

/** Less than this is the time that a start takes. */
export const toleratedLateSeconds = 0.1;

/** A run that started later than its part asks for; `everyNs`: from one start to the next, null where there is one. */
export function lateStart(lateNs: number, everyNs: number | null): Record<string, number> | null {
  const lateSeconds = lateNs / 1e9;
  if (lateSeconds < toleratedLateSeconds) return null;
  return { lateSeconds, ...(everyNs === null ? {} : { everySeconds: everyNs / 1e9 }) };
}
