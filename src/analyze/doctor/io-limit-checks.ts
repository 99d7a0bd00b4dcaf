// Limits that control groups put on the I/O of the devices below a mount.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { FileSystemRecord, HostRecord } from '../../result/schema.js';
import { formatRoughly } from './amounts.js';
import { bad, listed } from './findings.js';

type IoLimit = NonNullable<HostRecord['cgroup']['ioLimits']>[number];

/** A line each of the groups that hold back this process on one of the devices. */
export function ioLimitChecks({ device }: FileSystemRecord, { cgroup }: Pick<HostRecord, 'cgroup'>): DoctorCheck[] {
  if (device === null) return [];
  const names = [device.name, ...device.stack, ...(device.layers ?? []).map(({ name }) => name)];
  return (cgroup.ioLimits ?? []).filter((limit) => names.includes(limit.device)).map(limitCheck);
}

function limitCheck(limit: IoLimit): DoctorCheck {
  const { readBytes, writtenBytes, reads, writes } = limit;
  const amounts = [
    ...(readBytes === null ? [] : [`${formatRoughly(readBytes)}/s read`]),
    ...(writtenBytes === null ? [] : [`${formatRoughly(writtenBytes)}/s written`]),
    ...(reads === null ? [] : [`${reads} reads/s`]),
    ...(writes === null ? [] : [`${writes} writes/s`]),
  ];
  const finding = `the control group may do no more on ${limit.device} than ${listed(amounts)}`;
  return bad(
    'limit',
    'I/O limit',
    finding,
    `${liftingOf(limit)}; of a container: without --device-read-bps and its like`,
  );
}

/** As root. */
function liftingOf({ version, majorMinor, group, ...limit }: IoLimit): string {
  if (version === 2) {
    return `echo "${majorMinor} rbps=max wbps=max riops=max wiops=max" > ${group}/io.max`;
  }
  const files = { readBytes: 'read_bps', writtenBytes: 'write_bps', reads: 'read_iops', writes: 'write_iops' } as const;
  const names = (Object.keys(files) as (keyof typeof files)[]).filter((field) => limit[field] !== null);
  return names.map((field) => `echo "${majorMinor} 0" > ${group}/blkio.throttle.${files[field]}_device`).join('; ');
}
