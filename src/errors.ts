// The one error type that carries data for people and programs: a code, values, a sentence, advice and an exit code.

/** Exit codes of the CLI; the meaning of each is part of the public contract. */
export const exitCodes = {
  done: 0,
  breached: 1,
  usage: 2,
  failed: 3,
  refused: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A problem that ends a command. `message` says what happened with the values, `advice` what to do about it. */
export class IoproofError extends Error {
  readonly code: string;
  readonly advice: string;
  readonly exitCode: ExitCode;
  readonly details: Record<string, unknown>;

  constructor(
    code: string,
    message: string,
    options: { advice?: string; exitCode?: ExitCode; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'IoproofError';
    this.code = code;
    this.advice = options.advice ?? '';
    this.exitCode = options.exitCode ?? exitCodes.failed;
    this.details = options.details ?? {};
  }
}

/** Message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a Node system error (`ENOENT`, …), or an empty string. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
