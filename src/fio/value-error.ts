// What is thrown for the value of a fio option that cannot be taken over.

/** `message` completes "option=value …"; `advice` says what to write instead. Neither ends in a full stop. */
export class FioValueError extends Error {
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.name = 'FioValueError';
    this.advice = advice;
  }
}
