// One check of doctor in one call, by what it means; and which of them spoil a measurement.
import { gdsParts, type DoctorCheck } from '../../result/doctor-check-schema.js';

type Part = DoctorCheck['of'];

export function fine(of: Part, what: string, finding: string): DoctorCheck {
  return { of, what, state: 'ok', finding, advice: '' };
}

/** Worth knowing when figures are read; spoils nothing. */
export function note(of: Part, what: string, finding: string, advice: string): DoctorCheck {
  return { of, what, state: 'note', finding, advice };
}

/** Spoils a measurement. */
export function bad(of: Part, what: string, finding: string, advice: string): DoctorCheck {
  return { of, what, state: 'missing', finding, advice };
}

export function untold(of: Part, what: string, finding: string, advice: string): DoctorCheck {
  return { of, what, state: 'unknown', finding, advice };
}

/** Those that spoil any measurement; what a path of cuFile lacks is judged by --require-gds alone. */
export function spoilers(checks: readonly DoctorCheck[]): DoctorCheck[] {
  return checks.filter(({ of, state }) => state === 'missing' && !isOfGds(of));
}

export function isOfGds(of: Part): boolean {
  return (gdsParts as readonly string[]).includes(of);
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** With so many digits that it says something: 0.4, 12, 250. */
export function rounded(value: number): string {
  return String(Number(value.toPrecision(value < 1 ? 1 : 2)));
}
