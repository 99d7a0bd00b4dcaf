// Steps that were held back by a limit of the control group on I/O.
import type { CountersRecord, Diagnosis, FileSystemRecord } from '../../result/schema.js';
import { formatCount, formatRate } from '../numbers.js';
import { limits } from './limits.js';
import type { StepFacts } from './step-facts.js';

type Used = NonNullable<CountersRecord['ioLimits']>[number];

const readFields: readonly Used['of'][] = ['readBytes', 'reads'];
const words: Record<Used['of'], string> = {
  readBytes: 'read',
  writtenBytes: 'written',
  reads: 'reads a second',
  writes: 'writes a second',
};

/** What the group did of what it may, of the devices below the mount; without counters what the step itself did. */
export function ioLimitBound(facts: StepFacts): Diagnosis | null {
  const devices = devicesOf(facts.fileSystem);
  const used = (facts.counters === null ? ownUse(facts) : (facts.counters.ioLimits ?? [])).filter(
    ({ device, of }) => devices.includes(device) && concerns(facts, of),
  );
  const most = used.reduce<Used | null>((a, b) => (a === null || b.usedFraction > a.usedFraction ? b : a), null);
  if (most === null || most.usedFraction < limits.quotaFraction) return null;
  const { device, of, perSecond, limitPerSecond } = most;
  const isBytes = of === 'readBytes' || of === 'writtenBytes';
  const [reached, allowed] = [perSecond, limitPerSecond].map((value) =>
    isBytes ? formatRate(value) : formatCount(value),
  );
  return {
    bound: 'cgroup',
    sentence: `The control group was at its limit of I/O on ${device}: ${reached} of ${allowed} ${words[of]}.`,
    evidence: { ...most, ...pressureOf(facts) },
    advice:
      'Raise the limit of the control group (io.max; blkio.throttle in version 1): these are not the figures of the storage.',
  };
}

/** The mount may be on a partition, a volume or a RAID; limits are of whole devices at any of these levels. */
function devicesOf(fileSystem: Pick<FileSystemRecord, 'device'> | undefined): string[] {
  const device = fileSystem?.device ?? null;
  if (device === null) return [];
  return [device.name, ...device.stack, ...(device.layers ?? []).map(({ name }) => name)];
}

/** Reads do not wait for a limit of writes. Where names alone are changed, either may be waited for. */
function concerns({ readBytes, writtenBytes }: StepFacts, of: Used['of']): boolean {
  if (readBytes === 0 && writtenBytes === 0) return true;
  return readFields.includes(of) ? readBytes > 0 : writtenBytes > 0;
}

/** Only of direct I/O: what goes through the page cache reaches the device in other pieces, or never. */
function ownUse({ host, result, readBytes, writtenBytes, seconds }: StepFacts): Used[] {
  if (!result.ready.direct.used) return [];
  const { read, write } = result.operations;
  const own = { readBytes, writtenBytes, reads: read?.count ?? 0, writes: write?.count ?? 0 };
  return (host?.cgroup.ioLimits ?? []).flatMap(({ device, ...limit }) =>
    (Object.keys(own) as Used['of'][]).flatMap((of) => {
      const limitPerSecond = limit[of];
      if (limitPerSecond === null) return [];
      const perSecond = own[of] / seconds;
      return [{ device, of, perSecond, limitPerSecond, usedFraction: perSecond / limitPerSecond }];
    }),
  );
}

function pressureOf({ counters }: StepFacts): Diagnosis['evidence'] {
  const someUs = counters?.deltas['cgroup.pressure.io.someUs'];
  if (counters === null || someUs === undefined || counters.seconds === 0) return {};
  return { waitedForIoFraction: Math.min(1, someUs / 1e6 / counters.seconds) };
}
