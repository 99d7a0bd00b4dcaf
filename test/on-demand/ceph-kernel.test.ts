// CephFS by the kernel's client in User-Mode Linux: it is recognised, described and measured.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseLayout } from '../../src/filesystem/ceph/layout-text.js';
import { runsIn } from '../helpers/cli.js';
import { readDescribedRun } from '../helpers/described-run.js';
import { whyNoServer } from '../helpers/server-mount.js';
import { sharedTemporaryDirectory } from '../helpers/temporary.js';
import { inUserModeLinux, whyNoUserModeLinux } from '../helpers/user-mode-linux.js';

const missing = whyNoServer('cephfs') || whyNoUserModeLinux({ setfattr: 'attr' });
const deadlineMs = 500_000;

describe.skipIf(missing)(`CephFS of the kernel ${missing}`, () => {
  const directory = sharedTemporaryDirectory();
  const text = (name: string): string => readFileSync(join(directory, name), 'utf8');

  beforeAll(async () => {
    await inUserModeLinux('uml-ceph.sh', directory, deadlineMs, '1500M');
  }, deadlineMs + 10_000);

  test('a whole run, direct', () => {
    expect(text('run.exit').trim()).toBe('0');
    const [run = ''] = runsIn(join(directory, 'results'));
    const { mounts, steps } = readDescribedRun(join(directory, 'results', run));
    expect(mounts[0]?.fileSystem).toMatchObject({ type: 'ceph', system: { kind: 'cephfs' } });
    const details = mounts[0]?.fileSystem.system?.details;
    expect(details?.fsid).toMatch(/^[0-9a-f]{8}-/);
    expect(details?.client).toMatch(/^client\.\d+$/);
    expect(steps[0]).toMatchObject({ status: 'complete', engine: { direct: true } });
    expect(steps[0]?.operations.read).toMatchObject({ count: 512, errors: 0 });
  });

  test('its layout attribute has the form that is read', () => {
    expect(parseLayout(text('layout'))).toMatchObject({
      pool: 'fast',
      stripeCount: 2,
      stripeUnit: 65536,
      objectSize: 2 ** 20,
    });
  });
});
