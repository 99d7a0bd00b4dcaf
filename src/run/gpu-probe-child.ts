// Child process that asks GPUs and cuFile: their libraries are loaded here, and nothing of them outlives it.
import { IoproofError } from '../errors.js';
import { inTrialDirectory } from '../mount/trial-directory.js';
import type { NativeBinding, NativeGpuProbe } from '../native/contract.js';
import { loadBinding } from '../native/load.js';
import type { FromGpuProbe, GpuQuestion } from './messages.js';
import { stepErrorOf } from './step-error.js';

function ask(binding: NativeBinding, { mountPath, ...request }: GpuQuestion): NativeGpuProbe {
  if (mountPath === null) return binding.probeGpu({ ...request, directory: '' });
  const bytes = Math.max(0, ...request.sizes);
  return inTrialDirectory(mountPath, bytes, (directory) => binding.probeGpu({ ...request, directory }));
}

function answer(question: GpuQuestion): void {
  let binding: NativeBinding | null = null;
  let message: FromGpuProbe;
  try {
    binding = loadBinding();
    message = { type: 'probed', probe: ask(binding, question) };
  } catch (error) {
    message = { type: 'failed', error: stepErrorOf(error) };
  }
  process.send?.(message, () => {
    // Exit handlers of these libraries crash.
    if (binding !== null) binding.exitAtOnce(0);
    process.disconnect();
  });
}

process.on('SIGINT', () => undefined);
process.once('message', answer);
if (process.send === undefined) throw new IoproofError('NOT_A_CHILD', 'this program is started by ioproof only');
