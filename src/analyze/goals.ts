// What a step was to reach besides its end, and how far it came.
import type { TargetReading } from './latency-target.js';
import type { Steadiness } from './steady-state.js';

export interface Goals {
  /** Of a step that ends when it is steady. */
  steadiness?: Steadiness | undefined;
  /** Of the measured run of a step that searched for its rate. */
  target?: TargetReading | undefined;
}
