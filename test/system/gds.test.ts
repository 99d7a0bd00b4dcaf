// Facts for GPUDirect Storage, read from made-up machines: GPUs, driver, modules, library, configuration.
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hostSchema } from '../../src/result/host-schema.js';
import { cufileConfig, withoutComments } from '../../src/system/cufile-config.js';
import { gdsFacts } from '../../src/system/gds.js';
import { barBytes, gpuFacts } from '../../src/system/gpus.js';
import { hostFacts } from '../../src/system/host.js';
import { closedDriver, gpuFiles, gpuTree, openDriver } from './gpu-tree.js';
import { temporaryTree } from './tree.js';

const gdsOf = (root: string, environment: NodeJS.ProcessEnv = {}) => gdsFacts(root, gpuFacts(root), environment);

describe('GPUs', () => {
  test('are what the PCI bus and the driver tell of them, without the audio function and other vendors', () => {
    const root = gpuTree({
      'sys/bus/pci/devices/0000:65:00.1/vendor': '0x10de',
      'sys/bus/pci/devices/0000:65:00.1/class': '0x040300',
      'sys/bus/pci/devices/0000:03:00.0/vendor': '0x1a03',
      'sys/bus/pci/devices/0000:03:00.0/class': '0x030000',
    });
    expect(gpuFacts(root)).toEqual([
      {
        pciBusId: '0000:65:00.0',
        model: 'Example H100',
        uuid: 'GPU-00000000-1111-2222-3333-444444444444',
        driver: 'nvidia',
        numaNode: 1,
        bar1Bytes: 2 ** 37,
        p2pmemBytes: 2 ** 37,
        iommuType: 'identity',
      },
    ]);
  });

  test('of a machine without the driver are known by their address alone', () => {
    const root = temporaryTree(gpuFiles('0000:01:00.0', { numa_node: '-1', class: '0x030000' }));
    const unknown = { model: null, uuid: null, driver: null, bar1Bytes: null, p2pmemBytes: null, iommuType: null };
    expect(gpuFacts(root)).toEqual([{ pciBusId: '0000:01:00.0', numaNode: null, ...unknown }]);
  });

  test.each([
    ['0x0 0xffffff 0x40200\n0x2000000000 0x3fffffffff 0x14220c', 2 ** 37],
    ['0x0 0xffffff 0x40200\n0x0000000000000000 0x0000000000000000 0x0', null],
    ['0x0 0xffffff 0x40200', null],
    ['nonsense\nwords here', null],
    [null, null],
  ])('have the BAR1 of %j: %s bytes', (resource, expected) => {
    expect(barBytes(resource, 1)).toBe(expected);
  });
});

describe('GPUDirect Storage', () => {
  test('is present with a GPU, its driver and the library', () => {
    const root = gpuTree({
      'usr/local/cuda/lib64/libcufile.so.0': '',
      'proc/driver/nvidia-fs/version': 'version: 2.25',
      'sys/module/nvidia_fs/version': '2.25.7',
      'proc/driver/nvidia-fs/bridges': '0000:64:00.0\n0000:64:01.0',
      'proc/driver/nvidia-fs/modules': 'nvme: supported\nlustre: 2.15.5',
      'sys/module/nvidia_fs/parameters/rw_stats_enabled': '0',
      'sys/module/nvidia_peermem/initstate': 'live',
      'sys/module/nvme_core/parameters/multipath': 'Y',
      'run/udev/control': '',
    });
    expect(gdsOf(root)).toEqual({
      present: true,
      reason: '',
      driver: {
        version: '570.86.15',
        open: true,
        registryDwords: ['RMForceStaticBar1=1', 'RmForceDisableIomapWC=1'],
      },
      nvidiaFs: {
        version: '2.25.7',
        modules: ['nvme', 'lustre'],
        rwStats: false,
        acsBridges: ['0000:64:00.0', '0000:64:01.0'],
      },
      peermem: true,
      library: '/usr/local/cuda/lib64/libcufile.so.0',
      config: null,
      nvmeMultipath: true,
      udev: true,
    });
  });

  test.each([
    ['no NVIDIA GPU and no driver of one', temporaryTreeOf({})],
    [
      'an NVIDIA GPU is there (0000:65:00.0), but its driver is not loaded',
      temporaryTreeOf(gpuFiles('0000:65:00.0', {})),
    ],
    ['the NVIDIA driver is loaded, but there is no GPU', temporaryTreeOf({ 'proc/driver/nvidia/version': openDriver })],
    ['libcufile.so.0 was not found in the usual places', gpuTree],
    [
      'this is the Windows Subsystem for Linux, where cuFile has no direct path',
      () => gpuTree({ 'proc/sys/kernel/osrelease': '5.15.90.1-microsoft-standard-WSL2' }),
    ],
  ])('is not present: %s', (reason, tree) => {
    expect(gdsOf(tree())).toMatchObject({ present: false, reason });
  });

  test.each([
    [openDriver, '570.86.15', true],
    [closedDriver, '550.54.15', false],
  ])('tells the flavour of the driver %j', (text, version, open) => {
    expect(gdsOf(temporaryTree({ 'proc/driver/nvidia/version': text })).driver).toMatchObject({ version, open });
  });

  test('takes the versions of a driver that shows it in /sys only, and of nvidia-fs that shows it in /proc only', () => {
    const root = temporaryTree({
      'sys/module/nvidia/version': '535.1.2',
      'proc/driver/nvidia-fs/version': 'version: 2.17',
    });
    expect(gdsOf(root)).toMatchObject({
      driver: { version: '535.1.2', open: null, registryDwords: [] },
      nvidiaFs: { version: '2.17', modules: [], rwStats: null, acsBridges: [] },
    });
  });

  test.each([
    ['the search path', { 'opt/x/libcufile.so.0': '' }, { LD_LIBRARY_PATH: ':relative:/opt/x' }, '/opt/x'],
    ['conda', { 'opt/conda/lib/libcufile.so.0': '' }, { CONDA_PREFIX: '/opt/conda' }, '/opt/conda/lib'],
    [
      'the newest toolkit',
      {
        'usr/local/cuda-12.4/targets/x86_64-linux/lib/libcufile.so.0': '',
        'usr/local/cuda-12.8/targets/x86_64-linux/lib/libcufile.so.0': '',
      },
      {},
      '/usr/local/cuda-12.8/targets/x86_64-linux/lib',
    ],
    [
      'the cache of the linker',
      { 'etc/ld.so.cache': 'glibc-ld.so.cache1.1\0libcufile.so.0\0/lib/x/libcufile.so.0\0libz.so.1\0' },
      {},
      '/lib/x',
    ],
  ])('finds the library by %s', (_by, files, environment, directory) => {
    expect(gdsOf(temporaryTree(files), environment).library).toBe(`${directory}/libcufile.so.0`);
  });
});

describe('configuration of cuFile', () => {
  const text = `{
    // The defaults of the package.
    "logging": { "dir": "http://not a comment" },
    "properties": { "allow_compat_mode": false, "use_pci_p2pdma": true }, // decided here
    "block": { "nvme": { "use_pci_p2pdma": true }, "raid": { "use_pci_p2pdma": false }, "words": "//" }
  }`;

  test('is read with its comments', () => {
    expect(cufileConfig(temporaryTree({ 'etc/cufile.json': text }), {})).toEqual({
      path: '/etc/cufile.json',
      error: null,
      allowCompatMode: false,
      pciP2pdma: true,
      p2pdmaDevices: ['nvme'],
    });
  });

  test('keeps comment signs inside of strings', () => {
    expect(withoutComments('{"a": "b//c\\"//d"} // e')).toBe('{"a": "b//c\\"//d"} ');
  });

  test.each([
    ['there is none', {}, {}, null],
    [
      'the named one is missing',
      {},
      { CUFILE_ENV_PATH_JSON: '/x.json' },
      { path: '/x.json', error: 'it cannot be read' },
    ],
    [
      'the named one is there',
      { 'x.json': '{}', 'etc/cufile.json': text },
      { CUFILE_ENV_PATH_JSON: '/x.json' },
      { path: '/x.json', error: null, allowCompatMode: null, pciP2pdma: null, p2pdmaDevices: [] },
    ],
    ['it says nothing of use', { 'etc/cufile.json': '[1]' }, {}, { error: null, allowCompatMode: null }],
  ])('where %s', (_where, files, environment, expected) => {
    const config = cufileConfig(temporaryTree(files), environment);
    if (expected === null) expect(config).toBeNull();
    else expect(config).toMatchObject(expected);
  });

  test('that is no JSON tells so', () => {
    const config = cufileConfig(temporaryTree({ 'etc/cufile.json': '{ "a": }' }), {});
    expect(config?.error).toMatch(/JSON/);
  });
});

test('the facts of a machine with a GPU have the fields of the record, no more and no less', () => {
  const host = hostFacts(gpuTree({ 'etc/cufile.json': '{}', 'proc/driver/nvidia-fs/version': 'version: 2.25' }), {});
  expect(host.gpus).toHaveLength(1);
  expect(hostSchema.parse(host)).toEqual(host);
});

test('a GPU that was given to a virtual machine names the driver that has it', () => {
  const root = temporaryTree(gpuFiles('0000:01:00.0', {}));
  mkdirSync(join(root, 'sys/bus/pci/drivers/vfio-pci'), { recursive: true });
  symlinkSync('../../drivers/vfio-pci', join(root, 'sys/bus/pci/devices/0000:01:00.0/driver'));
  expect(gpuFacts(root)).toMatchObject([{ driver: 'vfio-pci' }]);
});

function temporaryTreeOf(files: Record<string, string>): () => string {
  return () => temporaryTree(files);
}
