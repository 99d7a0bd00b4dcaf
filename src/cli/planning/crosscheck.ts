// What a cross-check needs before its first step: pairs to form, a fio, and jobs that fio can do.
import { resolve } from 'node:path';
import { type Fio, findFio } from '../../crosscheck/fio-process.js';
import { refuseOthers } from '../../crosscheck/refusals.js';
import { allChecks } from '../checks.js';
import { planFrom, type Planning, type PlanningArguments } from './plan.js';
import { wholeNumber } from '../usage.js';

export interface CrosscheckArguments extends Omit<PlanningArguments, 'workloads' | 'repeat'> {
  workload: string;
  pairs: number;
  fio: string;
}

/** A step a pair. Throws IoproofError with all problems of options, fio, workloads and mounts. */
export async function planForCrosscheck(options: CrosscheckArguments): Promise<{ planning: Planning; fio: Fio }> {
  const { workload, pairs } = options;
  // One pair says nothing about its own chance.
  wholeNumber('pairs', pairs, 2, 1000);
  const [fio, planning] = await allChecks([
    () => findFio(programPath(options.fio)),
    async () => {
      const found = await planFrom({ ...options, workloads: [workload], repeat: pairs });
      refuseOthers(found.plan.steps);
      return found;
    },
  ]);
  return { planning, fio };
}

/** A name is looked up in PATH; a path starts from here, wherever fio itself runs. */
function programPath(fio: string): string {
  return fio.includes('/') ? resolve(fio) : fio;
}
