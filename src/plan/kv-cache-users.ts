// The users of a cache: those of the KV cache benchmark of MLPerf Storage with the same seed.
import type { KvPriority, NativeKvUser } from '../native/contract.js';
import { userTemplates } from '../spec/kv-cache-models.js';
import type { KvUserType } from '../spec/workload.js';
import { PythonRandom } from './python-random.js';

// Shares of priorities (qos_distribution of the benchmark): 15 % interactive, 35 % responsive, 50 % batch.
const interactiveBelow = 0.15;
const responsiveBelow = 0.5;

/** In the order in which kv_cache/workload.py draws them: type, priority, context, answer, pause. */
export function kvUsers(count: number, types: readonly KvUserType[], seed: number): NativeKvUser[] {
  const [first, ...others] = types;
  if (first === undefined) return [];
  const random = new PythonRandom(seed);
  return Array.from({ length: count }, () => {
    const { context, generate, think } = userTemplates[random.choice([first, ...others])];
    const priority = priorityOf(random.random());
    return {
      contextTokens: random.randint(...context),
      generateTokens: random.randint(...generate),
      thinkNs: Math.round(random.uniform(...think) * 1e9),
      priority,
    };
  });
}

function priorityOf(drawn: number): KvPriority {
  if (drawn < interactiveBelow) return 'interactive';
  return drawn < responsiveBelow ? 'responsive' : 'batch';
}
