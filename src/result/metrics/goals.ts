// Metrics of workloads with a goal besides their end, as the JSON Schema describes them.

export const goalMetrics = {
  steadyAttained: 'With steadyState: 1 where it was reached, else 0; other figures are of all the time. Unit: none.',
  steadyAfterSeconds: 'With steadyState: measured time until it was reached. Unit: seconds.',
  steadyValue:
    'With steadyState: slope or deviation of the metric in the steady window, or in the last one. ' +
    'Unit: percent per second (slope) or percent (deviation).',
  steadyMean:
    'With steadyState: mean of the metric over the steady window, or over the last one. ' +
    'Unit: operations per second, bytes per second or nanoseconds, by the metric.',
  targetRate: 'With latencyTarget: rate that was found, over all workers. Unit: operations per second.',
  targetPercentileNs:
    'With latencyTarget: the percentile of the latency at that rate, in the measured run. Unit: nanoseconds.',
  probes: 'With latencyTarget: probes of the search. Unit: count.',
  fitAccelerators: 'Of a search of ioproof fit: the most accelerators that are fed. Unit: count.',
};
