// From where on a value is evidence of what bounded a step. docs/diagnosis.md gives the reasons at length.

export const limits = {
  /** Of the time of the emulated accelerators: MLPerf Storage asks most models for 90 % of it. */
  computeFraction: 0.9,
  /** Of the time of all workers or requests: what takes more than half of it decides. */
  mostOfTheTime: 0.5,
  /** Of the bytes: what more than half of them did not need did not bound the step. */
  cachedFraction: 0.5,
  /** Of the processors that the workers can use: the rest is lost to switches and interrupts before all are busy. */
  processorFraction: 0.85,
  /** Of the processors of the whole machine. */
  machineFraction: 0.9,
  /** Seconds over which the processors were read: their ticks are 10 ms, so a share of fewer than ten is chance. */
  leastProcessorSeconds: 0.1,
  /** Of the time: throttled for less, a process is awake for as long as it wants to be. */
  throttledFraction: 0.1,
  /** Of a quota of processor time that was used. */
  quotaFraction: 0.9,
  /** Of a line rate: headers and preambles take 2 to 6 % of it, and a mean over a step has gaps. */
  linkFraction: 0.85,
  /** Of the time in which a device has a request: what `iostat` shows as %util. */
  deviceBusyFraction: 0.9,
  /** Requests in a device that does several at a time, from which on it is never without a next one. */
  deviceQueue: 2,
  /** Operations in flight from which on a queue is long without counters that tell: a queueDepth of 8, and a little less. */
  longQueue: 7,
  /** Operations in flight up to which there is one at a time. */
  oneAtATime: 1.5,
  /** Of what may be in flight: less is not what the workload asks for. */
  filledFraction: 0.5,
} as const;
