// Schema of the job of a batch system that a run is in.
import { z } from 'zod';
import { count, orNull, text } from './fields.js';

const untold = 'the batch system does not tell';

export const batchSchema = z.object({
  system: z.enum(['slurm', 'pbs', 'lsf', 'flux']).describe('Batch system.'),
  jobId: text('Id of the job.'),
  step: orNull(text('Step of the job.'), 'not in a step'),
  name: orNull(text('Name of the job.'), untold),
  partition: orNull(text('Partition or queue.'), untold),
  cluster: orNull(text('Name of the cluster.'), untold),
  nodes: z.array(text('Name of a node.')).describe('Nodes of the job, expanded; empty where that is not told.'),
  nodeCount: orNull(count('Nodes.'), untold),
  tasks: orNull(count('Tasks.'), untold),
  cpusPerTask: orNull(count('Processors of a task.'), untold),
  gpus: orNull(text('GPUs of this node, as the batch system names them.'), 'it has given none'),
  cgroup: orNull(text('Control group of the process.'), 'none is visible'),
});

export type BatchRecord = z.infer<typeof batchSchema>;
