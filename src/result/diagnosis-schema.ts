// Schema of what bounded a step: one word, one sentence, and the values that it rests on.
import { z } from 'zod';
import { text } from './fields.js';

const bounds = [
  'device',
  'server',
  'network',
  'metadata',
  'client-cpu',
  'harness',
  'cache',
  'cgroup',
  'latency',
  'pace',
  'compute',
  'unknown',
] as const;

export const diagnosisSchema = z.object({
  bound: z
    .enum(bounds)
    .describe(
      'What held the step back. device: its queue is long or it is always busy. server: requests wait for answers. ' +
        'network: a link is at its rate. metadata: open, stat and the like take the time. client-cpu: the processors are ' +
        'busy. harness: ioproof itself. cache: memory answered. cgroup: limits of the control group. latency: too little ' +
        'is in flight to keep the storage busy. pace: the workload asks for no more. compute: emulated accelerators. ' +
        'unknown: no evidence for any.',
    ),
  sentence: text('The same in words, with the values.'),
  evidence: z.record(z.string(), z.unknown()).describe('Values that it rests on; a name with a unit says it.'),
  advice: text('What to look at or change next; empty where there is nothing to say.'),
});

export type Diagnosis = z.infer<typeof diagnosisSchema>;
