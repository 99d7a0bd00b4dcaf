// Reporter that ends a vitest run with every skipped test and why, and leaves the reason in the JSON report.
import type { Reporter, TestCase } from 'vitest/node';

declare module 'vitest' {
  interface TaskMeta {
    skipReason?: string;
  }
}

export class SkipReasons implements Reporter {
  readonly #skipped: string[] = [];

  onTestCaseResult(test: TestCase): void {
    const result = test.result();
    if (result.state !== 'skipped') return;
    // A test that is skipped before it starts carries the reason in its title.
    if (result.note !== undefined) test.meta().skipReason = result.note;
    this.#skipped.push(test.fullName + (result.note === undefined ? '' : `: ${result.note}`));
  }

  onTestRunEnd(): void {
    for (const line of this.#skipped) console.log(`SKIPPED ${line}`);
    this.#skipped.length = 0;
  }
}
