// One check of doctor, written down in one call.
import type { DoctorCheck } from '../result/doctor-check-schema.js';

/** A found thing, one that is missing, or (null) one that nothing tells of. Advice is kept for what is not ok. */
export function check(
  of: DoctorCheck['of'],
  what: string,
  isThere: boolean | null,
  finding: string,
  advice: string,
): DoctorCheck {
  const state = isThere === null ? 'unknown' : isThere ? 'ok' : 'missing';
  return { of, what, state, finding, advice: state === 'ok' ? '' : advice };
}

/** Compares versions number by number: 2.25.6 is below 2.25.7 and above 2.7; what is not said counts as 0. */
export function atLeast(version: string, wanted: string): boolean {
  const [own, other] = [version, wanted].map((text) => text.split('.').map((part) => Number.parseInt(part, 10) || 0));
  for (let at = 0; at < Math.max(own?.length ?? 0, other?.length ?? 0); at++) {
    const difference = (own?.[at] ?? 0) - (other?.[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
