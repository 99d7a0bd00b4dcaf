// Schema of what the record says of the GPUs of a machine and of what it has for GPUDirect Storage.
import { z } from 'zod';
import { bytes, count, orNull, text } from './fields.js';

const untold = 'the driver is not loaded or does not tell';

export const gpuHostSchema = z.object({
  pciBusId: text('Address on the PCI bus: 0000:65:00.0.'),
  model: orNull(text('Name that the NVIDIA driver gives.'), untold),
  uuid: orNull(text('Id that the NVIDIA driver gives.'), untold),
  driver: orNull(text('Kernel driver that has the device: nvidia, vfio-pci, …'), 'none has'),
  numaNode: orNull(count('NUMA node of the GPU.'), 'none or unknown'),
  bar1Bytes: orNull(bytes('BAR1, through which other devices reach the memory of the GPU.'), 'not readable'),
  p2pmemBytes: orNull(
    bytes('What the peer-to-peer layer of the kernel may give to other devices.'),
    'it has no memory of this GPU',
  ),
  iommuType: orNull(text('Type of the IOMMU domain: identity, DMA, DMA-FQ.'), 'no IOMMU'),
});

const driverSchema = z.object({
  version: text('Version of the NVIDIA driver.'),
  open: orNull(z.boolean().describe('True for the open kernel module.'), 'the driver does not tell'),
  registryDwords: z.array(text('One setting, key=value.')).describe('Settings of the driver (NVreg_RegistryDwords).'),
});

const nvidiaFsSchema = z.object({
  version: text('Version of nvidia-fs.'),
  modules: z.array(text('One module.')).describe('Storage modules that nvidia-fs has hooked, as far as it tells.'),
  rwStats: orNull(z.boolean().describe('True where nvidia-fs counts reads and writes.'), 'it does not tell'),
  acsBridges: z
    .array(text('Address of one.'))
    .describe('Bridges with access control services, which send transfers between devices through the root.'),
});

const configSchema = z.object({
  path: text('Path of the file.'),
  error: orNull(text('Why it cannot be read.'), 'it can'),
  allowCompatMode: orNull(
    z.boolean().describe('Key properties.allow_compat_mode.'),
    'not in the file, which means true',
  ),
  pciP2pdma: orNull(z.boolean().describe('Key properties.use_pci_p2pdma.'), 'not in the file, which means false'),
  p2pdmaDevices: z.array(text('One kind.')).describe('Kinds of device with block.<kind>.use_pci_p2pdma: true.'),
});

export const gdsHostSchema = z.object({
  present: z
    .boolean()
    .describe('GPU, driver and libcufile are there, by files alone. It says nothing about the path of any file.'),
  reason: text('The first thing that is missing; empty where nothing is.'),
  driver: orNull(driverSchema.describe('NVIDIA driver.'), 'it is not loaded'),
  nvidiaFs: orNull(nvidiaFsSchema.describe('Kernel module nvidia-fs.'), 'it is not loaded'),
  peermem: z.boolean().describe('True where nvidia_peermem is loaded.'),
  library: orNull(text('Where libcufile.so.0 lies.'), 'it is not in the usual places'),
  config: orNull(configSchema.describe('Configuration file of cuFile.'), 'there is none, the defaults hold'),
  nvmeMultipath: orNull(z.boolean().describe('Multipath of the NVMe driver.'), 'the driver does not tell'),
  udev: z.boolean().describe('True where /run/udev is there, which cuFile needs.'),
});
