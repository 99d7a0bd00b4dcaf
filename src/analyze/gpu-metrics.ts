// What moving data cost besides time: processor seconds, traffic of the host's memory, registration.
import type { Metrics } from '../result/metrics-schema.js';
import type { StepResult } from '../result/step-result.js';
import { transfersOf } from './transfers.js';

const gibibyte = 2 ** 30;

/** Those that can be told: of a step that moved bytes, and of one with memory `gpu`. */
export function costMetrics(result: StepResult): Metrics {
  const { cpu, operations, gpu, memoryTraffic, elapsedNs } = result;
  const bytes = transfersOf(operations).reduce((sum, transfer) => sum + transfer.bytes, 0);
  const perGiB = (cpu.userNs + cpu.systemNs) / 1e9 / (bytes / gibibyte);
  return {
    ...(bytes > 0 ? { cpuSecondsPerGiB: perGiB } : {}),
    ...(gpu === null ? {} : { registrationSeconds: registrationSeconds(gpu) }),
    ...(gpu === null || memoryTraffic === null || elapsedNs === 0
      ? {}
      : { hostMemoryBytesPerSecond: ((memoryTraffic.readBytes + memoryTraffic.writeBytes) / elapsedNs) * 1e9 }),
  };
}

function registrationSeconds({ registration }: NonNullable<StepResult['gpu']>): number {
  const { handles, buffers, pinned } = registration;
  return (handles.totalNs + buffers.totalNs + pinned.totalNs) / 1e9;
}
