// io.max of version 2, real, in a kernel of its own: the limit of a group above that of the run is found and named.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DoctorRecord } from '../../src/result/doctor-schema.js';
import type { RunRecord } from '../../src/result/schema.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { inUserModeLinux, whyNoUserModeLinux } from '../helpers/user-mode-linux.js';

const missing = whyNoUserModeLinux({ 'mkfs.ext4': 'e2fsprogs' });
const deadlineMs = 300_000;

test.skipIf(missing !== '')(
  `a limit of a group above bounds the step, and doctor tells it${missing && `: ${missing}`}`,
  async () => {
    const directory = temporaryDirectory();
    await inUserModeLinux('uml-io-max.sh', directory, deadlineMs);
    const read = (name: string): unknown => JSON.parse(readFileSync(join(directory, name), 'utf8'));
    const [step] = (read('run.json') as RunRecord).steps;
    expect(step?.counters?.ioLimits).toMatchObject([
      { device: 'ram0', of: 'reads', limitPerSecond: 200 },
      { device: 'ram0', of: 'writtenBytes', limitPerSecond: 2 ** 20 },
    ]);
    expect(step?.diagnosis).toMatchObject({ bound: 'cgroup', evidence: { device: 'ram0', of: 'reads' } });
    const { host, node, mounts } = read('doctor.json') as DoctorRecord;
    expect(host.cgroup.ioLimits).toMatchObject([
      { device: 'ram0', version: 2, group: '/sys/fs/cgroup/job', readBytes: null, reads: 200, writtenBytes: 2 ** 20 },
    ]);
    expect(node.tasks).toMatchObject({ limit: 200, group: '/sys/fs/cgroup/job' });
    expect(mounts[0]?.checks.find(({ what }) => what === 'I/O limit')?.advice).toContain(
      'echo "1:0 rbps=max wbps=max riops=max wiops=max" > /sys/fs/cgroup/job/io.max',
    );
  },
  deadlineMs + 10_000,
);
