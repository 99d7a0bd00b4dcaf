// What is wrong with the text of an acceptance expression, and where.

/** The message quotes what it is about; neither message nor advice ends with a full stop. */
export class ExpressionError extends Error {
  /** Of the first character that it is about, from 1. */
  readonly column: number;
  /** What to write instead. */
  readonly advice: string;

  constructor(column: number, message: string, advice: string) {
    super(message);
    this.name = 'ExpressionError';
    this.column = column;
    this.advice = advice;
  }
}
