// Schema of the counters of client and machine around a step: differences, and what follows from them.
import { z } from 'zod';
import { bytes, count, fraction, orNull, rate, seconds, text } from './fields.js';

const untold = 'the counters do not tell';
const milliseconds = (what: string) => z.number().nonnegative().describe(`${what} Unit: milliseconds.`);
const ratio = (what: string) => z.number().nonnegative().describe(`${what} Unit: none.`);

const sourceSchema = z.object({
  name: text('Name of the source.'),
  state: z
    .enum(['read', 'MISSING', 'REFUSED', 'TIMED_OUT', 'ABANDONED', 'TOO_LONG', 'FAILED', 'RESET'])
    .describe('read, or why its counters are not here. RESET: somebody has set them back meanwhile.'),
  reason: text('Why not; empty where they were read.'),
  readings: count('Times that it was read.'),
});

const gaugeSchema = z.object({
  min: z.number().describe('Smallest. Unit: that of the name.'),
  mean: z.number().describe('Mean of the readings. Unit: that of the name.'),
  max: z.number().describe('Largest. Unit: that of the name.'),
});

const rpcSchema = z.object({
  protocol: text('Protocol of the requests.'),
  requests: count('Requests of every kind.'),
  readRequests: orNull(count('Those that read data.'), untold),
  writeRequests: orNull(count('Those that write data.'), untold),
  metadataRequests: orNull(count('Those that ask for or change metadata.'), untold),
  perOperation: orNull(ratio('requests / operations of the step.'), 'no operation completed'),
  sentBytes: orNull(bytes('Bytes sent, headers included.'), untold),
  receivedBytes: orNull(bytes('Bytes received, headers included.'), untold),
  readBytes: orNull(bytes('File data that came from the servers.'), untold),
  writtenBytes: orNull(bytes('File data that went to the servers.'), untold),
  readPerByteAsked: orNull(
    ratio('readBytes / bytes that the step has read: below 1, a cache of the client answered; above, it read ahead.'),
    'nothing was read, or the counters do not tell',
  ),
  writtenPerByteAsked: orNull(
    ratio('writtenBytes / bytes that the step has written.'),
    'nothing was written, or the counters do not tell',
  ),
  meanWaitMs: orNull(milliseconds('Mean from sending a request to its answer.'), untold),
  meanQueueMs: orNull(milliseconds('Mean time of a request in the queue of the client.'), untold),
  retransmissions: orNull(count('Requests that were sent again.'), untold),
});

const deviceSchema = z.object({
  name: text('Block device below the file system.'),
  reads: count('Read requests that it completed.'),
  writes: count('Write requests that it completed.'),
  readBytes: bytes('Bytes read from it.'),
  writtenBytes: bytes('Bytes written to it.'),
  busyFraction: fraction('Share of the time in which it had a request.'),
  meanQueue: ratio('Mean number of requests in it.'),
  meanWaitMs: orNull(milliseconds('Mean time of a request in it and its queue.'), 'it completed none'),
  readPerByteAsked: orNull(ratio('readBytes / bytes that the step has read.'), 'nothing was read'),
  writtenPerByteAsked: orNull(ratio('writtenBytes / bytes that the step has written.'), 'nothing was written'),
});

const linkSchema = z.object({
  name: text('Network interface, or RDMA device and port.'),
  receivedBytesPerSecond: rate('Received.', 'bytes'),
  sentBytesPerSecond: rate('Sent.', 'bytes'),
  lineRateBytesPerSecond: orNull(rate('Line rate.', 'bytes'), 'the driver does not tell'),
  busyFraction: orNull(z.number().nonnegative().describe('Larger of the two / line rate. Unit: fraction.'), untold),
});

const processorSchema = z.object({
  busyFraction: fraction('Share of the time in which the processors of the machine worked.'),
  waitFraction: fraction('Share in which they had nothing to do but wait for I/O (iowait).'),
  softirqFraction: fraction('Share in which they served soft interrupts.'),
  stealFraction: fraction('Share in which the hypervisor gave them to others.'),
});

const pressureSchema = z.object({
  ioSomeFraction: orNull(fraction('Share of the time in which some task waited for I/O.'), untold),
  ioFullFraction: orNull(fraction('Share in which all tasks did.'), untold),
  cpuSomeFraction: orNull(fraction('Share in which some task waited for a processor.'), untold),
  memorySomeFraction: orNull(fraction('Share in which some task waited for memory.'), untold),
});

const ioLimitSchema = z.object({
  device: text('Block device.'),
  of: z.enum(['readBytes', 'writtenBytes', 'reads', 'writes']).describe('What is limited.'),
  perSecond: z.number().nonnegative().describe('What the group did. Unit: that of the field, per second.'),
  limitPerSecond: z.number().positive().describe('What it may do. Unit: that of the field, per second.'),
  usedFraction: z.number().nonnegative().describe('perSecond / limitPerSecond. Unit: fraction.'),
});

export const countersSchema = z.object({
  seconds: seconds('Time between the first and the last reading; about the measured time of the step.'),
  shared: z.boolean().describe('True: other steps ran on the machine at the same time.'),
  sources: z.array(sourceSchema.describe('One source.')).describe('What was read.'),
  deltas: z
    .record(z.string(), z.number())
    .describe('Counters that grew, with how much. Names as in docs/counters.md; the unit is the end of the name.'),
  gauges: z.record(z.string(), gaugeSchema.describe('One value.')).describe('Values of the moment over the step.'),
  rpc: orNull(rpcSchema.describe('What the client sent and waited for.'), untold),
  device: orNull(deviceSchema.describe('The block device below.'), 'there is none, or it does not count'),
  links: z.array(linkSchema.describe('One link.')).describe('Network links that moved anything.'),
  processor: orNull(processorSchema.describe('Processors of the machine.'), untold),
  pressure: orNull(pressureSchema.describe('Pressure stall information.'), 'the kernel has none'),
  throttledSeconds: orNull(
    seconds('Time in which the control group of the process was not let run.'),
    'there is no limit, or it does not tell',
  ),
  ioLimits: z
    .array(ioLimitSchema.describe('One limit.'))
    .describe('Limits of I/O of control groups, the most used first; missing in records of earlier versions.')
    .optional(),
  processorSeconds: orNull(
    seconds('Processor time of the process that read the counters; missing in records of earlier versions.'),
    'it did not come to its end',
  ).optional(),
});

export type CountersRecord = z.infer<typeof countersSchema>;
