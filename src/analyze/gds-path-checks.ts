// What the two direct paths of local devices need: nvidia-fs, and the peer-to-peer layer of the kernel.
import type { DoctorCheck } from '../result/doctor-check-schema.js';
import type { HostRecord } from '../result/schema.js';
import { atLeast, check } from './gds-check.js';
import type { NodeProbe } from './gds-node-checks.js';

type GdsHost = NonNullable<HostRecord['gds']>;

const staticBarKeys = ['RMForceStaticBar1=1', 'RmForceDisableIomapWC=1'];
/** Serves files wrongly or hangs. */
const badNvidiaFs = '2.25.6';

/** Needs of the path by nvidia-fs. One of both paths is enough for a local device. */
export function nvidiaFsChecks({ gds }: HostRecord): DoctorCheck[] {
  if (gds === undefined) return [];
  const { nvidiaFs, driver } = gds;
  if (nvidiaFs === null) {
    return [
      check(
        'nvidia-fs',
        'module',
        false,
        'nvidia-fs is not loaded',
        'apt install nvidia-gds, then: modprobe nvidia-fs',
      ),
    ];
  }
  const { version, modules } = nvidiaFs;
  const bad = version === badNvidiaFs;
  const hooked = modules.length === 0 ? 'no storage module uses it' : `used by ${modules.join(', ')}`;
  return [
    check('nvidia-fs', 'module', !bad, bad ? `${version} is known to be broken` : version, 'Install 2.25.7 or newer.'),
    check(
      'nvidia-fs',
      'storage',
      modules.length > 0,
      hooked,
      'Storage modules must be built for it: install MLNX_OFED or DOCA with GDS, or the client of the vendor.',
    ),
    ...flavourCheck(version, driver),
  ];
}

function flavourCheck(version: string, driver: GdsHost['driver']): DoctorCheck[] {
  if (driver?.open !== false || !atLeast(version, '2.17.5')) return [];
  const finding = `nvidia-fs ${version} needs the open kernel module`;
  return [check('nvidia-fs', 'driver', false, finding, 'Install the open flavour: apt install nvidia-open')];
}

/** Needs of the path by PCI peer-to-peer, as far as files tell. */
export function p2pdmaChecks(host: HostRecord, probe: NodeProbe | null): DoctorCheck[] {
  const { gds, kernel, gpus } = host;
  if (gds === undefined) return [];
  return [
    ...libraryChecks(probe),
    configCheck(gds.config),
    driverCheck(gds.driver),
    staticBarCheck(gpus, gds.driver),
    kernelCheck(kernel),
    multipathCheck(gds.nvmeMultipath),
    iommuCheck(gpus),
    acsCheck(gds.nvidiaFs),
  ];
}

function libraryChecks(probe: NodeProbe | null): DoctorCheck[] {
  const version = probe?.facts?.version ?? '';
  const old = (probe?.devices ?? []).filter(({ computeCapability }) => !atLeast(computeCapability, '8.0'));
  return [
    ...(version === ''
      ? []
      : [check('p2pdma', 'cuFile', atLeast(version, '1.13'), version, 'Install cuFile 1.13 or newer (CUDA 12.8).')]),
    ...old.map(({ name, computeCapability }) =>
      check(
        'p2pdma',
        'GPU',
        false,
        `${name} is of ${computeCapability}`,
        'It takes a data-centre GPU of 8.0 (Ampere) or newer.',
      ),
    ),
  ];
}

function configCheck(config: GdsHost['config']): DoctorCheck {
  const [property, devices] = [config?.pciP2pdma === true, config?.p2pdmaDevices ?? []];
  const missing = [
    ...(property ? [] : ['properties.use_pci_p2pdma']),
    ...(devices.length > 0 ? [] : ['block.nvme.use_pci_p2pdma']),
  ];
  return check(
    'p2pdma',
    'cufile.json',
    missing.length === 0,
    missing.length === 0 ? `on for ${devices.join(', ')}` : `not true: ${missing.join(', ')}`,
    'Both are needed: "properties": {"use_pci_p2pdma": true} and, at the top, "block": {"nvme": {"use_pci_p2pdma": true}}',
  );
}

function driverCheck(driver: GdsHost['driver']): DoctorCheck {
  if (driver === null)
    return check('p2pdma', 'driver', null, 'its version is not known', 'It takes the open driver 570 or newer.');
  const good = driver.open !== false && atLeast(driver.version, '570');
  const finding = `${driver.version}${driver.open === false ? ', closed kernel module' : ''}`;
  return check(
    'p2pdma',
    'driver',
    good,
    finding,
    'It takes the open kernel module, 570 or newer: apt install nvidia-open',
  );
}

function staticBarCheck(gpus: HostRecord['gpus'], driver: GdsHost['driver']): DoctorCheck {
  const without = gpus.filter(({ p2pmemBytes, bar1Bytes }) => p2pmemBytes === null || p2pmemBytes !== bar1Bytes);
  const set = staticBarKeys.filter((key) =>
    driver?.registryDwords.some((entry) => entry.toLowerCase() === key.toLowerCase()),
  );
  const isThere = gpus.length === 0 ? null : without.length === 0;
  const ids = without.map(({ pciBusId }) => pciBusId).join(', ');
  const keys =
    set.length === staticBarKeys.length ? 'the keys of the driver are set' : 'the keys of the driver are not set';
  const finding =
    isThere === null ? 'no GPU in /sys' : isThere ? 'all of BAR1 is peer memory' : `no peer memory of ${ids}; ${keys}`;
  const options = `options nvidia NVreg_RegistryDwords="${staticBarKeys.join(';')};"`;
  return check('p2pdma', 'static BAR1', isThere, finding, `${options} in /etc/modprobe.d/nvidia-gds.conf, then reboot`);
}

/** From 6.2; Red Hat has brought it to 5.14 with 9.4. */
function kernelCheck(kernel: string): DoctorCheck {
  const redHat = /\.el9_(\d+)/.exec(kernel)?.[1];
  const good = atLeast(kernel, '6.2') || (redHat !== undefined && Number(redHat) >= 4);
  return check('p2pdma', 'kernel', good, kernel, 'It takes Linux 6.2, or that of RHEL 9.4.');
}

function multipathCheck(multipath: boolean | null): DoctorCheck {
  const finding = multipath === null ? 'the NVMe driver does not tell' : multipath ? 'is on' : 'is off';
  const advice = 'options nvme_core multipath=N in /etc/modprobe.d/nvme.conf, then update-initramfs -u and reboot';
  return check('p2pdma', 'NVMe multipath', multipath === null ? null : !multipath, finding, advice);
}

function iommuCheck(gpus: HostRecord['gpus']): DoctorCheck {
  const translated = gpus.filter(({ iommuType }) => iommuType !== null && iommuType !== 'identity');
  const isOff = gpus.length === 0 ? null : translated.length === 0;
  const types = [...new Set(translated.map(({ iommuType }) => iommuType ?? ''))].join(', ');
  const finding = isOff === null ? 'no GPU in /sys' : isOff ? 'off or pass-through' : `translates (${types})`;
  return check('p2pdma', 'IOMMU', isOff, finding, 'Add iommu=pt to the kernel command line, then reboot.');
}

function acsCheck(nvidiaFs: GdsHost['nvidiaFs']): DoctorCheck {
  const bridges = nvidiaFs?.acsBridges ?? [];
  const isOff = bridges.length > 0 ? false : nvidiaFs === null ? null : true;
  const finding =
    isOff === null
      ? 'lspci -vvv | grep ACSCtl, run by root, shows it'
      : isOff
        ? 'off on all bridges'
        : `on for ${bridges.length} bridges: ${bridges.join(', ')}`;
  const advice = 'Turn it off in the firmware, or with setpci for the bridges above the GPU.';
  return check('p2pdma', 'PCI ACS', isOff, finding, advice);
}
