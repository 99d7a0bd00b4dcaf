// Reporter that ends a vitest run with every test that passed at the second try only, and why it did not at the first.
import type { Reporter, TestCase } from 'vitest/node';

export class SecondTries implements Reporter {
  readonly #told: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky !== true) return;
    const [error] = test.result().errors ?? [];
    const [line = ''] = (error?.message ?? '').split('\n');
    this.#told.push(`${test.module.relativeModuleId}: ${test.fullName}: ${line}`);
  }

  onTestRunEnd(): void {
    for (const line of this.#told) console.log(`SECOND TRY ${line}`);
    this.#told.length = 0;
  }
}
