// What cuFile needs of a machine on any path: GPU, driver, libraries, configuration.
import type { NativeGpuProbe, NativeGpuProbeStage } from '../native/contract.js';
import type { DoctorCheck } from '../result/doctor-check-schema.js';
import type { HostRecord } from '../result/schema.js';
import { check } from './gds-check.js';

/** What a process that has opened the libraries tells; all of NativeGpuProbe that is about the machine. */
export type NodeProbe = Pick<NativeGpuProbe, 'cuda' | 'cudaLibrary' | 'cudaVersion' | 'devices' | 'cufile' | 'facts'>;

/** `probe`: null where nobody could be asked. */
export function nodeChecks({ gpus, gds }: HostRecord, probe: NodeProbe | null): DoctorCheck[] {
  if (gds === undefined) return [];
  return [
    gpuCheck(gpus, probe),
    driverCheck(gds.driver, probe),
    ...(probe === null ? [] : [cudaCheck(probe), ...cufileChecks(probe)]),
    configCheck(gds.config),
    check(
      'node',
      '/run/udev',
      gds.udev,
      gds.udev ? 'is there' : 'is not there; cuFile finds no device of a file without it',
      'In a container: docker run -v /run/udev:/run/udev:ro …',
    ),
  ];
}

function gpuCheck(gpus: HostRecord['gpus'], probe: NodeProbe | null): DoctorCheck {
  const devices = probe?.devices.map(({ name }) => name) ?? [];
  const onBus = gpus.map(({ pciBusId, model, driver }) => model ?? `${pciBusId} (driver: ${driver ?? 'none'})`);
  const finding =
    devices.length > 0 ? counted(devices) : onBus.length > 0 ? `on the bus: ${counted(onBus)}` : 'none on the PCI bus';
  const isThere = devices.length > 0 || (probe === null && onBus.length > 0 ? null : false);
  return check(
    'node',
    'GPU',
    isThere,
    finding,
    'See `lspci -d 10de:` and `nvidia-smi`. In a container: docker run --gpus all …',
  );
}

/** `2 × NVIDIA H100, NVIDIA L4`. */
function counted(names: readonly string[]): string {
  return [...new Set(names)]
    .map((name) => {
      const times = names.filter((other) => other === name).length;
      return times === 1 ? name : `${times} × ${name}`;
    })
    .join(', ');
}

function driverCheck(driver: NonNullable<HostRecord['gds']>['driver'], probe: NodeProbe | null): DoctorCheck {
  if (driver === null) {
    const works = probe?.cuda.ok === true;
    const finding = works ? 'shows nothing in /proc/driver/nvidia' : 'not loaded';
    const advice = works
      ? 'The checks below that need it say so. In a container, look on the host.'
      : 'Install the NVIDIA driver, then: modprobe nvidia';
    return check('node', 'NVIDIA driver', works ? null : false, finding, advice);
  }
  const flavour = driver.open === null ? '' : driver.open ? ', open kernel module' : ', closed kernel module';
  return check('node', 'NVIDIA driver', true, `${driver.version}${flavour}`, '');
}

function cudaCheck({ cuda, cudaLibrary, cudaVersion }: NodeProbe): DoctorCheck {
  const finding = cuda.ok ? `CUDA ${cudaVersion}, ${cudaLibrary}` : problem(cuda);
  return check('node', 'libcuda', cuda.ok, finding, 'Is it there? ldconfig -p | grep libcuda.so');
}

function cufileChecks({ cuda, cufile, facts }: NodeProbe): DoctorCheck[] {
  const advice = 'Is it there? ldconfig -p | grep libcufile.so';
  if (!cuda.ok) return [];
  if (!cufile.ok) return [check('node', 'libcufile', false, problem(cufile), advice)];
  if (facts === null) return [check('node', 'libcufile', true, 'can be opened', '')];
  const { version, library, capabilities } = facts;
  const counts = capabilities.includes('stats');
  const what = counts
    ? 'cuFile counts operations by path'
    : `cuFile ${version || '(older than 1.8)'} does not count by path`;
  return [
    check('node', 'libcufile', true, `${version === '' ? '' : `cuFile ${version}, `}${library}`, ''),
    check('node', 'statistics', counts, what, 'No path can be proved. Install cuFile 1.15 or newer (CUDA 13.0).'),
  ];
}

function configCheck(config: NonNullable<HostRecord['gds']>['config']): DoctorCheck {
  if (config === null) return check('node', 'cufile.json', true, 'none, so the defaults hold', '');
  const { path, error, allowCompatMode } = config;
  if (error !== null) return check('node', 'cufile.json', false, `${path}: ${error}`, 'Mend or remove the file.');
  const compat = allowCompatMode === false ? 'refuses files without a direct path' : 'allows compat mode';
  return check('node', 'cufile.json', true, `${path}, ${compat}`, '');
}

/** `CODE: reason`. */
export function problem({ code, reason }: NativeGpuProbeStage): string {
  return [code, reason].filter((part) => part !== '').join(': ') || 'it did not come to it';
}
