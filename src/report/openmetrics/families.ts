// Collects samples by metric name, each family with its type, unit and help once.
import type { MetricFamily, MetricSample } from './exposition.js';

export type FamilyHead = Pick<MetricFamily, 'name' | 'unit' | 'help'> & { type?: MetricFamily['type'] };

/**
 * Families in the order in which they were first named: all samples of one must stand together in the text. Of samples with the
 * same labels the first counts: a reader refuses a text that has two, as of a run that is named twice.
 */
export class Families {
  readonly #families = new Map<string, MetricFamily>();
  readonly #seen = new Set<string>();

  /** A sample of a gauge. */
  gauge(head: Omit<FamilyHead, 'type'>, labels: MetricSample['labels'], value: number): void {
    this.add(head, { suffix: '', labels, value });
  }

  add({ name, unit, help, type = 'gauge' }: FamilyHead, ...samples: MetricSample[]): void {
    const family = this.#families.get(name) ?? { name, type, unit, help, samples: [] };
    this.#families.set(name, family);
    for (const sample of samples) {
      const key = JSON.stringify([name, sample.suffix, sample.labels]);
      if (!this.#seen.has(key)) family.samples.push(sample);
      this.#seen.add(key);
    }
  }

  all(): MetricFamily[] {
    return [...this.#families.values()];
  }
}
