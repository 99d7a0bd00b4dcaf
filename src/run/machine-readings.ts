// Readings of the sources of the machine for one step: all at one instant, since none can block.
import type { CounterPart } from '../analyze/counters/totals.js';
import type { NodeSource } from '../system/counters/node-source.js';
import { TrackedSource } from './tracked-source.js';

export class MachineReadings {
  private readonly tracked: { source: NodeSource; track: TrackedSource }[];
  private begun = false;

  constructor(
    sources: readonly NodeSource[],
    private readonly tell: (parts: CounterPart[]) => void,
  ) {
    this.tracked = sources.map((source) => ({ source, track: new TrackedSource(source.name) }));
  }

  /** Opens the files, so that the first reading is as quick as the others. */
  arm(): void {
    for (const { source } of this.tracked) source.read();
  }

  read(): void {
    const atNs = process.hrtime.bigint();
    const parts: CounterPart[] = [];
    for (const { source, track } of this.tracked) {
      if (track.isOver) continue;
      const answer = source.read();
      parts.push(this.begun ? track.take(answer, atNs) : track.begin(answer, atNs));
    }
    this.begun = true;
    this.tell(parts);
  }
}
