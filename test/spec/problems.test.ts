// The form of problems, and that all of them come out at once.
import { describe, expect, test } from 'vitest';
import { formatProblem, type Problem, Problems } from '../../src/spec/problems.js';
import { errorOf } from './loading.js';

const problem: Problem = {
  file: 'w.yaml',
  line: 7,
  column: 3,
  key: 'queueDepth',
  what: 'must be 1 with engine "sync" but is 32',
  advice: 'Raise "workers" instead',
};

describe('formatProblem', () => {
  test('gives place, key, what and advice', () => {
    expect(formatProblem(problem)).toBe(
      'w.yaml:7:3 queueDepth: must be 1 with engine "sync" but is 32. Raise "workers" instead.',
    );
  });

  test('leaves out what there is not', () => {
    expect(formatProblem({ ...problem, line: null, column: null, key: '' })).toBe(
      'w.yaml: must be 1 with engine "sync" but is 32. Raise "workers" instead.',
    );
    expect(formatProblem({ ...problem, file: '--set', line: null, column: null, advice: '' })).toBe(
      '--set queueDepth: must be 1 with engine "sync" but is 32.',
    );
  });

  test('ends a question with its own sign', () => {
    expect(formatProblem({ ...problem, advice: 'Did you mean "sync"?' })).toMatch(/is 32\. Did you mean "sync"\?$/);
  });
});

describe('Problems', () => {
  test('throws nothing without a problem', () => {
    expect(() => {
      new Problems().throwIfAny();
    }).not.toThrow();
  });

  test('throws all, each once, in the order of the text', () => {
    const problems = new Problems();
    problems.add(problem);
    problems.add({ ...problem, line: 10, column: 1 });
    problems.add({ ...problem, line: 7, column: 1 });
    problems.add({ ...problem });
    const error = errorOf(() => {
      problems.throwIfAny();
    });
    expect(error).toMatchObject({ code: 'WORKLOAD_INVALID', exitCode: 2 });
    expect(error.message.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'w.yaml:7:1',
      'w.yaml:7:3',
      'w.yaml:10:1',
    ]);
    expect(error.details['problems']).toEqual([
      { ...problem, column: 1 },
      problem,
      { ...problem, line: 10, column: 1 },
    ]);
  });
});
