// Schema of the state of a machine that changes figures: what doctor reads besides the facts of the host.
import { z } from 'zod';
import { bytes, count, orNull, text } from './fields.js';

const untold = 'the system does not tell';
const percent = (what: string) => z.number().nonnegative().describe(`${what} Unit: percent.`);
const nanoseconds = (what: string) => z.int().describe(`${what} Unit: nanoseconds.`);

const engineSchema = z.object({
  name: text('Name of the engine.'),
  available: z.boolean().describe('It was tried, and works.'),
  reason: text('Why not; empty where it works.'),
  features: z.array(text('One feature.')).describe('What it can do beyond the plain.'),
});

/** Of the addon, by adjtimex(2). */
const clockSchema = z.object({
  synchronised: z.boolean().describe('True: a daemon disciplines the clock.'),
  offsetNs: nanoseconds('What is still to be corrected; 0 with daemons that steer by the frequency alone.'),
  maxErrorNs: nanoseconds('Largest error that the daemon vouches for.'),
  estimatedErrorNs: nanoseconds('Error that it estimates.'),
  frequencyPpm: z.number().describe('Correction of the frequency. Unit: parts per million.'),
  taiOffsetSeconds: z.int().describe('TAI - UTC; 0 where nobody has told the kernel. Unit: seconds.'),
  refusal: text('Name of the error where the kernel refuses to tell; else empty.'),
});

const toolSchema = z.object({
  name: text('Name of the command.'),
  path: text('Where it is.'),
  version: text('First line of what it says of its version; empty where it was not asked or gives none.'),
  problem: text('Why it gave no version; empty where it did, or was not asked.'),
});

const pressureSchema = z.object({
  cpuSome: orNull(percent('Of the last ten seconds, in which some task waited for a processor.'), untold),
  ioSome: orNull(percent('The same for I/O.'), untold),
  memorySome: orNull(percent('The same for memory.'), untold),
});

const raidSchema = z.object({
  name: text('Name of the md device.'),
  level: text('RAID level.'),
  degraded: orNull(count('Members that are missing.'), untold),
  activity: text('idle, or what it does: resync, recover, check, reshape.'),
});

/** What of it is in /proc and /sys. */
export const machineStateSchema = z.object({
  aio: orNull(
    z.object({ used: count('Events of Linux AIO in use (aio-nr).'), limit: count('Most of them (aio-max-nr).') }),
    'this kernel has no Linux AIO',
  ),
  locksMemoryFreely: z.boolean().describe('The process has CAP_IPC_LOCK, to which no limit of locked memory applies.'),
  governors: z
    .record(z.string(), count('Processors.'))
    .describe('Frequency governor, with how many processors have it.'),
  boost: orNull(z.boolean().describe('The processor may exceed its nominal frequency.'), untold),
  idleExitUs: orNull(
    z.number().nonnegative().describe('Time to leave the deepest idle state that is on. Unit: microseconds.'),
    'no idle states are visible',
  ),
  mitigations: z
    .array(text('Name and measure.'))
    .describe('Mitigations of processor flaws that make each system call dearer.'),
  numaBalancing: orNull(z.boolean().describe('The kernel moves memory between NUMA nodes by itself.'), untold),
  hugePagesTotal: orNull(count('Huge pages of the default size.'), untold),
  hugePageBytes: orNull(bytes('Default size of huge pages.'), untold),
  swapTotalBytes: bytes('Swap space.'),
  swapUsedBytes: bytes('Swap space in use.'),
  dirtyBytes: orNull(bytes('Written data that waits in the page cache, of all programs.'), untold),
  loadOne: orNull(z.number().nonnegative().describe('Load average of the last minute. Unit: tasks.'), untold),
  pressure: pressureSchema.describe('Pressure stall information.'),
  tasks: orNull(
    z
      .object({
        limit: count('Tasks allowed.'),
        used: count('Tasks there are.'),
        group: text('Directory of the control group.'),
      })
      .describe('Processes and threads, of the control group that has the fewest left (pids.max).'),
    'no limit is visible',
  ),
  nvme: z
    .array(z.object({ name: text('NVMe controller.'), numaNode: orNull(count('Its NUMA node.'), 'none or unknown') }))
    .describe('NVMe controllers.'),
  raids: z.array(raidSchema.describe('One md device.')).describe('Software RAID.'),
});

export const doctorNodeSchema = machineStateSchema.extend({
  problem: text('Why the process that tries engines and tools gave no or no full answer; empty where it did.'),
  engines: z.array(engineSchema.describe('One engine.')).describe('Engines, each tried.'),
  clock: orNull(clockSchema.describe('State of the wall clock.'), 'nobody could be asked'),
  tools: z
    .array(toolSchema.describe('One command.'))
    .describe('Commands of batch systems, MPI and file systems found.'),
});

export type MachineState = z.infer<typeof machineStateSchema>;
export type DoctorNode = z.infer<typeof doctorNodeSchema>;
export type FoundTool = DoctorNode['tools'][number];
