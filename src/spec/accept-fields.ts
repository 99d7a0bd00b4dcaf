// Declares the key of acceptance expressions, of every kind of workload.
import { z } from 'zod';
import { ExpressionError, parseExpression } from '../accept/language/parse.js';
import { list } from './field-kinds.js';
import type { Field } from './field.js';
import { shown } from './leaf.js';

/** More than anybody agrees on; a mistake of a script that writes workload files. */
const mostExpressions = 100;

/** An expression whose names and units are right; which workloads and mounts there are, it does not know. */
const expressionLeaf = z.unknown().transform((value, context): string => {
  const refuse = (message: string, advice: string, within = 0): never => {
    context.addIssue({ code: 'custom', message, params: { advice, within } });
    return z.NEVER;
  };
  if (typeof value !== 'string')
    return refuse(`must be an expression but is ${shown(value)}`, `Write "read.p99 < 2ms"`);
  try {
    return parseExpression(value).text;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return refuse(error.message, error.advice, error.column - 1);
  }
});

/** Not sweepable: other values are other contracts, and not variants of one. */
export const acceptField: Field<string[]> = list('list of expressions', `at most ${mostExpressions}`, expressionLeaf, {
  default: [],
  help:
    'What must hold of the result, such as "read.p99 < 2ms", "read.errors == 0"; judged for each mount and each variant ' +
    '(docs/acceptance.md).',
});
