// Schema of a network link of the machine: an interface, or a port of an RDMA device.
import { z } from 'zod';
import { count, orNull, rate, text } from './fields.js';

const untold = 'the driver does not tell';

export const linkSchema = z.object({
  name: text('Interface, or RDMA device and port: eth0, mlx5_0/1.'),
  kind: z.enum(['ethernet', 'infiniband', 'roce', 'virtual', 'other']).describe('What it is.'),
  state: text('State, as the kernel names it: up, down, ACTIVE.'),
  rateBytesPerSecond: orNull(rate('Line rate.', 'bytes'), untold),
  mtu: orNull(count('Largest packet.'), untold),
  numaNode: orNull(count('NUMA node of the adapter.'), 'none or unknown'),
  driver: orNull(text('Kernel driver.'), untold),
});

export type LinkRecord = z.infer<typeof linkSchema>;
