// A job in a process that does nothing else, so that /proc/self/io counts what its engine asks of the kernel, and little more.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { NativeJobResult, NativeJobSpec } from '../../src/native/contract.js';
import { completeSpec } from './jobs.js';

export const addon =
  process.env['IOPROOF_ADDON'] ?? fileURLToPath(new URL('../../build/Release/ioproof.node', import.meta.url));

// The first reading is thrown away: what it costs itself, modules included, is not in the difference.
const program = `
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
const { addon, spec } = JSON.parse(process.argv[1]);
const binding = createRequire('file:///')(addon);
const counters = () =>
  Object.fromEntries(readFileSync('/proc/self/io', 'utf8').trim().split('\\n').map((line) => line.split(': ')));
const job = binding.prepareJob(spec, () => undefined);
await job.ready;
counters();
const before = counters();
job.start(binding.monotonicNs());
const result = await job.finished;
const after = counters();
for (const { latencyNs } of Object.values(result.operations)) delete latencyNs.histogram;
process.stdout.write(JSON.stringify({ result, before, after }));
`;

const counters = ['rchar', 'wchar', 'syscr', 'syscw', 'read_bytes', 'write_bytes'] as const;
type Counters = Record<(typeof counters)[number], number>;

interface Answer {
  result: NativeJobResult;
  before: Record<string, string>;
  after: Record<string, string>;
}

/** Runs a job; the result has no histograms. `kernel` is what /proc/self/io counted meanwhile. */
export function runCounted(changes: Partial<NativeJobSpec>): { result: NativeJobResult; kernel: Counters } {
  // One long interval, so that no event wakes the process up.
  const spec = completeSpec({ intervalNs: 3600e9, ...changes });
  const args = ['--input-type=module', '--eval', program, JSON.stringify({ addon, spec })];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const { result, before, after } = JSON.parse(stdout) as Answer;
  const difference = (name: string): number => Number(after[name]) - Number(before[name]);
  return { result, kernel: Object.fromEntries(counters.map((name) => [name, difference(name)])) as Counters };
}
