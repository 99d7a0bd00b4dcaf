// O_DIRECT as it was tried, not as the file system says; and whether buffered reads can be submitted without a thread.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { MountTrial } from '../../result/doctor-mount-schema.js';
import type { FileSystemRecord } from '../../result/schema.js';
import { bad, fine, note, untold } from './findings.js';

type Tried = MountTrial & { direct: NonNullable<MountTrial['direct']> };

export function directChecks({ type }: FileSystemRecord, trial: MountTrial): DoctorCheck[] {
  const { wrote, problem } = trial;
  if (!isTried(trial)) {
    const finding = problem === '' ? 'not tried: nothing was written' : problem;
    const check = problem === '' || wrote ? untold : bad;
    return [check('direct-io', 'O_DIRECT', finding, adviceOf(problem))];
  }
  return [directCheck(type, trial), ...looseCheck(trial), ...nowaitCheck(trial)];
}

function adviceOf(problem: string): string {
  if (problem === '') return 'Run it without --no-write, on a mount that can be written on.';
  if (problem.startsWith('DOCTOR_TIMED_OUT')) {
    return (
      'Writing, syncing and reading 1 MiB with O_DIRECT did not come back: look at the server and at `dmesg | tail`; ' +
      'measure with `direct: false`, or see whether more time helps.'
    );
  }
  return 'Mend what the reason names, and run it again.';
}

function isTried(trial: MountTrial): trial is Tried {
  return trial.direct !== null;
}

function directCheck(type: string, { direct, alignment }: Tried): DoctorCheck {
  if (!direct.used) {
    const advice = `On ${type} measure with \`direct: false\` and data larger than memory, or choose another mount.`;
    return bad('direct-io', 'O_DIRECT', direct.reason, advice);
  }
  const { memoryAlignment: memory, offsetAlignment: offset, method } = direct;
  const reads = alignment === null || alignment.readOffset === 0 ? '' : `, reads ${alignment.readOffset}`;
  const finding = `past the page cache by trial; aligned to ${offset} bytes (memory ${memory}${reads}), by ${method}`;
  return fine('direct-io', 'O_DIRECT', finding);
}

/** Accepting anything is how file systems show that they would rather fall back than refuse. */
function looseCheck({ direct, reads }: Tried): DoctorCheck[] {
  if (!direct.used || reads?.misaligned !== 'accepted') return [];
  const finding = 'a misaligned direct read is accepted: what is not aligned may be buffered unseen';
  return [note('direct-io', 'alignment', finding, 'Use blocks and offsets that are multiples of 4 KiB.')];
}

function nowaitCheck({ reads }: Tried): DoctorCheck[] {
  if (reads === null) return [];
  if (reads.nowait === 'accepted' || reads.nowait === 'EAGAIN') {
    return [fine('direct-io', 'RWF_NOWAIT', 'io_uring submits buffered reads itself')];
  }
  const finding = `${reads.nowait}: io_uring hands buffered I/O to kernel threads, 4 a processor; libaio does it one by one`;
  return [
    note(
      'direct-io',
      'RWF_NOWAIT',
      finding,
      'Compare queue depths of buffered I/O only with mounts that say the same.',
    ),
  ];
}
