// What became of each option of a job file.

export interface FioNote {
  file: string;
  line: number;
  /** The section whose workload it is about. */
  section: string;
  /** The option as the file writes it; empty where fio's default is what is said. */
  option: string;
  value: string | null;
  /**
   * converted: taken over; recorded: accepted without effect, told once; replaced: another line decides; idle: nothing to do in
   * this job; assumed: no option, but a difference between fio's default, or how it runs, and ioproof that matters here.
   */
  outcome: 'converted' | 'recorded' | 'replaced' | 'idle' | 'assumed';
  /** What became of it, without a full stop. */
  text: string;
  /** Keys of the workload that hold it. */
  keys: string[];
}

/** The option as the file has it. */
export function shownOption({ option, value }: Pick<FioNote, 'option' | 'value'>): string {
  return value === null ? option : `${option}=${value}`;
}
