// Engines that a measurement may use: those without which queues are not what the workload asks for.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { DoctorNode } from '../../result/doctor-node-schema.js';
import type { HostRecord } from '../../result/schema.js';
import { bad, fine, note, untold } from './findings.js';

/** Below it, one job of a few threads with deep queues has no events left. */
const fewAioEvents = 8192;

/** io_uring and libaio as they were tried. */
export function engineChecks(host: Pick<HostRecord, 'ioUringDisabled'>, node: DoctorNode): DoctorCheck[] {
  const { engines, aio } = node;
  if (engines.length === 0) {
    return [
      untold('engine', 'engines', node.problem || 'nobody could be asked', 'Run it again, with a longer --grace.'),
    ];
  }
  const libaio = engines.find(({ name }) => name === 'libaio');
  return [uringCheck(host, engines), libaioCheck(libaio), ...(libaio?.available === true ? aioCheck(aio) : [])];
}

function uringCheck({ ioUringDisabled }: Pick<HostRecord, 'ioUringDisabled'>, engines: DoctorNode['engines']) {
  const uring = engines.find(({ name }) => name === 'io_uring');
  if (uring?.available === true) {
    const features = uring.features.length === 0 ? '' : `: ${uring.features.join(', ')}`;
    return fine('engine', 'io_uring', `works${features}`);
  }
  const advice =
    (ioUringDisabled ?? 0) > 0
      ? 'sysctl kernel.io_uring_disabled=0. Until then `engine: auto` uses libaio.'
      : 'In a container: docker run --security-opt seccomp=unconfined … Until then `engine: auto` uses libaio.';
  return bad('engine', 'io_uring', uring?.reason ?? 'is not known to this build', advice);
}

function libaioCheck(libaio: DoctorNode['engines'][number] | undefined): DoctorCheck {
  if (libaio?.available === true) return fine('engine', 'libaio', 'works');
  const advice = 'Workloads that name it fail; io_uring does the same. Raise it with: sysctl fs.aio-max-nr=1048576';
  return note('engine', 'libaio', libaio?.reason ?? 'is not known to this build', advice);
}

function aioCheck(aio: DoctorNode['aio']): DoctorCheck[] {
  if (aio === null) {
    return [
      untold(
        'engine',
        'aio events',
        'the kernel does not tell',
        'See: cat /proc/sys/fs/aio-nr /proc/sys/fs/aio-max-nr',
      ),
    ];
  }
  const free = Math.max(0, aio.limit - aio.used);
  const finding = `${free} of ${aio.limit} events free (fs.aio-max-nr)`;
  if (free >= fewAioEvents) return [fine('engine', 'aio events', finding)];
  return [bad('engine', 'aio events', finding, 'sysctl fs.aio-max-nr=1048576')];
}
